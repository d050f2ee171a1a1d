package rules

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDidYouMean(t *testing.T) {
	for word, want := range map[string]string{
		"keyword":     "keywords",
		"KEYWORDS":    "keywords",
		"kewyords":    "keywords",
		"regexp":      "regex",
		"secretgroup": "secretGroup",
		"entrpy":      "entropy",
		"colour":      "",
		"x":           "",
		"":            "",
	} {
		got := didYouMean(word, ruleKeys)
		if want == "" {
			assert.Empty(t, got, word)
		} else {
			assert.Equal(t, `did you mean "`+want+`"?`, got, word)
		}
	}
	assert.Empty(t, didYouMean("anything", nil))
	assert.Equal(t, `did you mean "ab"?`, didYouMean("ax", []string{"ab", "ac"}), "of two that are as near the first")
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"kitten", "sitting", 3}, {"ab", "ba", 2}, {"flaw", "lawn", 2}, {"abc", "abcd", 1}, {"abc", "axc", 1},
	} {
		assert.Equal(t, c.want, editDistance(c.a, c.b), "%s %s", c.a, c.b)
		assert.Equal(t, c.want, editDistance(c.b, c.a), "%s %s", c.b, c.a)
	}
}

func FuzzEditDistance(f *testing.F) {
	f.Add("kitten", "sitting", "mitten")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 300 {
			return
		}
		ab, bc, ac := editDistance(a, b), editDistance(b, c), editDistance(a, c)
		assert.Equal(t, ab, editDistance(b, a))
		assert.Equal(t, a == b, ab == 0)
		assert.LessOrEqual(t, ac, ab+bc, "no way round is shorter")
		assert.LessOrEqual(t, ab, max(len(a), len(b)))
		assert.GreaterOrEqual(t, ab, max(len(a)-len(b), len(b)-len(a)))
	})
}

func TestShorten(t *testing.T) {
	assert.Equal(t, "abc", shorten("abc", 3))
	assert.Equal(t, "abc…", shorten("abcd", 3))
	assert.Equal(t, "äöü…", shorten("äöüß", 3))
	assert.Equal(t, "a", oneLine("a\nb"))
	assert.Equal(t, "a\ufffd[31m", oneLine("a\x1b[31m"))
}

func TestWithoutIndexes(t *testing.T) {
	assert.Equal(t, "rules.allowlists.regexes", withoutIndexes("rules[12].allowlists[0].regexes"))
	assert.Equal(t, "rules", withoutIndexes("rules"))
	assert.Equal(t, "a[b", withoutIndexes("a[b"))
}
