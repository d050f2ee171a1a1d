package revoke

import (
	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke
var _ = register(Way{
	Name: "google-oauth", Kind: Self, Bases: []string{"https://oauth2.googleapis.com"},
	Rules:  []string{"google-oauth-access-token", "google-oauth-refresh-token"},
	Docs:   "https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke",
	Does:   "POST /revoke",
	Effect: "an access token takes its refresh token with it",
	Page:   "https://myaccount.google.com/connections",
	Steps:  []string{"Remove the app's access at https://myaccount.google.com/connections."},
	Do:     one(form("/revoke", "token"), readOAuth),
})

// readOAuth reads RFC 7009, 2.2, with the errors of RFC 6749, 5.2: 200 is for tokens
// too that are none, and some servers say of these "invalid_token".
func readOAuth(r *outbound.Response) Answer {
	if r.Status == 200 || r.Status == 204 {
		return Answer{Revoked, status(r)}
	}
	var said struct{ Error string }
	if r.Status >= 400 && decode(r, &said) == nil {
		switch said.Error {
		case "invalid_token", "invalid_grant":
			return Answer{Dead, status(r) + " " + said.Error}
		case "invalid_client", "unauthorized_client", "unsupported_token_type":
			return Answer{Refused, status(r) + " " + said.Error}
		}
	}
	return Answer{Failed, status(r)}
}
