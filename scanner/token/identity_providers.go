package token

import (
	"net/url"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Tokens of identity providers that many run: Auth0
// (auth0.com/docs/secure/tokens/access-tokens/access-token-profiles), Okta
// (developer.okta.com/docs/api/openapi/okta-oauth/guides/overview), Keycloak
// (keycloak.org/docs/latest/server_admin/#_oidc-auth-flows-direct), Apple
// (developer.apple.com/documentation/signinwithapple, /appstoreconnectapi/generating-tokens-for-api-requests,
// /usernotifications/establishing-a-token-based-connection-to-apns) and Cloudflare
// Access (developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie).
var (
	_ = later(func() { registerIssuer("auth0", tellAuth0) })
	_ = later(func() { registerIssuer("okta", tellOkta) })
	_ = later(func() { registerIssuer("keycloak", tellKeycloak) })
	_ = later(func() { registerIssuer("apple", tellApple) })
	_ = later(func() { registerIssuer("cloudflare-access", tellCloudflareAccess) })
)

func issuerURL(j *signed) *url.URL {
	u, err := url.Parse(j.issuer)
	if err != nil || u.Scheme != "https" {
		return &url.URL{}
	}
	return u
}

func tellAuth0(j *signed, t *leak.Token) bool {
	host := issuerURL(j).Host
	if !strings.HasSuffix(host, ".auth0.com") && j.claims.text("gty") == "" {
		return false
	}
	detail(t, "Issuer", j.issuer)
	t.Issuer = "Auth0"
	if t.Account == "" {
		t.Account = text(host, maxText)
	}
	if j.claims.text("gty") == "client-credentials" {
		t.Kind = "access token of an application"
	}
	if host != "" && slices.Contains(t.Audience, "https://"+host+"/api/v2/") {
		t.Grants = []string{"the management API of the tenant: its users, clients and keys, within its scopes"}
		risk(t, 1, "it opens the management API of the tenant")
	}
	return true
}

func tellOkta(j *signed, t *leak.Token) bool {
	u := issuerURL(j)
	labels := strings.Split(u.Host, ".")
	domain := strings.Join(labels[max(0, len(labels)-2):], ".")
	if !slices.Contains([]string{"okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com"}, domain) {
		return false
	}
	t.Issuer, t.Account = "Okta", text(u.Host, maxText)
	if domain == "oktapreview.com" {
		t.Environment = leak.EnvironmentTest
	}
	if !strings.Contains(u.Path, "/oauth2/") && slices.ContainsFunc(t.Scopes, func(s string) bool { return strings.HasPrefix(s, "okta.") }) {
		t.Kind = "access token of the organisation"
		t.Grants = []string{"Okta's own management API, within its scopes"}
		risk(t, 1, "its scopes open the management API of the organisation")
	}
	return true
}

func tellKeycloak(j *signed, t *leak.Token) bool {
	u, err := url.Parse(j.issuer)
	if err != nil || u.Host == "" {
		return false
	}
	_, realm, ok := strings.Cut(u.Path, "/realms/")
	if !ok {
		return false
	}
	c := j.claims
	t.Issuer, t.Account = "Keycloak", text(realm, maxText)
	at(t, text(u.Host, maxText))
	t.Scopes = list(append(t.Scopes, c.object("realm_access").words("roles")...))
	clients := c.object("resource_access")
	for _, client := range sortedNames(clients) {
		for _, role := range clients.object(client).words("roles") {
			t.Scopes = list(append(t.Scopes, client+":"+role))
		}
	}
	switch c.text("typ") {
	case "Refresh":
		t.Kind, t.Grants = "refresh token", []string{"new access tokens of the session, with the client's secret if it has one"}
	case "Offline":
		t.Kind, t.Grants = "offline token", []string{"new access tokens, also after the user has logged out"}
	case "Bearer":
		t.Kind = "access token"
	}
	if realm == "master" {
		risk(t, 1, "the master realm administers all realms of the server")
	}
	return true
}

func sortedNames(o object) []string {
	names := make([]string, 0, len(o))
	for name := range o {
		names = append(names, name)
	}
	slices.Sort(names)
	return names[:min(len(names), maxList)]
}

func tellApple(j *signed, t *leak.Token) bool {
	c := j.claims
	const apple = "https://appleid.apple.com"
	switch {
	case j.issuer == apple:
		t.Kind = "ID token (Sign in with Apple)"
	case c.text("aud") == apple && c.text("sub") != "":
		t.Kind, t.Lifetime = "client secret (Sign in with Apple)", 183*day
		t.Grants = []string{"tokens in the name of the app, with codes and refresh tokens of its users"}
	case c.text("aud") == "appstoreconnect-v1":
		t.Kind, t.Lifetime = "App Store Connect API token", hour/3
		t.Grants = []string{"apps, builds, users and reports of the team, within the role of its key"}
	case isAPNs(j):
		t.Kind, t.Lifetime = "APNs provider token", hour
		t.Grants = []string{"push notifications to all apps of the team"}
	default:
		return false
	}
	if j.issuer != apple {
		t.Account = j.issuer // the team, or the issuer id of its keys
	}
	t.Issuer = "Apple"
	return true
}

// isAPNs reports whether a token has the form that APNs asks for: ES256, ids of ten
// characters of a key and a team, iat and nothing else.
func isAPNs(j *signed) bool {
	return j.header.text("alg") == "ES256" && len(j.header.text("kid")) == 10 && len(j.issuer) == 10 &&
		j.issuer == strings.ToUpper(j.issuer) && len(j.claims) == 2 && j.claims.has("iat")
}

func tellCloudflareAccess(j *signed, t *leak.Token) bool {
	team, ok := strings.CutSuffix(issuerURL(j).Host, ".cloudflareaccess.com")
	if !ok {
		return false
	}
	t.Issuer, t.Account, t.Kind = "Cloudflare Access", text(team, maxText), "application token"
	t.Grants = []string{"the application that its audience names, behind Access"}
	noIDToken(t)
	return true
}
