package decide_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Whatever names a rule may name it by an alias.
func TestRulesAreNamedByAlias(t *testing.T) {
	const set = "[[rules]]\nid = 'acme-key'\naliases = ['acme', 'key']\nregex = 'x'\n[[rules]]\nid = 'other'\nregex = 'x'\n"
	for name, options := range map[string]func(t *testing.T, rule string) decide.Options{
		"ignore": func(t *testing.T, rule string) decide.Options {
			return decide.Options{Set: parseSet(t, set), Ignores: []*decide.Ignore{parseIgnore(t, "config/app.env:"+rule+":3")}}
		},
		"ignore with the commit": func(t *testing.T, rule string) decide.Options {
			return decide.Options{Set: parseSet(t, set), Ignores: []*decide.Ignore{parseIgnore(t, commitID+":config/app.env:"+rule+":3")}}
		},
		"baseline": func(t *testing.T, rule string) decide.Options {
			return decide.Options{Set: parseSet(t, set), Baseline: parseBaseline(t, gitleaks(map[string]any{"RuleID": rule}))}
		},
		"redacted baseline": func(t *testing.T, rule string) decide.Options {
			return decide.Options{Set: parseSet(t, set), Baseline: parseBaseline(t, gitleaks(map[string]any{"RuleID": rule, "Secret": "REDACTED"}))}
		},
		"allowlist": func(t *testing.T, rule string) decide.Options {
			return decide.Options{Set: parseSet(t, set+"[[rules]]\nid = 'none'\nregex = 'x'\n[[allowlists]]\ntargetRules = ['"+rule+"']\nstopwords = ['horse']\n")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for rule, want := range map[string]bool{"acme-key": true, "acme": true, "key": true, "other": false, "none": false} {
				d := decide.New(options(t, rule))
				f := aFinding()
				d.Decide(&f)
				assert.Equal(t, want, f.Decision.Suppressed, rule)
				assert.Equal(t, want, len(d.Unused()) == 0, rule)
			}
		})
	}
}

func TestCommentsNameRulesByAlias(t *testing.T) {
	set := parseSet(t, "[[rules]]\nid = 'acme-key'\naliases = ['old-acme']\nregex = 'x'\n[[rules]]\nid = 'other'\naliases = ['old-other']\nregex = 'x'\n")
	for name, want := range map[string]bool{"acme-key": true, "old-acme": true, "other": false, "old-other": false} {
		f := aFinding()
		f.Lines = leak.NewSecret("KEY=" + secret + " # leaksieve:allow " + name)
		assert.Equal(t, want, decideWith(decide.Options{Set: set}, f).Suppressed, name)
	}
}

// An allowlist that several rules have by an alias is one entry.
func TestUnusedAllowlistOfSeveralRulesIsNamedOnce(t *testing.T) {
	set := parseSet(t, "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[rules.allowlists]]\nstopwords = ['nowhere']\n[[rules]]\nid = 'other'\nregex = 'x'\n")
	set.Rules[1].Allowlists = set.Rules[0].Allowlists
	assert.Equal(t, []string{"allowlist (conf.toml:4)"}, decide.New(decide.Options{Set: set}).Unused())
}
