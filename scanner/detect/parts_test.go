package detect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// withParts returns the findings as "secret+part+part".
func withParts(set *rules.Set, opt detect.Options, u leak.Unit) (found []string) {
	for _, f := range detect.New(set, opt).Scan(u) {
		text := f.Secret.Reveal()
		for _, p := range f.Parts {
			text += "+" + p.Secret.Reveal()
		}
		found = append(found, text)
	}
	return found
}

// pairRules are a secret with its id and, in some tests, more.
const pairRules = `
[[rules]]
id = 'id'
regex = '\bid-[0-9]{2}'
keywords = ['id-']
[[rules]]
id = 'secret'
regex = '\bkey-[0-9]{2}'
keywords = ['key-']
[[rules.required]]
id = 'id'
optional = true
withinLines = 3
`

func TestOptionalParts(t *testing.T) {
	for name, c := range map[string]struct {
		rules, content string
		want           []string
	}{
		"one finding":                       {"", "id-01\nkey-11", []string{"key-11+id-01"}},
		"the part below":                    {"", "key-11\nid-01", []string{"key-11+id-01"}},
		"without the part":                  {"", "key-11", []string{"key-11"}},
		"the part alone":                    {"", "id-01", []string{"id-01"}},
		"too far away":                      {"", "id-01\n\n\n\nkey-11", []string{"id-01", "key-11"}},
		"an indented block apart":           {"", "app:\n  id: id-01\n  keys:\n    - name: x\n      key: key-11\n", []string{"key-11+id-01"}},
		"two secrets share a part":          {"", "key-11\nid-01\nkey-22", []string{"key-11+id-01", "key-22+id-01"}},
		"each secret has its own":           {"", "id-01\nkey-11\n\nid-02\nkey-22", []string{"key-11+id-01", "key-22+id-02"}},
		"pairs without a gap":               {"", "id-01\nkey-11\nid-02\nkey-22", []string{"key-11+id-01", "key-22+id-02"}},
		"pairs without a gap, secret first": {"", "key-11\nid-01\nkey-22\nid-02", []string{"key-11+id-01", "key-22+id-02"}},
		"pairs on one line":                 {"", `{"id":"id-01","key":"key-11"},{"id":"id-02","key":"key-22"}`, []string{"key-11+id-01", "key-22+id-02"}},
		"pairs on one line, secret first":   {"", `{"key":"key-11","id":"id-01"},{"key":"key-22","id":"id-02"}`, []string{"key-11+id-01", "key-22+id-02"}},
		"a part further off stays":          {"", "id-01\nid-02\nkey-11", []string{"id-01", "key-11+id-02"}},
		"the part of a part": {
			"[[rules]]\nid='tenant'\nregex='at-[0-9]{2}'\n[[rules]]\nid='id'\n[[rules.required]]\nid='tenant'\noptional=true\n",
			"at-07 id-01 key-11", []string{"key-11+id-01+at-07"}},
		"each a part of the other": {
			"[[rules]]\nid='id'\n[[rules.required]]\nid='secret'\noptional=true\n",
			"id-01\nkey-11\n\n\n\nid-02", []string{"id-02+key-11+id-01"}},
		"any rule of an alias": {
			"[[rules]]\nid='app'\naliases=['who']\nregex='app-[0-9]{2}'\n[[rules]]\nid='id'\naliases=['who']\n" +
				"[[rules]]\nid='secret'\n[[rules.required]]\nid='who'\nwithinLines=3\n",
			"app-01\nkey-11\n\n\n\nid-01\nkey-22\n\n\n\nkey-33", []string{"key-11+app-01", "key-22+id-01"}},
		"a vaguer rule's finding in the same place": {
			"[[rules]]\nid='vague'\ntags=['generic']\nregex='(?:id|key|no)-[0-9]{2}'\n",
			"id-01\nkey-11\nno-33", []string{"key-11+id-01", "no-33"}},
		"what is more specific than the part": {
			"[[rules]]\nid='vague'\ntags=['generic']\nregex='v-([0-9]{2})'\n[[rules]]\nid='exact'\nregex='v-([0-9]{2})'\n" +
				"[[rules]]\nid='secret'\n[[rules.required]]\nid='vague'\n",
			"v-33 key-11", []string{"33", "key-11+33"}},
		"a secret around the part": {
			"[[rules]]\nid='url'\nregex='//id-[0-9]{2}:\\w+'\n", "//id-01:pw key-11", []string{"//id-01:pw", "key-11+id-01"}},
		"the finding that gives way to another takes no part": {
			"[[rules]]\nid='longer'\nregex='my-key-([0-9]{2})'\nkeywords=['my-key-']\n[[rules]]\nid='secret'\ntags=['generic']\nregex='key-([0-9]{2})'\nsecretGroup=1\n",
			"id-01\nmy-key-11", []string{"id-01", "11"}},
	} {
		t.Run(name, func(t *testing.T) {
			set := loaded(t, pairRules)
			if c.rules != "" {
				set = over(t, pairRules, c.rules)
			}
			assert.Equal(t, c.want, withParts(set, detect.Options{}, leak.Unit{Data: []byte(c.content)}))
		})
	}
}

