package detect

import (
	"regexp/syntax"
	"slices"
	"strings"
)

// hold says that every match of an expression holds one of the keywords, where
// in the match, and what stands around the keyword.
type hold struct {
	before int // longest stretch in bytes from the start of a match to the end of the keyword
	after  int // longest stretch from there to the end of the match
	ways   []way
}

// way is one of the strings of which every match holds one.
type way struct {
	keyword string
	end     int   // of the keyword in word
	word    word  // as the expression spells it
	head    *side // what stands before the word
	tail    *side // what follows it
}

// side is what stands beside the words of some ways in every match.
type side struct {
	nodes  []*syntax.Regexp
	open   bool                // nodes tells all that stands there, so far
	prog   func() *syntax.Prog // see compile
	number int                 // among those of the rule
}

// with returns the side in a longer match, where it goes on with more.
func (s *side) with(more []*syntax.Regexp, open bool, before bool) *side {
	out := *s
	switch {
	case !out.open:
	case before:
		out.nodes, out.open = slices.Concat(more, out.nodes), open
	default:
		out.nodes, out.open = slices.Concat(out.nodes, more), open
	}
	return &out
}

// word is a string of ASCII letters, each of which may match in two cases.
type word []letter

type letter struct{ lower, upper byte } // equal unless case is ignored

// text is the word in lower case, in which keywords are.
func (w word) text() string {
	b := make([]byte, len(w))
	for i, l := range w {
		b[i] = l.lower
	}
	return strings.ToLower(string(b))
}

func (w word) standsAt(data []byte, at int) bool {
	if at < 0 || at+len(w) > len(data) {
		return false
	}
	for i, l := range w {
		if c := data[at+i]; c != l.lower && c != l.upper {
			return false
		}
	}
	return true
}

// literal is what is known of the strings that a node matches.
type literal struct {
	exact []word // all of them; nil: too many or unknown
	hold  *hold  // how each holds a keyword; nil: not known
}

// held looks for keywords in the words if there are only words to look in.
func (l literal) held(keywords []string) *hold {
	if l.hold != nil || l.exact == nil {
		return l.hold
	}
	return holdOf(l.exact, keywords)
}

// holdOf returns how each of words holds a keyword, or nil if one does not. Of
// several keywords in a word the longest tells most.
func holdOf(words []word, keywords []string) *hold {
	h := &hold{}
	head, tail := &side{open: true}, &side{open: true}
	for _, w := range words {
		best, at, text := "", -1, w.text()
		for _, k := range keywords {
			if i := strings.Index(text, k); i >= 0 && len(k) > len(best) {
				best, at = k, i
			}
		}
		if at < 0 {
			return nil
		}
		end := at + len(best)
		h.ways = append(h.ways, way{best, end, w, head, tail})
		h.before, h.after = max(h.before, end), max(h.after, len(w)-end)
	}
	if len(h.ways) == 0 {
		return nil
	}
	return h
}

// within returns h as it is in a longer match, which may reach that much further,
// begins with lead and goes on with rest.
func (h *hold) within(before, after int, lead, rest []*syntax.Regexp, open bool) *hold {
	out := &hold{before: min(unbounded, h.before+before), after: min(unbounded, h.after+after)}
	longer := map[*side]*side{}
	for _, w := range h.ways {
		if longer[w.tail] == nil {
			longer[w.tail] = w.tail.with(rest, open, false)
		}
		if longer[w.head] == nil {
			longer[w.head] = w.head.with(lead, open, true)
		}
		w.head, w.tail = longer[w.head], longer[w.tail]
		out.ways = append(out.ways, w)
	}
	return out
}

// better reports whether h is more use than o: its shortest keyword is rarer,
// or its matches are nearer.
func (h *hold) better(o *hold) bool {
	if h == nil || o == nil {
		return h != nil
	}
	if a, b := h.shortest(), o.shortest(); a != b {
		return a > b
	}
	return h.before+h.after < o.before+o.after
}

func (h *hold) shortest() int {
	n := len(h.ways[0].keyword)
	for _, w := range h.ways {
		n = min(n, len(w.keyword))
	}
	return n
}

// beginWithLetters reports whether all words begin with what \b takes for a letter.
func (h *hold) beginWithLetters() bool {
	return !slices.ContainsFunc(h.ways, func(w way) bool { return !isWordByte(w.word[0].lower) })
}

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_'
}

// newline reports whether a word crosses lines.
func (h *hold) newline() bool {
	return slices.ContainsFunc(h.ways, func(w way) bool { return strings.Contains(w.word.text(), "\n") })
}

// maxExact bounds the strings that are followed through an expression.
const maxExact = 128

func literals(re *syntax.Regexp, keywords []string) literal {
	switch re.Op {
	case syntax.OpLiteral:
		return literal{exact: literalWord(re)}
	case syntax.OpCharClass:
		return literal{exact: classWords(re)}
	case syntax.OpCapture:
		return literals(re.Sub[0], keywords)
	case syntax.OpPlus, syntax.OpRepeat:
		h := literals(re.Sub[0], keywords).held(keywords)
		if h == nil || re.Op == syntax.OpRepeat && re.Min == 0 {
			return literal{}
		}
		more := unbounded
		if re.Max > 0 {
			more = min(unbounded, (re.Max-1)*span(re.Sub[0]))
		}
		return literal{hold: h.within(more, more, nil, nil, false)}
	case syntax.OpQuest:
		if l := literals(re.Sub[0], keywords); l.exact != nil && len(l.exact) < maxExact {
			return literal{exact: append([]word{{}}, l.exact...)}
		}
		return literal{}
	case syntax.OpAlternate:
		return alternateLiterals(re, keywords)
	case syntax.OpConcat:
		return concatLiterals(re, keywords)
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText,
		syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return literal{exact: []word{{}}}
	}
	return literal{}
}

