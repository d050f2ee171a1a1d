package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "bitrise", Title: "Bitrise", Bases: []string{"https://api.bitrise.io"},
	Rules: []string{"bitrise-access-token"},
	Docs:  "https://api-docs.bitrise.io/#/user/user-profile",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/v0.1/me",
		Headers:  map[string]string{"Authorization": "{{secret}}"},
		Active:   []string{"status 200 and json data.slug"},
		Inactive: []string{"status 401 and json message = Unauthorized"},
		Owner:    "json data.username",
	}),
})
