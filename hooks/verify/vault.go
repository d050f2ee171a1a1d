package verify

import "github.com/leaksieve/leaksieve/rules/request"

// "permission denied" alone is also said of a token that lives, if it lacks the default
// policy or is bound to other addresses.
var _ = register(Issuer{
	Name: "vault", Title: "Vault",
	Local: true,
	Rules: []string{"vault-service-token", "vault-batch-token", "vault-legacy-token"},
	Docs:  "https://developer.hashicorp.com/vault/api-docs/auth/token#lookup-a-token-self",
	Tells: "display name, policies, expiry",
	Asks:  "GET /v1/auth/token/lookup-self",
	Ask: notFor(request.Must(request.Request{
		URL:      "/v1/auth/token/lookup-self",
		Headers:  map[string]string{"X-Vault-Token": "{{secret}}"},
		Active:   []string{"status 200 and json data.path"},
		Inactive: []string{"status 403 and json errors.* ~ 'invalid token'", "status 403 and json errors.* = 'bad token'"},
		Owner:    "json data.display_name",
		Scopes:   "json data.policies",
		Expires:  "json data.expire_time",
		Details:  map[string]string{"path": "json data.path"},
	}), "a recovery token counts in recovery mode alone", "r.", "hvr."),
})