// letterOf is how a character may stand in ASCII content: letters beyond ASCII
// that fold to k and s are left aside, as keywords leave them.
func letterOf(r rune, foldCase bool) (letter, bool) {
	if r >= 0x80 {
		return letter{}, false
	}
	c := byte(r)
	if lower := c | 0x20; foldCase && 'a' <= lower && lower <= 'z' {
		return letter{lower, lower - 0x20}, true
	}
	return letter{c, c}, true
}

func literalWord(re *syntax.Regexp) []word {
	w := make(word, len(re.Rune))
	for i, r := range re.Rune {
		l, ok := letterOf(r, re.Flags&syntax.FoldCase != 0)
		if !ok {
			return nil
		}
		w[i] = l
	}
	return []word{w}
}

// maxClass is the largest class of characters that is followed one by one.
const maxClass = 8

func classWords(re *syntax.Regexp) (words []word) {
	n := 0
	for i := 0; i+1 < len(re.Rune); i += 2 {
		n += int(re.Rune[i+1]-re.Rune[i]) + 1
	}
	if n > maxClass {
		return nil
	}
	var letters word
	for i := 0; i+1 < len(re.Rune); i += 2 {
		for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
			if r == kelvin || r == longS {
				continue
			}
			l, ok := letterOf(r, false)
			if !ok {
				return nil
			}
			letters = addCase(letters, l)
		}
	}
	for _, l := range letters {
		words = append(words, word{l})
	}
	return words
}

// The letters beyond ASCII that fold to k and s.
const kelvin, longS = '\u212a', '\u017f'

// addCase joins l, in ascending order of bytes, with the capital of its letter.
func addCase(letters word, l letter) word {
	for i, have := range letters {
		if 'a' <= l.lower && l.lower <= 'z' && have.upper == l.lower-0x20 {
			letters[i].lower = l.lower
			return letters
		}
	}
	return append(letters, l)
}

func alternateLiterals(re *syntax.Regexp, keywords []string) literal {
	all := literal{exact: []word{}, hold: &hold{}}
	for _, sub := range re.Sub {
		l := literals(sub, keywords)
		if h := l.held(keywords); h == nil || all.hold == nil {
			all.hold = nil
		} else {
			all.hold.before, all.hold.after = max(all.hold.before, h.before), max(all.hold.after, h.after)
			all.hold.ways = append(all.hold.ways, h.ways...)
		}
		if l.exact == nil || all.exact == nil || len(all.exact)+len(l.exact) > maxExact {
			all.exact = nil
		} else {
			all.exact = append(all.exact, l.exact...)
		}
	}
	if all.exact != nil {
		all.hold = nil // words say more, together with their neighbours
	}
	return all
}

// concatLiterals follows runs of neighbours whose words are all known, and
// returns the best of the places that hold a keyword.
func concatLiterals(re *syntax.Regexp, keywords []string) literal {
	var best *hold
	consider := func(h *hold, first, last int) {
		if h == nil {
			return
		}
		if h = h.within(spans(re.Sub[:first]), spans(re.Sub[last:]), re.Sub[:first], re.Sub[last:], true); h.better(best) {
			best = h
		}
	}
	run, first := []word{{}}, 0
	for i, sub := range re.Sub {
		l := literals(sub, keywords)
		consider(l.hold, i, i+1)
		if l.exact != nil && len(run)*len(l.exact) <= maxExact {
			run = product(run, l.exact)
			continue
		}
		consider(holdOf(run, keywords), first, i)
		run, first = []word{{}}, i+1
		if l.exact != nil {
			run, first = l.exact, i
		}
	}
	if first == 0 {
		return literal{exact: run}
	}
	consider(holdOf(run, keywords), first, len(re.Sub))
	return literal{hold: best}
}

func product(heads, ends []word) []word {
	out := make([]word, 0, len(heads)*len(ends))
	for _, a := range heads {
		for _, b := range ends {
			out = append(out, slices.Concat(a, b))
		}
	}
	return out
}

func spans(nodes []*syntax.Regexp) (n int) {
	for _, sub := range nodes {
		n = min(unbounded, n+span(sub))
	}
	return n
}

// maxSpread bounds the alternatives that spread writes out.
const maxSpread = 128

// spread writes out the alternatives of re, for a keyword of which some stands
// before or behind what is in parentheses: :(?P<secret>\$1\$[a-z]+|\$2\$[a-z]+).
// What would be too many stays as it is.
func spread(re *syntax.Regexp) *syntax.Regexp {
	all := &syntax.Regexp{Op: syntax.OpAlternate}
	for _, nodes := range alternatives(re) {
		all.Sub = append(all.Sub, &syntax.Regexp{Op: syntax.OpConcat, Sub: nodes})
	}
	return all
}

// alternatives returns the sequences of which re matches one.
func alternatives(re *syntax.Regexp) (all [][]*syntax.Regexp) {
	switch re.Op {
	case syntax.OpCapture:
		return alternatives(re.Sub[0])
	case syntax.OpQuest:
		return append(alternatives(re.Sub[0]), nil)
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			all = append(all, alternatives(sub)...)
		}
		return all
	case syntax.OpConcat:
		all = [][]*syntax.Regexp{nil}
		for _, sub := range re.Sub {
			ends := alternatives(sub)
			if len(all)*len(ends) > maxSpread {
				ends = [][]*syntax.Regexp{{sub}}
			}
			var longer [][]*syntax.Regexp
			for _, a := range all {
				for _, b := range ends {
					longer = append(longer, slices.Concat(a, b))
				}
			}
			all = longer
		}
		return all
	}
	return [][]*syntax.Regexp{{re}}
}
