package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "linode", Title: "Linode", Bases: []string{"https://api.linode.com"},
	Rules: []string{"linode-api-token"},
	Docs:  "https://techdocs.akamai.com/linode-api/reference/get-profile",
	Tells: "user, scopes",
	Request: request.Must(request.Request{
		URL:      "/v4/profile",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json username", "status 401 and json errors.0.reason = 'Your OAuth token is not authorized to use this endpoint.'"},
		Inactive: []string{"status 401 and json errors.0.reason = 'Invalid Token'"},
		Owner:    "json username",
		Scopes:   "header X-OAuth-Scopes",
	}),
})
