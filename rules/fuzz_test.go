package rules

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever the bytes: no panic; an error names the file and the line, on one line
// that prints; a set that is accepted can be used.
func FuzzConfig(f *testing.F) {
	archive, err := txtar.ParseFile("testdata/mistakes.txtar")
	require.NoError(f, err)
	for _, m := range archive.Files {
		f.Add(m.Data, strings.HasPrefix(m.Name, "gitleaks"))
	}
	files, err := filepath.Glob("builtin/*.toml")
	require.NoError(f, err)
	for _, name := range files[:10] {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data, false)
	}
	builtin, err := Builtin()
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte, theirs bool) {
		dialect := Native
		if theirs {
			dialect = Gitleaks
		}
		c, err := parse("conf.toml", data, dialect)
		if err == nil && c.Extend.UseDefault {
			err = c.over(builtin)
		}
		if err == nil && c.Extend.Path == "" {
			err = c.finish()
		}
		if err != nil {
			var ce *ConfigError
			require.True(t, errors.As(err, &ce))
			assert.Equal(t, "conf.toml", ce.File)
			assert.Positive(t, ce.Line)
			assert.LessOrEqual(t, ce.Line, 1+strings.Count(string(data), "\n"))
			for _, r := range err.Error() + ce.Hint + ce.Key {
				require.True(t, unicode.IsPrint(r), "%q does not print", r)
			}
			return
		}
		for _, w := range c.Warnings {
			assert.Regexp(t, `^conf\.toml:[1-9][0-9]*: `, w)
		}
		seen := map[string]bool{}
		for _, r := range c.Set.Rules {
			require.False(t, seen[r.ID], "id %q twice", r.ID)
			seen[r.ID] = true
			if _, own := c.own[r.ID]; !own {
				continue
			}
			if r.Regex != nil {
				require.LessOrEqual(t, r.SecretGroup, r.Regex.Regexp().NumSubexp())
			}
			if r.Path != nil {
				r.Path.Regexp()
			}
			if c.Extend.Path == "" {
				assert.True(t, r.Regex != nil || r.Path != nil)
				assert.NotZero(t, r.Severity.Rank())
			}
		}
		for _, a := range c.allowlists {
			for _, p := range append(a.Regexes, a.Paths...) {
				p.Regexp()
			}
		}
	})
}
