package rules_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// aliased has one alias that two rules share and one that is one rule's alone.
const aliased = `
[[rules]]
id = "live-key"
aliases = ["shop-key"]
regex = "live"
[[rules]]
id = "test-key"
aliases = ["shop-key", "shop-test"]
regex = "test"
[[rules]]
id = "other"
regex = "x"
`

const extendsAliased = "[extend]\npath = 'base.toml'\n"

func TestSelectionByAlias(t *testing.T) {
	set := loads(t, "base.toml", map[string]string{"base.toml": aliased})
	assert.Equal(t, []string{"live-key", "test-key"}, set.Named("shop-key"))
	assert.Equal(t, []string{"test-key"}, set.Named("shop-test"))
	assert.Equal(t, []string{"other"}, set.Named("other"))
	assert.Empty(t, set.Named("shop"))
	for name, want := range map[string][2][]string{
		"shop-key":  {{"live-key", "test-key"}, {"other"}},
		"shop-test": {{"test-key"}, {"live-key", "other"}},
	} {
		only, err := set.Only(name)
		require.NoError(t, err)
		assert.Equal(t, want[0], shape(only))
		without, err := set.Without(name)
		require.NoError(t, err)
		assert.Equal(t, want[1], shape(without))
	}
	assert.Nil(t, set.Rule("shop-key"), "an alias is no id")
}

func TestConfigurationsNameRulesByAlias(t *testing.T) {
	for name, c := range map[string]struct {
		main  string
		check func(t *testing.T, s *rules.Set)
	}{
		"disabled": {extendsAliased + "disabledRules = ['shop-key']\n",
			func(t *testing.T, s *rules.Set) { assert.Equal(t, []string{"other"}, shape(s)) }},
		"target of an allowlist": {extendsAliased + "[[allowlists]]\ntargetRules = ['shop-key']\npaths = ['x']\n",
			func(t *testing.T, s *rules.Set) { assert.Len(t, s.Allowlists, 1) }},
		"changed": {extendsAliased + "[[rules]]\nid = 'shop-key'\nseverity = 'low'\n[[rules.allowlists]]\npaths = ['x']\n",
			func(t *testing.T, s *rules.Set) {
				assert.Equal(t, []string{"live-key", "test-key", "other"}, shape(s))
				for _, id := range []string{"live-key", "test-key"} {
					assert.Equal(t, "low", string(s.Rule(id).Severity))
					assert.Len(t, s.Rule(id).Allowlists, 1)
				}
				assert.Empty(t, s.Rule("other").Allowlists)
			}},
		"another rule may be called so": {extendsAliased + "[[rules]]\nid = 'shop-key'\nregex = 'mine'\n",
			func(t *testing.T, s *rules.Set) {
				assert.Equal(t, []string{"live-key", "test-key", "other", "shop-key"}, shape(s))
			}},
		"required": {extendsAliased + "[[rules]]\nid = 'mine'\nregex = 'm'\n[[rules.required]]\nid = 'shop-test'\n",
			func(t *testing.T, s *rules.Set) {
				assert.Equal(t, []string{"test-key"}, s.Rule("mine").Required[0].RuleIDs)
			}},
		"required, shared": {extendsAliased + "[[rules]]\nid = 'mine'\nregex = 'm'\n[[rules.required]]\nid = 'shop-key'\noptional = true\n",
			func(t *testing.T, s *rules.Set) {
				assert.Equal(t, []string{"live-key", "test-key"}, s.Rule("mine").Required[0].RuleIDs)
				assert.True(t, s.Rule("mine").Required[0].Optional)
			}},
		"required by one that shares it": {extendsAliased + "[[rules]]\nid = 'shop-key'\n[[rules.required]]\nid = 'shop-key'\n",
			func(t *testing.T, s *rules.Set) {
				assert.Equal(t, []string{"test-key"}, s.Rule("live-key").Required[0].RuleIDs)
				assert.Equal(t, []string{"live-key"}, s.Rule("test-key").Required[0].RuleIDs)
			}},
		"more aliases": {extendsAliased + "[[rules]]\nid = 'other'\naliases = ['third']\n[[rules]]\nid = 'test-key'\naliases = ['fourth']\n",
			func(t *testing.T, s *rules.Set) {
				assert.Equal(t, []string{"other", "third"}, s.Rule("other").Names())
				assert.Equal(t, []string{"test-key", "shop-key", "shop-test", "fourth"}, s.Rule("test-key").Names())
			}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, file := range []string{"main.toml", ".gitleaks.toml"} {
				c.check(t, loads(t, file, map[string]string{"base.toml": aliased, file: c.main}))
			}
		})
	}
}

// What gitleaks calls the rules, as its own reports have it.
func TestBuiltinRulesAnswerToTheirNamesInGitleaks(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for theirs, ours := range map[string][]string{
		"aws-access-token":    {"aws-access-key-id"},
		"github-app-token":    {"github-app-user", "github-app-installation", "github-app-installation-jwt"},
		"stripe-access-token": {"stripe-live-secret-key", "stripe-live-restricted-key", "stripe-test-secret-key", "stripe-test-restricted-key"},
		"heroku-api-key":      {"heroku-legacy-api-key"},
		"gcp-api-key":         {"google-api-key"},
	} {
		assert.Equal(t, ours, set.Named(theirs), theirs)
	}
	assert.Contains(t, set.Named("private-key"), "pem-private-key")
	assert.Contains(t, set.Named("private-key"), "gcp-service-account-key")
	assert.Contains(t, set.Named("generic-api-key"), "generic-secret")
}
