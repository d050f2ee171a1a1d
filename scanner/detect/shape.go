package detect

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unbounded stands for a match without a longest length.
const unbounded = 1 << 20

// shape is what the syntax of a regular expression says of its matches.
type shape struct {
	span    int  // longest match in bytes; unbounded or more: no bound worth using
	newline bool // a match may hold a newline
	begin   bool // it looks at the beginning of the text, not of lines
	end     bool // likewise at the end
	holds   bool // every match holds one of the keywords, ASCII case aside
}

// shapeOf analyses an expression that is known to parse.
func shapeOf(expr string, keywords []string) shape {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return shape{span: unbounded, newline: true, begin: true, end: true}
	}
	var s shape
	s.span = span(re)
	s.features(re)
	l := literals(re, keywords)
	s.holds = len(keywords) > 0 && (l.holds || l.exact != nil && allHold(l.exact, keywords))
	return s
}

// span is the longest match of re in bytes, at most unbounded.
func span(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral:
		n := 0
		for _, r := range re.Rune {
			n += runeSpan(r, re.Flags&syntax.FoldCase != 0)
		}
		return n
	case syntax.OpCharClass:
		n := 0
		for i := 1; i < len(re.Rune); i += 2 {
			n = max(n, utf8.RuneLen(min(re.Rune[i], unicode.MaxRune)))
		}
		return n
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return utf8.UTFMax
	case syntax.OpStar, syntax.OpPlus:
		return unbounded
	case syntax.OpRepeat:
		if re.Max < 0 {
			return unbounded
		}
		return min(unbounded, re.Max*span(re.Sub[0]))
	case syntax.OpAlternate:
		n := 0
		for _, sub := range re.Sub {
			n = max(n, span(sub))
		}
		return n
	}
	n := 0
	for _, sub := range re.Sub {
		n = min(unbounded, n+span(sub))
	}
	return n
}

func runeSpan(r rune, foldCase bool) int {
	n := utf8.RuneLen(r)
	if foldCase {
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			n = max(n, utf8.RuneLen(f))
		}
	}
	return n
}

// features notes newlines and anchors anywhere in re.
func (s *shape) features(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		s.newline = s.newline || strings.ContainsRune(string(re.Rune), '\n')
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			s.newline = s.newline || re.Rune[i] <= '\n' && '\n' <= re.Rune[i+1]
		}
	case syntax.OpAnyChar:
		s.newline = true
	case syntax.OpBeginText:
		s.begin = true
	case syntax.OpEndText:
		s.end = true
	}
	for _, sub := range re.Sub {
		s.features(sub)
	}
}

// literal is what is known of the strings that a node matches.
type literal struct {
	exact []string // all of them, in lower case; nil: too many or unknown
	holds bool     // each holds a keyword
}

// maxExact bounds the strings that are followed through an expression.
const maxExact = 128

func literals(re *syntax.Regexp, keywords []string) literal {
	switch re.Op {
	case syntax.OpLiteral:
		return literal{exact: []string{strings.ToLower(string(re.Rune))}}
	case syntax.OpCharClass:
		return classLiterals(re)
	case syntax.OpCapture:
		return literals(re.Sub[0], keywords)
	case syntax.OpPlus, syntax.OpRepeat:
		if re.Op == syntax.OpRepeat && re.Min == 0 {
			return literal{}
		}
		l := literals(re.Sub[0], keywords)
		return literal{holds: l.holds || allHold(l.exact, keywords)}
	case syntax.OpQuest:
		if l := literals(re.Sub[0], keywords); l.exact != nil && len(l.exact) < maxExact {
			return literal{exact: append([]string{""}, l.exact...)}
		}
		return literal{}
	case syntax.OpAlternate:
		return alternateLiterals(re, keywords)
	case syntax.OpConcat:
		return concatLiterals(re, keywords)
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText,
		syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return literal{exact: []string{""}}
	}
	return literal{}
}

// maxClass is the largest class of characters that is followed one by one.
const maxClass = 8

func classLiterals(re *syntax.Regexp) (l literal) {
	n := 0
	for i := 0; i+1 < len(re.Rune); i += 2 {
		n += int(re.Rune[i+1]-re.Rune[i]) + 1
	}
	if n > maxClass {
		return literal{}
	}
	for i := 0; i+1 < len(re.Rune); i += 2 {
		for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
			if s := strings.ToLower(string(r)); !slices.Contains(l.exact, s) {
				l.exact = append(l.exact, s)
			}
		}
	}
	return l
}

func alternateLiterals(re *syntax.Regexp, keywords []string) literal {
	all := literal{exact: []string{}, holds: true}
	for _, sub := range re.Sub {
		l := literals(sub, keywords)
		all.holds = all.holds && (l.holds || allHold(l.exact, keywords))
		if l.exact == nil || all.exact == nil || len(all.exact)+len(l.exact) > maxExact {
			all.exact = nil
		} else {
			all.exact = append(all.exact, l.exact...)
		}
	}
	return all
}

// concatLiterals follows runs of neighbours whose strings are all known.
func concatLiterals(re *syntax.Regexp, keywords []string) literal {
	run, whole := []string{""}, true
	holds := false
	for _, sub := range re.Sub {
		l := literals(sub, keywords)
		holds = holds || l.holds
		if l.exact == nil || len(run)*len(l.exact) > maxExact {
			holds = holds || allHold(run, keywords)
			run, whole = []string{""}, false
			if l.exact != nil {
				run = l.exact
			}
			continue
		}
		next := make([]string, 0, len(run)*len(l.exact))
		for _, a := range run {
			for _, b := range l.exact {
				next = append(next, a+b)
			}
		}
		run = next
	}
	holds = holds || allHold(run, keywords)
	if !whole {
		run = nil
	}
	return literal{exact: run, holds: holds}
}

func allHold(exact, keywords []string) bool {
	if len(exact) == 0 {
		return false
	}
	for _, s := range exact {
		found := false
		for _, k := range keywords {
			found = found || strings.Contains(s, k)
		}
		if !found {
			return false
		}
	}
	return true
}
