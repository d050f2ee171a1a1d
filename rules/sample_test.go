package rules_test

import (
	"encoding/base64"
	"fmt"
	"math/rand"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
)

// drawOne expands one template.
func drawOne(t *testing.T, r *rand.Rand, template string) string {
	t.Helper()
	samples, err := rules.ParseSamples([]byte("-- want none --\n"+template+"\n"), r)
	require.NoError(t, err)
	require.Len(t, samples, 1)
	return strings.TrimSuffix(samples[0].Data, "\n")
}

func TestTemplates(t *testing.T) {
	const pem = `[A-Za-z0-9+/=]+`
	for template, want := range map[string]string{
		"{{alnum:36}}":                 `[A-Za-z0-9]{36}`,
		"{{alnum:1}}":                  `[A-Za-z0-9]`,
		"{{alnum:20-40}}":              `[A-Za-z0-9]{20,40}`,
		"{{lower:24}}":                 `[a-z0-9]{24}`,
		"{{upper:24}}":                 `[A-Z0-9]{24}`,
		"{{alpha:24}}":                 `[A-Za-z]{24}`,
		"{{ALPHA:24}}":                 `[A-Z]{24}`,
		"{{digit:12}}":                 `[0-9]{12}`,
		"{{hex:64}}":                   `[0-9a-f]{64}`,
		"{{HEX:64}}":                   `[0-9A-F]{64}`,
		"{{base32:16}}":                `[A-Z2-7]{16}`,
		"{{a32:16}}":                   `[a-z2-7]{16}`,
		"{{bech32:58}}":                `[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}`,
		"{{base58:44}}":                `[1-9A-HJ-NP-Za-km-z]{44}`,
		"{{base64:40}}":                `[A-Za-z0-9]([A-Za-z0-9+/]{38})[A-Za-z0-9]`,
		"{{base64url:40}}":             `[A-Za-z0-9]([A-Za-z0-9_-]{38})[A-Za-z0-9]`,
		"{{uuid}}":                     `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}`,
		"{{base64of:user:pass}}":       `dXNlcjpwYXNz`,
		"{{base64of:u:{{digit:3}}}}":   `dTo[A-Za-z0-9+/]{4}=`,
		"{{github:gho_}}":              `gho_[A-Za-z0-9]{36}`,
		"{{github-bad:ghp_}}":          `ghp_[A-Za-z0-9]{36}`,
		"{{npm}}":                      `npm_[A-Za-z0-9]{36}`,
		"{{npm-bad}}":                  `npm_[A-Za-z0-9]{36}`,
		"{{grafana-sa}}":               `glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}`,
		"{{grafana-sa-bad}}":           `glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}`,
		"{{aws-key-id:ASIA}}":          `ASIA[A-Z2-7]{16}`,
		"{{pypi}}":                     `pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{100,}`,
		"{{jwt}}":                      `eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}`,
		"{{pem:EC PRIVATE KEY}}":       `-----BEGIN EC PRIVATE KEY-----\n(` + pem + `\n)+-----END EC PRIVATE KEY-----`,
		"{{pem-one-line:PRIVATE KEY}}": `-----BEGIN PRIVATE KEY-----\\n(` + pem + `\\n)+-----END PRIVATE KEY-----`,
		"{{pem-broken:PRIVATE KEY}}":   `-----BEGIN PRIVATE KEY-----\n(\.\.\.\n){5}-----END PRIVATE KEY-----`,
		"no template":                  `no template`,
		"a {brace} and }":              `a \{brace\} and \}`,
		"{{digit:2}}-{{digit:3}}":      `\d{2}-\d{3}`,
		"{ {{digit:2}} }":              `\{ \d{2} \}`,
		"${{{digit:2}}}":               `\$\{\d{2}\}`,
	} {
		t.Run(template, func(t *testing.T) {
			re := regexp.MustCompile(`^(?:` + want + `)$`)
			r := rand.New(rand.NewSource(7))
			seen := map[string]bool{}
			for range 50 {
				text := drawOne(t, r, template)
				require.Regexp(t, re, text)
				seen[text] = true
			}
			if strings.Contains(template, ":3") || strings.Contains(template, ":4") || strings.Contains(template, ":6") {
				assert.Greater(t, len(seen), 20, "drawn anew each time")
			}
		})
	}
}

// Drawn text looks like a token: no character thrice in a row, letters or digits
// at the ends, a digit where there is room for one.
func TestDrawnTextLooksLikeAToken(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, class := range []string{"alnum", "lower", "upper", "digit", "hex", "HEX", "base32", "a32", "bech32", "base58", "base64", "base64url", "alpha", "ALPHA"} {
		for _, n := range []int{1, 2, 3, 7, 8, 9, 40, 5000} {
			text := drawOne(t, r, fmt.Sprintf("{{%s:%d}}", class, n))
			require.Len(t, text, n)
			for i := 2; i < n; i++ {
				require.False(t, text[i] == text[i-1] && text[i] == text[i-2], "%s:%d", class, n)
			}
			assert.Regexp(t, `^[A-Za-z0-9]`, text)
			assert.Regexp(t, `[A-Za-z0-9]$`, text)
			if n >= 8 && class != "alpha" && class != "ALPHA" {
				assert.Regexp(t, `[0-9]`, text, "%s:%d", class, n)
			}
		}
	}
}

func TestSamplesAreDrawnTheSameFromOneSeed(t *testing.T) {
	draw := func(seed int64) string {
		return drawOne(t, rand.New(rand.NewSource(seed)), "{{alnum:40}} {{uuid}} {{github:ghp_}} {{pem:PRIVATE KEY}} {{jwt}} {{pypi}}")
	}
	assert.Equal(t, draw(1), draw(1))
	assert.NotEqual(t, draw(1), draw(2))
}

