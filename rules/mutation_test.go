package rules_test

import (
	"os"
	"path/filepath"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// What is taken from a rule must be missed by one of its samples: a keyword or a
// name by a token that is no longer found, a length or a checksum by a near miss
// that now is.
func TestSamplesMissWhatIsTakenFromARule(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, file := range sampleFiles(t) {
		given := readGivenRules(t, strings.TrimSuffix(file, ".txtar")+".toml")
		hits, near := map[string][]string{}, map[string][]string{}
		samples, err := readSamples(file)
		require.NoError(t, err)
		for _, s := range samples {
			for _, id := range s.Want {
				hits[id] = append(hits[id], s.Data)
			}
			if len(s.Want) == 0 {
				near[s.Not] = append(near[s.Not], s.Data) // under "": of any rule
			}
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, g := range given {
				r := set.Rule(g.ID)
				if r.Regex == nil || r.Judge != "" || r.SkipReport && g.Token == "" {
					continue // a path, what the model judges, what is seen as a part of others
				}
				assertMissed(t, r, g, hits[g.ID], slices.Concat(near[g.ID], near[""]))
			}
		})
	}
}

// givenRule is a rule as its file says it.
type givenRule struct {
	ID, Token, Regex        string
	Names, Fields, Keywords []string
}

func readGivenRules(t *testing.T, file string) []givenRule {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var doc struct{ Rules []givenRule }
	require.NoError(t, toml.Unmarshal(data, &doc))
	return doc.Rules
}

func assertMissed(t *testing.T, r *rules.Rule, g givenRule, hits, near []string) {
	t.Helper()
	finds := func(p *rules.Pattern, checksum string) func(string) bool {
		return func(data string) bool {
			for _, m := range p.Regexp().FindAllStringSubmatch(data, -1) {
				secret := m[p.Regexp().SubexpIndex("secret")]
				if check := rules.Checksums[checksum]; rules.Entropy(secret) > r.Entropy && (check == nil || check(secret)) {
					return true
				}
			}
			return false
		}
	}
	for _, k := range g.Keywords {
		if len(g.Keywords) > 1 {
			assert.True(t, slices.ContainsFunc(hits, func(data string) bool {
				return !slices.ContainsFunc(g.Keywords, func(other string) bool { return other != k && strings.Contains(strings.ToLower(data), other) })
			}), "%s: no token needs the keyword %q", r.ID, k)
		}
	}
	expr := func(token string, names, fields []string) *rules.Pattern {
		e, err := rules.TokenExpr(token, names, fields)
		require.NoError(t, err)
		p, err := rules.NewPattern(e)
		require.NoError(t, err, r.ID)
		return p
	}
	for kind, list := range map[string][]string{"name": g.Names, "field": g.Fields} {
		for i, word := range list {
			if len(list) < 2 {
				continue
			}
			rest, names, fields := slices.Delete(slices.Clone(list), i, i+1), g.Names, g.Fields
			if kind == "name" {
				names = rest
			} else {
				fields = rest
			}
			without := finds(expr(g.Token, names, fields), r.Checksum)
			assert.True(t, slices.ContainsFunc(hits, func(data string) bool { return !without(data) }), "%s: no token needs the %s %q", r.ID, kind, word)
		}
	}
	pattern := func(e string) *rules.Pattern {
		if g.Token != "" {
			return expr(e, g.Names, g.Fields)
		}
		p, err := rules.NewPattern(e)
		require.NoError(t, err, r.ID)
		return p
	}
	lengths := withoutLengths(t, g.Token+g.Regex)
	if g.Regex != "" && r.Checksum != "" {
		lengths = nil // the checksum knows them
	}
	for _, m := range lengths {
		assert.True(t, slices.ContainsFunc(near, finds(pattern(m.expr), r.Checksum)), "%s: no near miss needs the length in %s", r.ID, m.of)
	}
	if r.Checksum != "" {
		assert.True(t, slices.ContainsFunc(near, finds(r.Regex, "")), "%s: no near miss needs the checksum", r.ID)
	}
}

type mutant struct{ of, expr string }

// withoutLengths returns an expression once for each repetition of six and more,
// without its lower bound, and once more without the upper one where that is the
// same. Of one with a group "secret" only the repetitions in that are changed.
func withoutLengths(t *testing.T, expr string) (out []mutant) {
	t.Helper()
	re, err := syntax.Parse(expr, syntax.Perl)
	require.NoError(t, err)
	grouped := slices.Contains(re.CapNames(), "secret")
	var walk func(sub *syntax.Regexp, secret bool)
	walk = func(sub *syntax.Regexp, secret bool) {
		secret = secret || sub.Op == syntax.OpCapture && sub.Name == "secret"
		if secret && sub.Op == syntax.OpRepeat && sub.Min >= 6 {
			lo, hi, of := sub.Min, sub.Max, sub.String()
			sub.Min, sub.Max = 1, max(hi, lo)
			out = append(out, mutant{of, re.String()})
			if lo == hi {
				sub.Min, sub.Max = lo, -1
				out = append(out, mutant{of, re.String()})
			}
			sub.Min, sub.Max = lo, hi
		}
		for _, s := range sub.Sub {
			walk(s, secret)
		}
	}
	walk(re, !grouped)
	return out
}
