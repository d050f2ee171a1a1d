package decide_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var today = time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC)

func daysAgo(n int) *time.Time {
	at := today.AddDate(0, 0, -n)
	return &at
}

// policies reads the [[policy]] tables of a configuration.
func policies(t *testing.T, text string) []*rules.Policy {
	c, err := rules.Parse(".leaksieve.toml", []byte("[extend]\nuseDefault = true\n"+text), rules.Native)
	require.NoError(t, err)
	return c.Set.Policies
}

func TestGrade(t *testing.T) {
	const hour = leak.Duration(time.Hour)
	public, closed := true, false
	pushed := leak.Exposure{Remotes: []string{"origin"}}
	for name, c := range map[string]struct {
		base     leak.Severity
		token    *leak.Token
		exposure leak.Exposure
		blast    *leak.Blast
		verdict  *leak.Verdict
		remote   leak.Remote
		policy   string
		want     leak.Severity
		why      []string
	}{
		"nothing is known": {base: "high", want: "high"},
		"never expires":    {base: "high", token: &leak.Token{NeverExpires: true}, want: "high", why: []string{"it never expires: it is good until somebody revokes it"}},
		"expired":          {base: "critical", token: &leak.Token{Expires: daysAgo(1)}, want: "medium", why: []string{"it expired on 2026-03-10, as it says itself"}},
		"expired, low":     {base: "low", token: &leak.Token{Expires: daysAgo(1)}, want: "low", why: []string{"it expired on 2026-03-10, as it says itself"}},
		"expires later":    {base: "high", token: &leak.Token{Expires: daysAgo(-1)}, want: "high", why: []string{"it expires on 2026-03-12"}},
		"lived an hour": {base: "high", token: &leak.Token{Lifetime: hour}, exposure: leak.Exposure{First: &leak.Commit{Date: *daysAgo(2)}}, want: "low",
			why: []string{"it was committed on 2026-03-09, and one of its kind lives 1 hour at most"}},
		"made anew yesterday, with an old author date": {base: "high", token: &leak.Token{Lifetime: 48 * hour}, exposure: leak.Exposure{First: &leak.Commit{Date: *daysAgo(90), Committed: *daysAgo(1)}}, want: "high",
			why: []string{"one of its kind lives 2 days at most"}},
		"a key with an old certificate": {base: "critical", token: &leak.Token{Kind: "RSA private key", Expires: daysAgo(1)}, want: "high",
			why: []string{"its certificate expired on 2026-03-10; the next one is often for the same key"}},
		"lives a week": {base: "high", token: &leak.Token{Lifetime: 7 * 24 * hour}, exposure: leak.Exposure{First: &leak.Commit{Date: *daysAgo(2)}}, want: "high",
			why: []string{"one of its kind lives 7 days at most"}},
		"not yet valid": {base: "high", token: &leak.Token{NotBefore: daysAgo(-2)}, want: "high", why: []string{"it is not valid before 2026-03-13"}},
		"test mode":     {base: "high", token: &leak.Token{Risks: []leak.Reason{{Change: -1, Text: "it is for tests"}}}, want: "medium", why: []string{"it is for tests"}},
		"shared":        {base: "high", blast: &leak.Blast{Services: []string{"a", "b"}}, want: "critical", why: []string{"shared by 2 services"}},
		"in two repositories": {base: "medium", blast: &leak.Blast{Services: []string{"a"}, Repositories: []string{"x", "y"}}, want: "high",
			why: []string{"stands in 2 repositories"}},
		"alone": {base: "medium", blast: &leak.Blast{Services: []string{"a"}}, want: "medium"},
		"alive": {base: "high", verdict: &leak.Verdict{State: leak.StateActive, Issuer: "GitHub"}, want: "critical", why: []string{"it is alive: GitHub took it"}},
		"dead": {base: "critical", verdict: &leak.Verdict{State: leak.StateInactive, Issuer: "GitHub", Reason: "401"}, want: "low",
			why: []string{"it is dead: GitHub refused it (401)"}},
		"unknown":          {base: "critical", verdict: &leak.Verdict{State: leak.StateUnknown}, want: "critical"},
		"a public remote":  {base: "high", exposure: pushed, remote: leak.Remote{Name: "origin", URL: "u", Public: &public}, want: "critical", why: []string{"the remote origin is public: anybody can read it at u"}},
		"a closed remote":  {base: "high", exposure: pushed, remote: leak.Remote{Name: "origin", URL: "u", Public: &closed, Hosting: "forge"}, want: "high", why: []string{"the remote origin is not public"}},
		"a forge":          {base: "high", exposure: pushed, remote: leak.Remote{Name: "origin", URL: "u", Hosting: "forge"}, want: "high", why: []string{"it has been pushed to u, which may be public"}},
		"not pushed":       {base: "high", remote: leak.Remote{Name: "origin", URL: "u", Hosting: "forge"}, want: "high"},
		"up and down":      {base: "medium", token: &leak.Token{Risks: []leak.Reason{{Change: -1, Text: "a"}, {Change: 1, Text: "b"}}}, want: "medium", why: []string{"a", "b"}},
		"breaks a policy":  {base: "medium", token: &leak.Token{NeverExpires: true}, policy: "[[policy]]\nid = \"p\"\nmaxLifetime = \"90d\"", want: "high", why: []string{"it never expires: it is good until somebody revokes it", `breaks the policy "p": it never expires, 90 days are allowed`}},
		"policy severity":  {base: "low", token: &leak.Token{Scopes: []string{"repo", "admin:org"}}, policy: "[[policy]]\nid = \"p\"\nforbidScopes = [\"admin:*\"]\nseverity = \"critical\"", want: "critical", why: []string{`breaks the policy "p": the scope "admin:org" is forbidden`}},
		"a rule of no use": {base: "", token: &leak.Token{Expires: daysAgo(1)}, want: "", why: []string{"it expired on 2026-03-10, as it says itself"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := leak.Finding{Rule: "r", Severity: c.base, Token: c.token, Exposure: c.exposure, Blast: c.blast, Verdict: c.verdict}
			g := decide.Grader{Now: today, Policies: policies(t, c.policy), Remotes: func(*leak.Finding) []leak.Remote { return []leak.Remote{c.remote} }}
			g.Grade(&f)
			var why []string
			for _, r := range f.Grade.Reasons {
				why = append(why, r.Text)
			}
			assert.Equal(t, c.want, f.Severity)
			assert.Equal(t, c.why, why)
			once := f
			g.Grade(&f)
			assert.Equal(t, once, f, "graded again it is the same")
		})
	}
}

