package verify

import "github.com/leaksieve/leaksieve/rules/request"

// Tokens of the sandbox have the same form.
var _ = register(Issuer{
	Name: "square", Title: "Square",
	Bases: []string{"https://connect.squareup.com", "https://connect.squareupsandbox.com"},
	Rules: []string{"square-access-token"},
	Docs:  "https://developer.squareup.com/reference/square/o-auth-api/retrieve-token-status",
	Tells: "merchant, scopes, expiry",
	Request: request.Must(request.Request{
		Method:   "POST",
		URL:      "/oauth2/token/status",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json merchant_id"},
		Ended:    []string{"status 401 and json errors.0.code = ACCESS_TOKEN_EXPIRED", "status 401 and json errors.0.code = ACCESS_TOKEN_REVOKED"},
		Inactive: []string{"status 401 and json errors.0.code = UNAUTHORIZED"},
		Account:  "json merchant_id",
		Scopes:   "json scopes",
		Expires:  "json expires_at",
		Details:  map[string]string{"application": "json client_id"},
	}),
})
