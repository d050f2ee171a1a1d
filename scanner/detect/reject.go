package detect

import (
	"encoding/binary"
	"maps"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// compile makes the program of what stands beside a word, read away from it. letter
// says that the words behind it begin with one. An expression too large to compile
// has none.
func (s *side) compile(backward, letter bool) *syntax.Prog {
	re := loose(&syntax.Regexp{Op: syntax.OpConcat, Sub: s.nodes})
	if backward {
		re = reversed(re)
	}
	if backward && letter {
		re = atBoundary(re)
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil
	}
	return prog
}

// maxOptional is how many repetitions are counted that may be missing.
const maxOptional = 16

// loose returns an expression for what re matches, and more: [a-z]{2,200} becomes
// [a-z]{2,}, which takes a few instructions instead of hundreds, and as few states.
func loose(re *syntax.Regexp) *syntax.Regexp {
	out := *re
	if re.Op == syntax.OpRepeat && re.Max-re.Min > maxOptional {
		out.Max = -1
	}
	out.Sub = make([]*syntax.Regexp, len(re.Sub))
	for i, sub := range re.Sub {
		out.Sub[i] = loose(sub)
	}
	return &out
}

// noWord is what \b before a letter is when content is read backwards, unless that
// begins there.
var noWord = &syntax.Regexp{Op: syntax.OpCharClass, Rune: []rune{0, '0' - 1, '9' + 1, 'A' - 1, 'Z' + 1, '_' - 1, '_' + 1, 'a' - 1, 'z' + 1, unicode.MaxRune}}

// atBoundary returns re with what a \b says that it consists of. One that has
// something before it is left as it is: the same character is that's too.
func atBoundary(re *syntax.Regexp) *syntax.Regexp {
	switch {
	case re.Op == syntax.OpWordBoundary:
		return noWord
	case re.Op == syntax.OpAlternate, re.Op == syntax.OpCapture, re.Op == syntax.OpConcat && len(re.Sub) == 1:
		out := *re
		out.Sub = make([]*syntax.Regexp, len(re.Sub))
		for i, sub := range re.Sub {
			out.Sub[i] = atBoundary(sub)
		}
		return &out
	}
	return re
}

// newlineBefore is what ^ is when content is read backwards.
var newlineBefore = &syntax.Regexp{Op: syntax.OpLiteral, Rune: []rune{'\n'}}

// reversed returns an expression for what re matches read backwards, and more.
func reversed(re *syntax.Regexp) *syntax.Regexp {
	out := *re
	switch re.Op {
	case syntax.OpBeginLine:
		return newlineBefore
	case syntax.OpLiteral:
		out.Rune = slices.Clone(re.Rune)
		slices.Reverse(out.Rune)
		return &out
	}
	out.Sub = make([]*syntax.Regexp, len(re.Sub))
	for i, sub := range re.Sub {
		out.Sub[i] = reversed(sub)
	}
	if re.Op == syntax.OpConcat {
		slices.Reverse(out.Sub)
	}
	return &out
}

// rejector says whether an expression may match at the beginning of content. It
// is a deterministic automaton over bytes that is built as content is met and
// takes every doubt for a yes: anchors hold everywhere, a character beyond ASCII
// may be any other, and what would take too many states or bytes is possible.
type rejector struct {
	prog  *syntax.Prog
	class [256]uint8 // of a byte: those that no instruction tells apart have the same
	width int        // number of classes
	next  []uint16   // by state and class
	sets  [][]uint32 // by state: the instructions that it stands for
	index map[string]uint16
	mark  []int // by instruction: the last step that reached it
	steps int
	tries int // since states were forgotten
}

// States that every rejector has; others are numbered from start.
const (
	unknown uint16 = iota
	dead
	yes
	start
)

const (
	maxStates = 1024
	maxLook   = 512 // bytes
)

func newRejector(prog *syntax.Prog) *rejector {
	if prog == nil {
		return &rejector{}
	}
	r := &rejector{prog: prog, sets: make([][]uint32, start), index: map[string]uint16{}, mark: make([]int, len(prog.Inst)), steps: 1}
	r.class, r.width = classesOf(prog)
	r.next = make([]uint16, int(start)*r.width)
	if r.state(r.closure(nil, uint32(prog.Start))) != start {
		return &rejector{} // nothing has to follow
	}
	return r
}

// classesOf numbers the bytes that some instruction of a program tells apart. Those
// beyond ASCII are one class.
func classesOf(prog *syntax.Prog) (class [256]uint8, width int) {
	var first [utf8.RuneSelf + 1]bool // of a class
	first[utf8.RuneSelf] = true
	from := func(r rune) {
		if r < utf8.RuneSelf {
			first[r] = true
		}
	}
	for i := range prog.Inst {
		in := &prog.Inst[i]
		switch in.Op {
		case syntax.InstRuneAnyNotNL:
			from('\n')
			from('\n' + 1)
		case syntax.InstRune, syntax.InstRune1:
			if len(in.Rune) == 1 {
				for _, r := range foldings(in) {
					from(r)
					from(r + 1)
				}
			}
			for n := 0; n+1 < len(in.Rune); n += 2 {
				from(in.Rune[n])
				from(in.Rune[n+1] + 1)
			}
		}
	}
	for c := 1; c < len(class); c++ {
		if c <= utf8.RuneSelf && first[c] {
			width++
		}
		class[c] = uint8(width)
	}
	return class, width + 1
}

// foldings returns what an instruction for one character matches.
func foldings(in *syntax.Inst) []rune {
	r := in.Rune[0]
	all := []rune{r}
	for f := unicode.SimpleFold(r); in.Arg&uint32(syntax.FoldCase) != 0 && f != r; f = unicode.SimpleFold(f) {
		all = append(all, f)
	}
	return all
}

// possible reports whether there may be a match at the beginning of data.
func (r *rejector) possible(data []byte) bool {
	if r.prog == nil {
		return true
	}
	r.tries++
	s := start
	for i, c := range data {
		if i == maxLook {
			return true
		}
		if s = r.after(s, c); s <= yes {
			return s == yes
		}
	}
	return false
}

// possibleBefore reports whether there may be one that ends where data does, of
// which r has the reverse. Before the beginning of content anything may be.
func (r *rejector) possibleBefore(data []byte) bool {
	if r.prog == nil {
		return true
	}
	r.tries++
	s := start
	for i := range min(len(data), maxLook) {
		if s = r.after(s, data[len(data)-1-i]); s <= yes {
			return s == yes
		}
	}
	return true
}

// after returns the state after s and c.
func (r *rejector) after(s uint16, c byte) uint16 {
	at := int(s)*r.width + int(r.class[c])
	t := r.next[at]
	if t == unknown {
		known := len(r.sets)
		if t = r.step(s, c); len(r.sets) >= known {
			r.next[at] = t
		}
	}
	return t
}

// step makes the state after s and c.
func (r *rejector) step(s uint16, c byte) uint16 {
	var set []uint32
	r.steps++
	for _, pc := range r.sets[s] {
		in := &r.prog.Inst[pc]
		if c < 0x80 {
			if in.MatchRune(rune(c)) {
				set = r.closure(set, in.Out)
			}
		} else if matchesBeyondASCII(in) {
			set = r.closure(r.closure(set, pc), in.Out) // the character may go on
		}
	}
	return r.state(set)
}

// state numbers a set of instructions.
func (r *rejector) state(set []uint32) uint16 {
	if len(set) == 0 {
		return dead
	}
	slices.Sort(set)
	key := make([]byte, 0, 4*len(set))
	for _, pc := range set {
		if r.prog.Inst[pc].Op == syntax.InstMatch {
			return yes
		}
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	if n, ok := r.index[string(key)]; ok {
		return n
	}
	if len(r.sets) >= maxStates {
		if r.tries < 4*maxStates { // to make the states takes longer than to try the expression
			return yes
		}
		r.forget()
	}
	n := uint16(len(r.sets))
	r.index[string(key)] = n
	r.sets = append(r.sets, set)
	r.next = append(r.next, make([]uint16, r.width)...)
	return n
}

// forget drops all states but the first, so that there is room for those that what
// is read now needs.
func (r *rejector) forget() {
	r.tries = 0
	r.sets, r.next = r.sets[:start+1], r.next[:(int(start)+1)*r.width]
	clear(r.next)
	maps.DeleteFunc(r.index, func(_ string, n uint16) bool { return n > start })
}

// closure adds to set the instructions that are reached from pc without reading.
func (r *rejector) closure(set []uint32, pc uint32) []uint32 {
	if r.mark[pc] == r.steps {
		return set
	}
	r.mark[pc] = r.steps
	in := &r.prog.Inst[pc]
	switch in.Op {
	case syntax.InstFail:
		return set
	case syntax.InstAlt, syntax.InstAltMatch:
		return r.closure(r.closure(set, in.Out), in.Arg)
	case syntax.InstCapture, syntax.InstEmptyWidth, syntax.InstNop:
		return r.closure(set, in.Out)
	}
	return append(set, pc)
}

func matchesBeyondASCII(in *syntax.Inst) bool {
	switch in.Op {
	case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return true
	case syntax.InstRune, syntax.InstRune1:
		if len(in.Rune) == 1 {
			return slices.ContainsFunc(foldings(in), func(r rune) bool { return r >= utf8.RuneSelf })
		}
		return in.Rune[len(in.Rune)-1] >= 0x80
	}
	return false
}