func TestPolicyApplies(t *testing.T) {
	f := leak.Finding{Rule: "jwt", Tags: []string{"token"}, Origin: leak.Origin{Path: "prod/app.env"}, Severity: "medium",
		Token: &leak.Token{Issuer: "https://login.example.org", Issued: daysAgo(10), Expires: daysAgo(-355)}}
	remote := leak.Remote{Name: "origin", URL: "https://git.example.org/shop"}
	for policy, want := range map[string]string{
		`maxLifetime = "52w"`: "it lives 1 year, 364 days are allowed", `maxLifetime = "366d"`: "", `maxLifetime = "36h"`: "it lives 1 year, 36 hours are allowed",
		"requireBinding = true":                                       "holding it is enough",
		`allowIssuers = ["https://login.example.*"]`:                  "",
		`allowIssuers = ["https://accounts.google.com"]`:              `the issuer "https://login.example.org" is not allowed`,
		"requireBinding = true\npaths = ['''^prod/''']":               "holding it is enough",
		"requireBinding = true\npaths = ['''^test/''']":               "",
		"requireBinding = true\nrules = [\"jwt\"]":                    "holding it is enough",
		"requireBinding = true\nrules = [\"token\"]":                  "holding it is enough",
		"requireBinding = true\nrules = [\"github-pat\"]":             "",
		"requireBinding = true\nrepositories = ['''git\\.example''']": "holding it is enough",
		"requireBinding = true\nrepositories = ['''github''']":        "",
	} {
		t.Run(policy, func(t *testing.T) {
			g := decide.Grader{Now: today, Policies: policies(t, "[[policy]]\nid = \"p\"\n"+policy), Remotes: func(*leak.Finding) []leak.Remote { return []leak.Remote{remote} }}
			f := f
			g.Grade(&f)
			if want == "" {
				assert.Empty(t, f.Grade.Policy)
				return
			}
			assert.Equal(t, []string{"p"}, f.Grade.Policy)
			assert.Equal(t, leak.SeverityHigh, f.Severity)
			assert.Equal(t, `breaks the policy "p": `+want, f.Grade.Reasons[len(f.Grade.Reasons)-1].Text)
		})
	}
}
