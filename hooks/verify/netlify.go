package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "netlify", Title: "Netlify", Bases: []string{"https://api.netlify.com"},
	Rules: []string{"netlify-token", "netlify-legacy-token"},
	Docs:  "https://open-api.netlify.com/#tag/user/operation/getCurrentUser",
	Tells: "user",
	Asks:  "GET /api/v1/user",
	Ask: notFor(request.Must(request.Request{
		URL:      "/api/v1/user",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json id"},
		Inactive: []string{"status 401 and json message ~ 'Access Denied'"},
		Owner:    "json email or json full_name",
	}), "a token of a build speaks for no user, who is asked for", "nfb_"),
})
