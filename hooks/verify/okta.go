package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "okta", Title: "Okta",
	Local: true, Beside: true,
	Rules: []string{"okta-api-token"},
	Docs:  "https://developer.okta.com/docs/reference/core-okta-api/#authentication",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/api/v1/users/me",
		Headers:  map[string]string{"Authorization": "SSWS {{secret}}"},
		Active:   []string{"status 200 and json id"},
		Inactive: []string{"status 401 and json errorCode = E0000011"},
		Owner:    "json profile.login or json profile.email",
	}),
})

var _ = register(Issuer{
	Name: "okta", Title: "Okta",
	Rules:  []string{"okta-client-secret"},
	Docs:   "https://developer.okta.com/docs/reference/core-okta-api/",
	Cannot: "it takes the client id and the authorisation server that it is one of",
})
