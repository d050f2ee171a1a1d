package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "fastly", Title: "Fastly", Bases: []string{"https://api.fastly.com"},
	Rules: []string{"fastly-api-token"},
	Docs:  "https://www.fastly.com/documentation/reference/api/auth-tokens/user/#get-token-current",
	Tells: "user, customer, scopes, expiry",
	Request: request.Must(request.Request{
		URL:      "/tokens/self",
		Headers:  map[string]string{"Fastly-Key": "{{secret}}"},
		Active:   []string{"status 200 and json id"},
		Inactive: []string{"status 401 and json msg = 'Provided credentials are missing or invalid'"},
		Owner:    "json user_id",
		Account:  "json customer_id",
		Scopes:   "json scope",
		Expires:  "json expires_at",
		Details:  map[string]string{"name": "json name"},
	}),
})
