package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "circleci", Title: "CircleCI", Bases: []string{"https://circleci.com"},
	Rules: []string{"circleci-personal-token"},
	Docs:  "https://circleci.com/docs/api/v2/#operation/getCurrentUser",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/api/v2/me",
		Headers:  map[string]string{"Circle-Token": "{{secret}}"},
		Active:   []string{"status 200 and json id"},
		Inactive: []string{"status 401 and json message = 'Invalid token provided.'", "status 401 and json message = 'You must log in first.'"},
		Owner:    "json login or json name",
	}),
})

// Tokens of before the prefixes are those of people and of projects.
var _ = register(Issuer{
	Name: "circleci", Title: "CircleCI", Bases: []string{"https://circleci.com"},
	Rules: []string{"circleci-token"},
	Docs:  "https://circleci.com/docs/api/v2/#operation/getCurrentUser",
	Tells: "user",
	Doubt: "a token of a project is refused as one that is wrong",
	Request: request.Must(request.Request{
		URL:     "/api/v2/me",
		Headers: map[string]string{"Circle-Token": "{{secret}}"},
		Active:  []string{"status 200 and json id"},
		Owner:   "json login or json name",
	}),
})
