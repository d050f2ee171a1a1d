package rules_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// What stands directly before a token where tokens stand: blanks and marks, but
// also escapes of strings, URLs and quoted-printable, the colours of a terminal,
// and an underscore. After most of these no word begins as \b sees it.
var beforeToken = []string{
	" ", "\n", "\t", `"`, "'", "`", "=", ":", "(", "/", "@", "_", "token_",
	`\n`, `\t`, `\r\n`, `\"`, `\u0022`, `\x22`, "%20", "%3D", "=3D", "\x1b[31m",
}

// Every token that is known by its own form is found behind each of them. Rules
// that look at names around a secret are others: their secret alone is nothing.
func TestTokensAreFoundBehindEscapes(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	scan := detect.New(set, detect.Options{}).NewScanner().Scan
	finds := func(rule, data string) bool {
		return slices.ContainsFunc(scan(leak.Unit{Data: []byte(data)}), func(f leak.Finding) bool { return f.Rule == rule })
	}
	named, tried := map[string]bool{}, map[string]bool{}
	for _, r := range set.Rules {
		named[r.ID] = r.Named
	}
	for _, file := range sampleFiles(t) {
		samples, err := readSamples(file)
		require.NoError(t, err)
		for _, s := range samples {
			if !slices.ContainsFunc(s.Want, func(id string) bool { return !named[id] && !tried[id] }) {
				continue
			}
			for _, f := range scan(leak.Unit{Data: []byte(s.Data)}) {
				token := f.Secret.Reveal()
				if named[f.Rule] || tried[f.Rule] || !finds(f.Rule, "value "+token+"\n") {
					continue
				}
				tried[f.Rule] = true
				for _, before := range beforeToken {
					assert.True(t, finds(f.Rule, "value"+before+token+"\n"), "%s behind %q", f.Rule, before)
				}
			}
		}
	}
	assert.Greater(t, len(tried), 400)
}

func TestNoRuleBeginsAtAWordBoundaryAlone(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, r := range set.Rules {
		if r.Regex == nil {
			continue
		}
		assert.NotRegexp(t, `^(\(\?i\))?\\b`, r.Regex.String(), r.ID)
	}
}
