package detect

import (
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unbounded stands for a match without a longest length.
const unbounded = 1 << 20

// shape is what the syntax of a regular expression says of its matches.
type shape struct {
	newline   bool // a match may cross lines
	edge      bool // a match may begin or end with a newline
	begin     bool // it looks at the beginning of the text, not of lines
	end       bool // likewise at the end
	looksBack bool // a match may depend on the character before it
	hold      *hold
}

// shapeOf analyses an expression that is known to parse.
func shapeOf(expr string, keywords []string) shape {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return shape{newline: true, begin: true, end: true}
	}
	var s shape
	s.features(re, true, true)
	s.looksBack, _ = looksBack(re)
	if s.hold = literals(re, keywords).held(keywords); s.hold == nil {
		s.hold = literals(spread(re), keywords).held(keywords)
	}
	return s
}

// looksBack reports whether an anchor may stand at the beginning of a match of re,
// and whether re matches what is empty.
func looksBack(re *syntax.Regexp) (looks, empty bool) {
	switch re.Op {
	case syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true, true
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return false, false
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			l, e := looksBack(sub)
			looks, empty = looks || l, empty || e
		}
		return looks, empty
	}
	empty = true
	for _, sub := range re.Sub {
		if l, e := looksBack(sub); empty {
			looks, empty = looks || l, e
		}
	}
	return looks, empty || re.Op == syntax.OpStar || re.Op == syntax.OpQuest || re.Op == syntax.OpRepeat && re.Min == 0
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

// features notes newlines and anchors anywhere in re. first and last say that re
// begins and ends the whole expression: the newline of a single character there is
// that before a line or behind it, which a window on one line shows.
func (s *shape) features(re *syntax.Regexp, first, last bool) {
	switch re.Op {
	case syntax.OpLiteral:
		s.noteNewline(strings.ContainsRune(string(re.Rune), '\n'), (first || last) && len(re.Rune) == 1)
	case syntax.OpCharClass:
		for i := 0; i+1 < len(re.Rune); i += 2 {
			s.noteNewline(re.Rune[i] <= '\n' && '\n' <= re.Rune[i+1], first || last)
		}
	case syntax.OpAnyChar:
		s.noteNewline(true, first || last)
	case syntax.OpBeginText:
		s.begin = true
	case syntax.OpEndText:
		s.end = true
	case syntax.OpConcat:
		for i, sub := range re.Sub {
			s.features(sub, first && i == 0, last && i == len(re.Sub)-1)
		}
		return
	case syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		first, last = false, false
	}
	for _, sub := range re.Sub {
		s.features(sub, first, last)
	}
}

func (s *shape) noteNewline(there, atEdge bool) {
	s.edge = s.edge || there && atEdge
	s.newline = s.newline || there && !atEdge
}
