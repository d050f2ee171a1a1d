package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "buildkite", Title: "Buildkite", Bases: []string{"https://api.buildkite.com"},
	Rules: []string{"buildkite-token"},
	Docs:  "https://buildkite.com/docs/apis/rest-api/access-token",
	Tells: "scopes",
	Request: request.Must(request.Request{
		URL:      "/v2/access-token",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json uuid"},
		Inactive: []string{"status 401 and json message ~ 'Please supply a valid API Access Token'"},
		Scopes:   "json scopes",
		Details:  map[string]string{"token id": "json uuid"},
	}),
})
