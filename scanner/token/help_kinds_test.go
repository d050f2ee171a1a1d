package token

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// facts is what a token tells but for what is the same for all of its kind, in one line.
func facts(t *leak.Token) string {
	if t == nil {
		return "nothing"
	}
	out := []string{t.Family + ": " + t.Kind}
	add := func(name, value string) {
		if value != "" {
			out = append(out, name+" "+value)
		}
	}
	at := func(name string, v *time.Time) {
		if v != nil {
			add(name, v.Format(time.RFC3339))
		}
	}
	add("subject", t.Subject)
	add("account", t.Account)
	add("audience", strings.Join(t.Audience, ","))
	add("scopes", strings.Join(t.Scopes, ","))
	at("issued", t.Issued)
	at("not before", t.NotBefore)
	at("expires", t.Expires)
	if t.Lifetime > 0 {
		add("lives", strings.TrimSuffix(strings.TrimSuffix(time.Duration(t.Lifetime).String(), "0s"), "0m"))
	}
	if t.NeverExpires {
		out = append(out, "never expires")
	}
	add("environment", t.Environment)
	add("checksum", t.Checksum)
	add("host", t.Host)
	if t.Binding != nil {
		add("bound by", t.Binding.Kind+" to "+t.Binding.To)
	}
	for _, d := range t.Details {
		if d.Name != "Note" && d.Name != "Lifetime" {
			add(d.Name, d.Value)
		}
	}
	for _, r := range t.Risks {
		add(fmt.Sprintf("risk %+d", r.Change), r.Text)
	}
	return strings.Join(out, "; ")
}

// given is an Input whose fields have names that do not make a secret of their values.
type given struct {
	rule, value, match, lines string
	parts                     map[string]string
}

// want is what is given and the facts that come of it.
type want struct {
	given
	facts string
}

func checkFacts(t *testing.T, cases []want) {
	t.Helper()
	for _, c := range cases {
		in := Input{Rule: c.rule, Secret: c.value, Match: c.match, Lines: c.lines, Parts: c.parts}
		assert.Equal(t, c.facts, facts(Read(&in)), "rule %q", in.Rule)
	}
}

// fill draws n characters that look random, the same each time.
func fill(class string, n int) string {
	var b strings.Builder
	for x := uint32(7); b.Len() < n; {
		x = x*1664525 + 1013904223
		b.WriteByte(class[int(x>>16)%len(class)])
	}
	return b.String()
}

func hexes(n int) string { return fill(hexDigits, n) }
func chars(n int) string { return fill(base62, n) }

