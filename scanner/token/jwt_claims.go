package token

import (
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// typedTokens are kinds of JWT by the typ of their header, which names the media
// type without "application/" (RFC 7515, section 4.1.9; the registry is
// iana.org/assignments/media-types).
var typedTokens = map[string]struct{ kind, note string }{
	"at+jwt":              {kind: "OAuth access token (RFC 9068)"},
	"dpop+jwt":            {kind: "DPoP proof (RFC 9449)", note: "a proof is for one request; it opens nothing without the token it belongs to"},
	"logout+jwt":          {kind: "logout token", note: "it ends sessions and opens none"},
	"secevent+jwt":        {kind: "security event token (RFC 8417)", note: "it tells of an event and opens nothing"},
	"oauth-authz-req+jwt": {kind: "OAuth authorization request (RFC 9101)", note: "it asks for access and gives none"},
	"entity-statement+jwt": {kind: "OpenID federation entity statement",
		note: "it is published by design"},
}

// tellClaims tells the registered claims (RFC 7519, section 4.1) and those that
// authorization servers agree on: scope and client_id (RFC 8693), roles, groups and
// entitlements (RFC 9068), scp (Entra, Okta), permissions (Auth0), azp (OpenID
// Connect).
func tellClaims(j *signed, t *leak.Token) {
	c := j.claims
	t.Kind = "JSON Web Token"
	t.Issuer, t.Subject = j.issuer, c.text("sub")
	t.Audience = c.texts("aud")
	t.Account = c.text("tid", "tenant_id", "tenant", "org_id", "account_id")
	t.Scopes = c.words("scope", "scp", "roles", "role", "permissions", "entitlements")
	t.Issued, t.NotBefore, t.Expires = c.seconds("iat"), c.seconds("nbf"), c.seconds("exp")
	detail(t, "User", c.text("email", "preferred_username", "upn", "username"))
	detail(t, "Client", c.text("azp", "client_id", "appid", "cid"))
	detail(t, "Groups", strings.Join(c.words("groups"), ", "))
	detail(t, "Token id", c.text("jti"))
	detail(t, "Acts for", c.object("act").text("sub"))

	typ := strings.ToLower(strings.TrimPrefix(strings.ToLower(j.header.text("typ")), "application/"))
	switch known, ok := typedTokens[typ]; {
	case ok:
		t.Kind = known.kind
		if known.note != "" {
			risk(t, -1, known.note)
		}
	case isIDToken(j):
		t.Kind = "ID token (OpenID Connect)"
		risk(t, -1, "an ID token tells one client who somebody is; it opens no API")
	case len(t.Scopes) > 0 || c.has("client_id"):
		t.Kind = "access token (JWT)"
	}
	if len(t.Scopes) > 0 {
		t.Grants = []string{"what its scopes name, to whoever holds it"}
	}
}

// isIDToken reports whether a token is one of OpenID Connect Core 1.0, section 2,
// which has the claims nonce, at_hash and c_hash for it.
func isIDToken(j *signed) bool {
	c := j.claims
	if len(c.words("scope", "scp")) > 0 {
		return false
	}
	return c.has("at_hash") || c.has("c_hash") || c.has("nonce") || c.text("token_use") == "id" || c.text("typ") == "ID"
}

// noIDToken takes back that a token opens nothing, where its issuer lets ID tokens in.
func noIDToken(t *leak.Token) {
	t.Risks = slices.DeleteFunc(t.Risks, func(r leak.Reason) bool { return strings.HasPrefix(r.Text, "an ID token") })
}

// tellLife says what is worth knowing of the times of a token. One whose exp is no
// time of a token is not said to live forever, but for one that lies in the far future.
func tellLife(j *signed, t *leak.Token) {
	exp, isNumber := j.claims.number("exp")
	switch {
	case t.NeverExpires || t.Lifetime > 0 && t.Expires == nil:
	case !j.claims.has("exp"):
		t.NeverExpires = true
		risk(t, 1, "it has no exp claim: it never expires, and works until its key is changed")
	case t.Expires == nil && isNumber && exp > float64(latest.Unix()):
		t.NeverExpires = true
		risk(t, 1, "its exp claim lies centuries ahead: it never expires")
	default:
		sayLongLife(t)
	}
}
