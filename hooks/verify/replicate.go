package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "replicate", Title: "Replicate", Bases: []string{"https://api.replicate.com"},
	Rules: []string{"replicate-token"},
	Docs:  "https://replicate.com/docs/reference/http#account.get",
	Tells: "account",
	Request: request.Must(request.Request{
		URL:      "/v1/account",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json username"},
		Inactive: []string{"status 401 and json title = Unauthenticated"},
		Owner:    "json username",
		Details:  map[string]string{"account type": "json type"},
	}),
})