func uuid() string {
	h := hexes(32)
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

func base64Of(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// example is a token of a kind that has a prefix or a rule to be known by.
func (k *kind) example() *Input {
	in := &Input{Secret: k.prefix + chars(max(k.min-len(k.prefix), 24))}
	if rules := append(k.only, k.rules...); len(rules) > 0 {
		in.Rule = strings.ReplaceAll(rules[0], "*", "some")
	}
	return in
}

// Every kind says what it is and what it can do, in words of the same form.
func TestKindsAreSaidInWords(t *testing.T) {
	require.NotEmpty(t, issuers)
	for family, kinds := range issuers {
		for _, k := range kinds {
			name := family + ": " + k.prefix + strings.Join(k.rules, " ")
			assert.NotEmpty(t, k.is, name)
			assert.True(t, len(k.rules)+len(k.only) > 0 || len(k.prefix) >= 3 || k.looks != nil, "%s: nothing tells it", name)
			assert.True(t, len(k.rules)+len(k.only) > 0 || k.min-len(k.prefix) >= 10 || k.looks != nil, "%s: too short to be unmistakable", name)
			for _, said := range append([]string{k.is, k.grants, k.note}, k.notes...) {
				assert.Equal(t, strings.TrimSpace(strings.TrimSuffix(said, ".")), said, name)
				assert.False(t, strings.ContainsFunc(said, unicode.IsControl), name)
			}
			for _, r := range k.risks {
				assert.NotEmpty(t, r.Text, name)
				assert.LessOrEqual(t, r.Change*r.Change, 1, name)
			}
		}
	}
}

// A rule that a family names is one of the built-in ones, or an alias of one.
func TestKindsNameRulesThatExist(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	var names []string
	for _, r := range set.Rules {
		names = append(append(names, r.ID), r.Aliases...)
	}
	for family, kinds := range issuers {
		for _, k := range kinds {
			for _, rule := range append(k.only, k.rules...) {
				exists := false
				for _, n := range names {
					exists = exists || foundBy(&Input{Rule: n}, []string{rule})
				}
				assert.True(t, exists, "%s: there is no rule %s", family, rule)
			}
		}
	}
}

// No family takes the tokens of another, and no kind those of one behind it.
func TestKindsDoNotHideOneAnother(t *testing.T) {
	for family, kinds := range issuers {
		for _, k := range kinds {
			if k.looks != nil {
				continue // its own test has one
			}
			in := k.example()
			got := Read(in)
			if assert.NotNil(t, got, "%s: %s", family, k.prefix) {
				assert.Equal(t, family, got.Family, "%s%v", k.prefix, k.rules)
				if k.more == nil {
					assert.Equal(t, k.is, got.Kind, "%s%v", k.prefix, k.rules)
				}
			}
		}
	}
}

// What is written in a token may be of any length and content.
func TestKindsTakeAnything(t *testing.T) {
	odd := []string{"", "_", ".", "..", "-", "--", "=", "|", "!", ":", "/", "\x00", "é", "\xff", chars(200), strings.Repeat("-1", 60), strings.Repeat(".eyJ9", 30),
		base64Of(`{"url":1,"org":[],"iat":1e300,"o":{},"m":"x","validUntil":-1}`), strings.Repeat("A", longest+1)}
	for _, kinds := range issuers {
		for _, k := range kinds {
			for _, tail := range odd {
				for _, body := range []string{k.prefix, k.prefix + chars(max(0, k.min-len(k.prefix)))} {
					in := k.example()
					in.Secret = body + tail
					in.Match, in.Lines = in.Secret, in.Secret
					assert.NotPanics(t, func() { Read(in) }, "%q", in.Secret)
				}
			}
		}
	}
}

func TestHostIn(t *testing.T) {
	for lines, host := range map[string]string{
		"https://Dev-12.okta.com/api":          "dev-12.okta.com",
		"okta.com":                             "",
		".okta.com":                            "",
		"a.okta.com.evil.example":              "",
		"a.oktacom b.okta.com":                 "b.okta.com",
		"url=x.okta.com.evil y.okta.com":       "y.okta.com",
		strings.Repeat("a", 300) + ".okta.com": "",
	} {
		assert.Equal(t, host, hostIn(lines, "okta.com"), lines)
	}
}

func TestGitHub(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "ghp_" + chars(36)}, "github: personal access token (classic)"},
		{given{value: "ghp_" + strings.Repeat("0123456789", 3) + "0pV6Ps"}, "github: personal access token (classic); checksum valid"},
		{given{value: "ghu_" + strings.Repeat("0123456789", 3) + "0pV6Ps"}, "github: GitHub App user access token; checksum valid"},
		{given{value: "ghp_" + strings.Repeat("0123456789", 3) + "0pV6Pt"}, "github: personal access token (classic)"},
		{given{value: "github_pat_" + chars(22) + "_" + chars(59)}, "github: fine-grained personal access token"},
		{given{value: "ghs_" + "1234567_eyJ" + chars(40) + ".eyJ" + chars(40) + "." + chars(40)},
			"github: GitHub App installation access token; subject app 1234567; lives 24h"},
		{given{value: "ghr_" + chars(76)}, "github: GitHub App refresh token; lives 4416h"},
		{given{rule: "github-oauth-client-secret", value: hexes(40), parts: map[string]string{"github-oauth-client-id": "Ov23" + chars(16)}},
			"github: client secret of an OAuth app; subject Ov23" + chars(16) + "; never expires"},
		{given{rule: "github-oauth-client-secret", value: hexes(40)}, "github: client secret of an app; never expires"},
		{given{value: "ghp_short"}, "nothing"},
	})
}
