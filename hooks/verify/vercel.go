package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 403 is said of a token without the right to a team, too: that it is the token,
// invalidToken says, by which Vercel's own CLI goes.
var _ = register(Issuer{
	Name: "vercel", Title: "Vercel", Bases: []string{"https://api.vercel.com"},
	Rules: []string{"vercel-token", "vercel-legacy-token"},
	Docs:  "https://vercel.com/docs/rest-api/authentication/get-auth-token-metadata",
	Tells: "name, expiry",
	Asks:  "GET /v5/user/tokens/current",
	Ask: notFor(request.Must(request.Request{
		URL:      "/v5/user/tokens/current",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json token.id"},
		Inactive: []string{"status 403 and json error.invalidToken = true"},
		Expires:  "json token.expiresAt",
		Details:  map[string]string{"name": "json token.name"},
	}), "only tokens of accounts can be asked about, not those of apps and integrations or keys for models", "vci_", "vca_", "vcr_", "vck_"),
})
