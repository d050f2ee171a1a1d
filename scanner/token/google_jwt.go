package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// JWTs of Google: ID tokens (developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload),
// those that a service account signs itself
// (developers.google.com/identity/protocols/oauth2/service-account#jwt-auth), and
// those of Firebase (firebase.google.com/docs/auth/admin/verify-id-tokens,
// /manage-cookies and /create-custom-tokens).
var (
	_ = later(func() { registerIssuer("google", tellGoogleID) })
	_ = later(func() { registerIssuer("gcp", tellSelfSigned) })
	_ = later(func() { registerIssuer("firebase", tellFirebaseJWT) })
)

func tellGoogleID(j *signed, t *leak.Token) bool {
	if j.issuer != "https://accounts.google.com" && j.issuer != "accounts.google.com" {
		return false
	}
	t.Issuer, t.Account = "Google", j.claims.text("hd")
	if t.Kind == "JSON Web Token" { // no nonce, no at_hash: as services get it for one another
		t.Kind = "ID token (OpenID Connect)"
	}
	if strings.HasSuffix(j.claims.text("email"), ".gserviceaccount.com") {
		noIDToken(t)
		t.Kind = "ID token of a service account"
		t.Grants = []string{"the services that its audience names, such as Cloud Run or a function"}
	}
	return true
}

func tellSelfSigned(j *signed, t *leak.Token) bool {
	const customToken = "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"
	account, ok := strings.CutSuffix(j.issuer, ".gserviceaccount.com")
	if !ok {
		return false
	}
	t.Issuer, t.Subject, t.Lifetime = "Google", j.issuer, hour
	if _, project, ok := strings.Cut(strings.TrimSuffix(account, ".iam"), "@"); ok {
		t.Account = text(project, maxText)
	}
	detail(t, "Acts for", j.claims.text("sub"))
	aud := j.claims.text("aud")
	switch {
	case aud == customToken:
		t.Kind, t.Grants = "Firebase custom token", []string{"signing in as the user that it names"}
		detail(t, "User", j.claims.text("uid"))
	case strings.HasSuffix(aud, "/token"):
		t.Kind, t.Grants = "grant of a service account", []string{"an access token of the service account, once it is exchanged (RFC 7523)"}
	default:
		t.Kind, t.Grants = "self-signed token of a service account", []string{"the Google API that its audience names, as the service account"}
	}
	return true
}

func tellFirebaseJWT(j *signed, t *leak.Token) bool {
	project, idToken := strings.CutPrefix(j.issuer, "https://securetoken.google.com/")
	if !idToken {
		var cookie bool
		if project, cookie = strings.CutPrefix(j.issuer, "https://session.firebase.google.com/"); !cookie {
			return false
		}
	}
	noIDToken(t)
	t.Issuer, t.Account = "Firebase", text(project, maxText)
	t.Kind, t.Lifetime = "Firebase ID token", hour
	if !idToken {
		t.Kind, t.Lifetime = "Firebase session cookie", 14*day
	}
	t.Grants = []string{"what the security rules of the project let the user do"}
	detail(t, "Signed in by", j.claims.object("firebase").text("sign_in_provider"))
	return true
}
