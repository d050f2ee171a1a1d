package detect

import (
	"math/rand"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Names need more states than are kept. What was met first is forgotten for what is
// read now, and no match is turned down.
func TestRejectorForgets(t *testing.T) {
	const expr = `(?i:[\w. -]{0,24}?(?:api_?key|token|secret)[\w-]{0,16})["']?[ ]{0,9}[=:][ ]{0,9}["']?[0-9a-f]{8}\b`
	re, err := syntax.Parse(expr, syntax.Perl)
	require.NoError(t, err)
	prog, err := syntax.Compile(re.Simplify())
	require.NoError(t, err)
	match := regexp.MustCompile(`^(?:` + expr + `)`)

	random := rand.New(rand.NewSource(1))
	pieces := []string{"api", "_", "key", "KEY", "tok", "en", "token", "secret", "se", "a", "-", ".", " ", "=", `"`, "'", ":", "1234abcd", "K", "é", "\n"}
	r := newRejector(prog)
	forgot, matches, doubts := 0, 0, 0
	for range 60_000 {
		text := ""
		for range 1 + random.Intn(14) {
			text += pieces[random.Intn(len(pieces))]
		}
		before := len(r.sets)
		possible := r.possible([]byte(text))
		require.LessOrEqual(t, len(r.sets), maxStates)
		if len(r.sets) < before {
			forgot++
		}
		switch {
		case match.MatchString(text):
			matches++
			require.True(t, possible, "%q", text)
		case possible:
			doubts++
		}
	}
	assert.Positive(t, matches)
	assert.Greater(t, forgot, 1)
	assert.Less(t, forgot, 15, "to make states takes longer than to try the expression")
	assert.Less(t, doubts, 10_000)
}

// A class has the bytes that no instruction tells apart.
func TestClassesOfBytes(t *testing.T) {
	for _, expr := range []string{`a`, `(?i)k`, `[a-f]|[c-x\x7f-\x{100}]`, `.`, `(?s).`, `[^\n\x00]`, `é|\w`, `(?i)[ks]`} {
		re, err := syntax.Parse(expr, syntax.Perl)
		require.NoError(t, err)
		prog, err := syntax.Compile(re.Simplify())
		require.NoError(t, err)
		class, width := classesOf(prog)
		matched := map[uint8][]bool{}
		for c := range 256 {
			require.Less(t, int(class[c]), width)
			var by []bool
			for i := range prog.Inst {
				in := &prog.Inst[i]
				switch in.Op {
				case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
					by = append(by, c < 0x80 && in.MatchRune(rune(c)) || c >= 0x80 && matchesBeyondASCII(in))
				}
			}
			if same, known := matched[class[c]]; known {
				require.Equal(t, same, by, "%s: %q", expr, rune(c))
			}
			matched[class[c]] = by
		}
		assert.Len(t, matched, width)
	}
}

// Repetitions that need not be there are not counted, those that must are.
func TestRepetitionsOfRejectors(t *testing.T) {
	re, err := syntax.Parse(`[a-z]{2,200}=(?:x{3,5}|y{20})`, syntax.Perl)
	require.NoError(t, err)
	s := &side{nodes: []*syntax.Regexp{re}}
	prog := s.compile(false, false)
	assert.Less(t, len(prog.Inst), 50)
	r := newRejector(prog)
	for content, want := range map[string]bool{
		"ab=xxx": true, "a=xxx": false, strings.Repeat("a", 300) + "=xxx": true, "ab=xx": false,
		"ab=" + strings.Repeat("y", 20): true, "ab=" + strings.Repeat("y", 19): false,
	} {
		assert.Equal(t, want, r.possible([]byte(content)), content)
	}
}
