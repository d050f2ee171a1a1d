package revoke

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/verify"
)

// The key of a service account asks for a token (JWT bearer grant, RFC 7523) and with
// that switches itself off, if the account may manage keys.
// https://developers.google.com/identity/protocols/oauth2/service-account#httprest
// https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys/disable
var _ = register(Way{
	Name: "gcp-iam", Kind: Self, Bases: []string{"https://iam.googleapis.com"},
	Rules: []string{"gcp-service-account-key"},
	Needs: []string{"gcp-service-account-email"},
	Docs:  "https://cloud.google.com/iam/docs/keys-disable-enable",
	Does:  "POST /v1/projects/-/serviceAccounts/{account}/keys/{key}:disable, with a token that the key itself gets at oauth2.googleapis.com",
	Page:  "https://console.cloud.google.com/iam-admin/serviceaccounts",
	Steps: []string{
		"`gcloud iam service-accounts keys disable KEY_ID --iam-account=EMAIL --project=PROJECT`: both ids stand beside the key.",
		"Once nothing misses it, `gcloud iam service-accounts keys delete KEY_ID --iam-account=EMAIL`.",
	},
	Do: gcpDisable,
})

const gcpOAuth = "https://oauth2.googleapis.com"

func gcpDisable(ctx context.Context, n *Net, s *Step) Answer {
	email, id := s.Cred.Part("gcp-service-account-email").Reveal(), s.Cred.Part("gcp-private-key-id").Reveal()
	if id == "" {
		return Answer{Refused, "the id of the key was not found beside it"}
	}
	assertion, err := verify.ServiceAccountJWT(s.Cred.Secret.Reveal(), email, id, "https://www.googleapis.com/auth/cloud-platform", time.Now())
	if err != nil {
		return Answer{Failed, "it is no private key that can be read"}
	}
	grant := form("/token", "assertion", "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")(assertion)
	resp, err := n.To("google-oauth", gcpOAuth).Do(ctx, grant)
	if err != nil {
		return Answer{Failed, "getting a token: " + unsent(err).Reason}
	}
	var said struct {
		Token string `json:"access_token"`
		Error string `json:"error"`
	}
	if err := decode(resp, &said); err != nil || resp.Status != http.StatusOK || said.Token == "" {
		if resp.Status == http.StatusBadRequest && said.Error == "invalid_grant" {
			return Answer{Dead, "400 invalid_grant: the account or its key is none"}
		}
		return Answer{Failed, "getting a token: " + status(resp)}
	}
	return ask(ctx, n.Conn, outbound.Request{Method: "POST", Header: map[string]string{"Authorization": "Bearer " + said.Token, "Content-Type": "application/json"},
		Path: "/v1/projects/-/serviceAccounts/" + url.PathEscape(email) + "/keys/" + url.PathEscape(id) + ":disable", Body: []byte("{}")},
		usual(map[int]Outcome{404: Dead}))
}