// A finding that an allowlist of the built-in rules or a path takes away does not
// take its part with it.
func TestPartsOfWhatIsNoFinding(t *testing.T) {
	set := loaded(t, pairRules)
	secret := set.Rule("secret")
	content := leak.Unit{Data: []byte("id-01\nkey-11")}

	pattern, err := rules.NewPattern(`\.env$`)
	require.NoError(t, err)
	secret.Path = pattern
	assert.Equal(t, []string{"id-01", "key-11+id-01"}, withParts(set, detect.Options{}, content), "it may be dropped when the path is known")
	content.Origin.Path = "x.env"
	assert.Equal(t, []string{"key-11+id-01"}, withParts(set, detect.Options{}, content))
	content.Origin.Path = "x.txt"
	assert.Equal(t, []string{"id-01"}, withParts(set, detect.Options{}, content))
	secret.Path = nil

	example, err := rules.NewPattern(`11$`)
	require.NoError(t, err)
	secret.Allowlists = []*rules.Allowlist{{Regexes: []*rules.Pattern{example}, File: "builtin/x.toml"}}
	assert.Equal(t, []string{"id-01"}, withParts(set, detect.Options{}, content))
	assert.Equal(t, []string{"id-01", "key-11+id-01"}, withParts(set, detect.Options{Allowed: true}, content))
}

// Thousands of secrets on one line are not each compared with thousands of ids.
func TestManyPartsOnOneLine(t *testing.T) {
	set := loaded(t, pairRules)
	content := leak.Unit{Data: []byte(strings.Repeat("id-01 key-11 ", 20_000))}
	s := detect.New(set, detect.Options{}).NewScanner()
	found := s.Scan(content)
	assert.Len(t, found, 10_000)
	assert.Equal(t, 10_000, s.LeftOut(), "secrets only")
	for i, f := range found {
		require.Len(t, f.Parts, 1)
		require.Equal(t, f.Start.Offset-6, f.Parts[0].Start.Offset, fmt.Sprint(i))
	}
}

func TestPartsAcrossCopies(t *testing.T) {
	set := loaded(t, pairRules)
	base := []byte("id-01\nx = 1\nkey-11\n")
	data := []byte("id-01\nx = 2\nkey-11\n")
	s := detect.New(set, detect.Options{}).NewScanner()
	trace := s.SearchDelta(data, []leak.Copy{{At: 0, From: 0, Len: 10}, {At: 11, From: 11, Len: 8}}, s.Search(base), len(base))
	found := s.Findings(leak.Unit{Data: data}, trace)
	require.Len(t, found, 1)
	require.Len(t, found[0].Parts, 1)
	assert.Equal(t, leak.Position{Line: 1, Column: 1}, found[0].Parts[0].Start)
}
