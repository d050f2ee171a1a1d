package detect

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A keyword may stand across the beginning of an alternative, or its end.
func TestKeywordsAcrossAlternatives(t *testing.T) {
	for name, c := range map[string]struct {
		regex         string
		keywords      []string
		before, after int // -1: no match has to hold a keyword
	}{
		"before a group":       {`"(?P<secret>\$9\$[a-z]{8})"`, []string{`"$9$`}, 4, 9},
		"before alternatives":  {`[a-z]{3}:(?:\$1\$[a-z]{4}|\$y\$[a-z]{6})`, []string{":$1$", ":$y$"}, 7, 6},
		"behind alternatives":  {`(?:x[0-9]{2}_key|y[0-9]_password)":[a-z]`, []string{`_key"`, `_password"`}, 12, 2},
		"optional":             {`pre_(?:[a-z]{2,4}_)?key`, []string{"_key"}, 12, 0},
		"not in all of them":   {`a(?:b[0-9]|c[0-9])`, []string{"ab"}, -1, 0},
		"inside a common word": {`\{S(?:SHA|HA)\}[a-z]{2}`, []string{"{ssha", "{sha"}, 5, 3},
	} {
		t.Run(name, func(t *testing.T) {
			h := shapeOf(c.regex, c.keywords).hold
			if c.before < 0 {
				assert.Nil(t, h)
				return
			}
			if assert.NotNil(t, h) {
				assert.Equal(t, []int{c.before, c.after}, []int{h.before, h.after})
			}
		})
	}
}
