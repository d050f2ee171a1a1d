package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A token is one of a shop, whose name anybody may choose: the user has to name it.
var _ = register(Issuer{
	Name: "shopify", Title: "Shopify",
	Local: true, Beside: true,
	Rules: []string{"shopify-access-token"},
	Docs:  "https://shopify.dev/docs/api/admin-rest/latest/resources/accessscope",
	Tells: "scopes",
	Request: request.Must(request.Request{
		URL:      "/admin/oauth/access_scopes.json",
		Headers:  map[string]string{"X-Shopify-Access-Token": "{{secret}}"},
		Active:   []string{"status 200 and json access_scopes.*.handle"},
		Inactive: []string{"status 401 and json errors ~ 'Invalid API key or access token'"},
		Scopes:   "json access_scopes.*.handle",
	}),
})
