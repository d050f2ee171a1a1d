package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Artefacts of OAuth 2.0 (RFC 6749) of an issuer that no other family knows, by the
// rule that found them or the name before them.
var _ = later(func() { register(Family{Name: "oauth", Last: true, Tell: tellOAuth}) })

var oauthKinds = []struct {
	rule   string // how the id of a rule ends
	name   string // expression
	kind   string
	grants string
	risk   string
}{
	{rule: "-client-secret", name: `(?i)\bclient[_-]?secret\b`, kind: "OAuth client secret (RFC 6749, section 2.3.1)",
		grants: "acting as the application: with its client id, tokens of its own and, with codes and refresh tokens, of its users",
		risk:   "client secrets seldom expire: it works until it is rotated"},
	{rule: "-refresh-token", name: `(?i)\brefresh[_-]?token\b`, kind: "OAuth refresh token (RFC 6749, section 1.5)",
		grants: "new access tokens with the same scopes, with the client's secret if it has one",
		risk:   "a refresh token outlives the access tokens that it gets"},
	{rule: "-authorization-code", name: `(?i)\b(?:authori[sz]ation|auth|oauth)[_-]?code\b`, kind: "OAuth authorization code (RFC 6749, section 1.3.1)",
		grants: "one access token, with the client's secret if it has one",
		risk:   "a code is for one use and lives for ten minutes at most (section 4.1.2)"},
}

func tellOAuth(in *Input, t *leak.Token) bool {
	name := nameOf(in)
	for _, k := range oauthKinds {
		if strings.HasSuffix(in.Rule, k.rule) || expression(k.name).MatchString(name) {
			t.Kind, t.Grants = k.kind, []string{k.grants}
			change := 0
			if k.rule == "-authorization-code" {
				change = -1
			}
			risk(t, change, k.risk)
			return true
		}
	}
	return false
}

// nameOf returns what of a match stands before the secret: the name of its value.
func nameOf(in *Input) string {
	before, _, ok := strings.Cut(in.Match, in.Secret)
	if !ok {
		return ""
	}
	return before[max(0, len(before)-maxText):]
}