func TestSampleHeaders(t *testing.T) {
	archive := `A comment, which is not read: {{nothing}}

-- want b-rule a-rule path=dir/x.env --
one
  -- want none --
two
-- want none path=y --
-- want a-rule a-rule --
three
-- not a-rule path=z --
four
five`
	samples, err := rules.ParseSamples([]byte(archive), rand.New(rand.NewSource(1)))
	require.NoError(t, err)
	assert.Equal(t, []rules.Sample{
		{Want: []string{"a-rule", "b-rule"}, Path: "dir/x.env", Data: "one\n  -- want none --\ntwo\n", Line: 3},
		{Path: "y", Data: "", Line: 7},
		{Want: []string{"a-rule"}, Data: "three\n", Line: 8},
		{Not: "a-rule", Path: "z", Data: "four\nfive\n", Line: 10},
	}, samples)

	t.Run("CRLF", func(t *testing.T) {
		samples, err := rules.ParseSamples([]byte("-- want a --\r\nx\r\n-- want none --\r\ny\r\n"), rand.New(rand.NewSource(1)))
		require.NoError(t, err)
		require.Len(t, samples, 2)
		assert.Equal(t, []string{"a"}, samples[0].Want)
		assert.Equal(t, 3, samples[1].Line)
	})
	t.Run("no samples", func(t *testing.T) {
		samples, err := rules.ParseSamples([]byte("nothing here\n"), rand.New(rand.NewSource(1)))
		require.NoError(t, err)
		assert.Empty(t, samples)
	})
}

func TestSampleMistakes(t *testing.T) {
	const header = `a sample is named "want ID…", "want none", "not ID", "token ID…" or "near ID", not `
	for name, c := range map[string]struct{ text, want string }{
		"no want":                     {"x\n-- github-pat --\nx\n", "line 2: " + header + `"github-pat"`},
		"want nothing said":           {"-- want --\nx\n", "line 1: " + header + `"want"`},
		"a path alone":                {"-- want path=x --\nx\n", "line 1: " + header + `"want path=x"`},
		"not and no rule":             {"-- not none --\nx\n", "line 1: " + header + `"not none"`},
		"not and a name":              {"-- not a name=B --\nx\n", "line 1: " + header + `"not a name=B"`},
		"not and two rules":           {"-- not a b --\nx\n", "line 1: " + header + `"not a b"`},
		"none and one":                {"-- want none github-pat --\nx\n", "line 1: " + header + `"want none github-pat"`},
		"no name":                     {"-- want none --\n\n-- --\nx\n", "line 3: a sample without a name"},
		"no name, CRLF":               {"-- --\r\n", "line 1: a sample without a name"},
		"unknown template":            {"-- want none --\nx\n-- want none --\n\n{{alnumm:3}}\n", "line 3: there is no template {{alnumm:3}}"},
		"empty template":              {"-- want none --\n{{}}\n", "line 1: there is no template {{}}"},
		"no length":                   {"-- want none --\n{{hex}}\n", "line 1: template {{hex}} has no length from 1 to 1048576"},
		"no number":                   {"-- want none --\n{{hex:many}}\n", "line 1: template {{hex:many}} has no length from 1 to 1048576"},
		"length zero":                 {"-- want none --\n{{hex:0}}\n", "line 1: template {{hex:0}} has no length from 1 to 1048576"},
		"length below zero":           {"-- want none --\n{{hex:-1}}\n", "line 1: template {{hex:-1}} has no length from 1 to 1048576"},
		"length beyond memory":        {"-- want none --\n{{hex:99999999999}}\n", "line 1: template {{hex:99999999999}} has no length from 1 to 1048576"},
		"range the wrong way":         {"-- want none --\n{{hex:9-3}}\n", "line 1: template {{hex:9-3}} has no length from 1 to 1048576"},
		"range without end":           {"-- want none --\n{{hex:9-}}\n", "line 1: template {{hex:9-}} has no length from 1 to 1048576"},
		"ends and does not begin":     {"-- want none --\nhex:9}}\n", "line 1: a template ends that does not begin"},
		"begins and does not end":     {"-- want none --\n{{hex:9}\n", "line 1: a template begins that does not end"},
		"second begins, does not end": {"-- want none --\n{{hex:9}} {{hex:3\n", "line 1: a template begins that does not end"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := rules.ParseSamples([]byte(c.text), rand.New(rand.NewSource(1)))
			assert.EqualError(t, err, c.want)
		})
	}
}

func FuzzSamples(f *testing.F) {
	for _, s := range []string{"", "-- --\n", "-- want none --\n{{{{hex:3}}:4}}\n", "-- want a --\n{{base64of:{{jwt}}}}}}", "\n-- want a path=b --", "-- want none --\r\n{{pem:}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		samples, err := rules.ParseSamples([]byte(text), rand.New(rand.NewSource(1)))
		if err != nil {
			assert.Regexp(t, `^line [0-9]+: `, err.Error())
			return
		}
		lines := strings.Split(text, "\n")
		for _, s := range samples {
			assert.NotContains(t, s.Data, "{{")
			require.LessOrEqual(t, s.Line, len(lines))
			assert.True(t, strings.HasPrefix(lines[s.Line-1], "-- "), "line %d is no header", s.Line)
		}
	})
}

func TestBase64OfDecodes(t *testing.T) {
	b, err := base64.StdEncoding.DecodeString(drawOne(t, rand.New(rand.NewSource(1)), "{{base64of:user:{{alnum:24}}}}"))
	require.NoError(t, err)
	assert.Regexp(t, `^user:[A-Za-z0-9]{24}$`, string(b))
}
