package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A token is known in the region that it was made in alone.
var _ = register(Issuer{
	Name: "snyk", Title: "Snyk",
	Bases: []string{"https://api.snyk.io", "https://api.us.snyk.io", "https://api.eu.snyk.io", "https://api.au.snyk.io"},
	Rules: []string{"snyk-token", "snyk-personal-access-token"},
	Docs:  "https://docs.snyk.io/snyk-api/reference/users#get-self",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/rest/self?version=2024-10-15",
		Headers:  map[string]string{"Authorization": "token {{secret}}"},
		Active:   []string{"status 200 and json data.id"},
		Inactive: []string{"status 401 and json errors.0.status = 401"},
		Owner:    "json data.attributes.email or json data.attributes.username",
	}),
})
