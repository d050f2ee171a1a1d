package decide_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestAllowlists(t *testing.T) {
	for name, c := range map[string]struct {
		list string // of the rule acme-key
		want bool
	}{
		"path":                             {`paths = ['^config/']`, true},
		"other path":                       {`paths = ['^conf/']`, false},
		"one of several paths":             {`paths = ['^conf/', '\.env$']`, true},
		"expression on the secret":         {`regexes = ['^correct-']`, true},
		"the secret by its name":           {"regexTarget = 'secret'\nregexes = ['^correct-horse-battery$']", true},
		"the secret is not the match":      {`regexes = ['KEY=']`, false},
		"expression on the match":          {"regexTarget = 'match'\nregexes = ['^KEY=c']", true},
		"the match is not the line":        {"regexTarget = 'match'\nregexes = ['export']", false},
		"expression on the line":           {"regexTarget = 'line'\nregexes = ['^export KEY=.*of the shop$']", true},
		"the line above is not the line":   {"regexTarget = 'line'\nregexes = ['^# the shop']", false},
		"the case of an expression counts": {`regexes = ['^CORRECT-']`, false},
		"stopword":                         {`stopwords = ["horse"]`, true},
		"stopword in capitals":             {`stopwords = ["HORSE"]`, true},
		"other stopword":                   {`stopwords = ["cow"]`, false},
		"stopword outside of the secret":   {`stopwords = ["export"]`, false},
		"commit":                           {`commits = ["` + commitID + `"]`, true},
		"commit in capitals":               {`commits = ["0123456789ABCDEF0123456789ABCDEF01234567"]`, true},
		"abbreviated commit":               {`commits = ["0123456"]`, true},
		"other commit":                     {`commits = ["1234567"]`, false},
		"any of two kinds":                 {"paths = ['^conf/']\nstopwords = ['horse']", true},
		"any, said so":                     {"condition = 'OR'\npaths = ['^conf/']\nstopwords = ['horse']", true},
		"none of two kinds":                {"paths = ['^conf/']\nstopwords = ['cow']", false},
		"all of two kinds":                 {"condition = 'AND'\npaths = ['^config/']\nstopwords = ['horse']", true},
		"all, and one is missing":          {"condition = 'AND'\npaths = ['^config/']\nstopwords = ['cow']", false},
		"all four kinds":                   {"condition = 'AND'\npaths = ['^config/']\nstopwords = ['cow', 'horse']\nregexes = ['x', 'battery']\ncommits = ['0123456789']", true},
		"all four kinds but the commit":    {"condition = 'AND'\npaths = ['^config/']\nstopwords = ['cow', 'horse']\nregexes = ['x', 'battery']\ncommits = ['9999999']", false},
	} {
		t.Run(name, func(t *testing.T) {
			rule := "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[rules]]\nid = 'other'\nregex = 'y'\n"
			for where, config := range map[string]string{
				"of the rule":               "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[rules.allowlists]]\n" + c.list,
				"global":                    rule + "[[allowlists]]\n" + c.list,
				"global, for this rule":     rule + "[[allowlists]]\ntargetRules = ['other', 'acme-key']\n" + c.list,
				"of the rule, the old way":  "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[rules.allowlist]\n" + c.list,
				"in the rule, several":      "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[rules.allowlists]]\npaths = ['nowhere']\n[[rules.allowlists]]\n" + c.list,
				"global, for another first": rule + "[[allowlists]]\ntargetRules = ['other']\n" + c.list + "\n[[allowlists]]\n" + c.list,
			} {
				got := decideWith(decide.Options{Set: parseSet(t, config)}, aFinding())
				assert.Equal(t, c.want, got.Suppressed, where)
			}
			for where, config := range map[string]string{
				"of another rule":          "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[rules]]\nid = 'other'\nregex = 'y'\n[[rules.allowlists]]\n" + c.list,
				"global, for another rule": rule + "[[allowlists]]\ntargetRules = ['other']\n" + c.list,
			} {
				got := decideWith(decide.Options{Set: parseSet(t, config)}, aFinding())
				assert.False(t, got.Suppressed, where)
			}
		})
	}
}

func TestAllowlistsOfWhatIsNotKnown(t *testing.T) {
	rule := "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[allowlists]]\n"
	noPath, noCommit := aFinding(), aFinding()
	noPath.Origin.Path = ""
	noCommit.Exposure.First = nil
	assert.False(t, decideWith(decide.Options{Set: parseSet(t, rule+"paths = ['.*']")}, noPath).Suppressed)
	assert.False(t, decideWith(decide.Options{Set: parseSet(t, rule+"commits = ['"+commitID+"']")}, noCommit).Suppressed)
}

func TestStopwordsIgnoreTheCaseOfTheSecret(t *testing.T) {
	set := parseSet(t, "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[allowlists]]\nstopwords = ['horse']")
	f := aFinding()
	f.Secret = leak.NewSecret("CORRECT-HORSE")
	assert.True(t, decideWith(decide.Options{Set: set}, f).Suppressed)
}

// The parser lets neither through from a file of our own.
func TestAllowlistsThatWouldAllowTooMuch(t *testing.T) {
	for name, list := range map[string]*rules.Allowlist{
		"empty":                    {},
		"empty, all kinds":         {All: true},
		"commit of one character":  {Commits: []string{"0"}},
		"commit of six characters": {Commits: []string{"012345"}},
		"commit of no character":   {Commits: []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			assert.False(t, decideWith(decide.Options{Set: &rules.Set{Allowlists: []*rules.Allowlist{list}}}, aFinding()).Suppressed)
		})
	}
}

func TestReasonNamesTheAllowlist(t *testing.T) {
	set := parseSet(t, "[[rules]]\nid = 'acme-key'\nregex = 'x'\n[[rules.allowlists]]\ndescription = 'a \"test\"'\npaths = ['.']\n[[allowlists]]\npaths = ['.']")
	got := decideWith(decide.Options{Set: set}, aFinding())
	assert.Equal(t, leak.Decision{Suppressed: true, By: leak.SuppressedByAllowlist, Reason: `allowlist "a \"test\"" (conf.toml:4)`}, got)
}
