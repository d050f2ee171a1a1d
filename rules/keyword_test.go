package rules_test

import (
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// Content without any of a rule's keywords is not searched for the rule, so each
// match has to hold one.
func TestEveryMatchHoldsAKeyword(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, r := range set.Rules {
		if r.Regex != nil && len(r.Keywords) > 0 {
			assert.True(t, mustHold(t, r.Regex.String(), r.Keywords), "%s: a match need not hold one of %q", r.ID, r.Keywords)
		}
	}
}

func TestMustHold(t *testing.T) {
	for expr, want := range map[string]bool{
		"key": true, "(?i)KEY": true, "a*key[0-9]+": true, "ke": false, "k.y": false, "(?:key)?x": false, "(?:key)+": true, "(?:key){0,3}": false,
		"(?:key|x)": false, "(?:akey|bkey)": true, "k(?:ey|f)": false, "k(?:ey1|ey2)": true, "[kK]ey": true, "ke[xyz]": false, "key|other": false,
		"(?P<secret>x(key))": true, "x{2}key": true, "[kK][eE][yY]": true, "k-?ey": false, "": false, "kkey": true, ".*": false,
	} {
		assert.Equal(t, want, mustHold(t, expr, []string{"key"}), expr)
	}
}

// mustHold walks the program of an expression through all it can read without
// ever reading a whole keyword, and reports whether it thus reaches no match. A
// state is a place in the program and how much of a keyword was just read.
func mustHold(t *testing.T, expr string, keywords []string) bool {
	t.Helper()
	re, err := syntax.Parse(expr, syntax.Perl)
	require.NoError(t, err)
	prog, err := syntax.Compile(re.Simplify())
	require.NoError(t, err)
	letters := slices.Sorted(slices.Values([]rune(strings.Join(keywords, ""))))
	letters = slices.Compact(letters)
	type state struct {
		pc   uint32
		read string // the longest end of what was read that begins a keyword
	}
	seen := map[state]bool{}
	todo := []state{{uint32(prog.Start), ""}}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[s] {
			continue
		}
		seen[s] = true
		switch i := prog.Inst[s.pc]; i.Op {
		case syntax.InstMatch:
			return false
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, state{i.Out, s.read}, state{i.Arg, s.read})
		case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
			todo = append(todo, state{i.Out, s.read})
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			for _, r := range letters {
				if i.MatchRune(r) || i.MatchRune(unicode.ToUpper(r)) {
					if read, whole := advance(s.read+string(r), keywords); !whole {
						todo = append(todo, state{i.Out, read})
					}
				}
			}
			if matchesOther(&i, letters) {
				todo = append(todo, state{i.Out, ""})
			}
		}
	}
	return true
}

// advance returns the longest end of text that begins a keyword, or that a whole
// one was read.
func advance(text string, keywords []string) (read string, whole bool) {
	if slices.ContainsFunc(keywords, func(k string) bool { return strings.HasSuffix(text, k) }) {
		return "", true
	}
	for ; text != ""; text = text[1:] {
		if slices.ContainsFunc(keywords, func(k string) bool { return strings.HasPrefix(k, text) }) {
			return text, false
		}
	}
	return "", false
}

// matchesOther reports whether an instruction takes any character that is in no
// keyword. The two letters beyond Latin-1 that (?i) takes for s and k are left
// out: nobody writes them.
func matchesOther(i *syntax.Inst, letters []rune) bool {
	for r := rune(0); r <= unicode.MaxLatin1; r++ {
		if i.MatchRune(r) && !slices.Contains(letters, unicode.ToLower(r)) {
			return true
		}
	}
	return false
}
