package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "heroku", Title: "Heroku", Bases: []string{"https://api.heroku.com"},
	Rules: []string{"heroku-token", "heroku-legacy-api-key"},
	Docs:  "https://devcenter.heroku.com/articles/platform-api-reference#account",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/account",
		Headers:  bearer("Accept", "application/vnd.heroku+json; version=3"),
		Active:   []string{"status 200 and json id", "status 403 and json id = forbidden"},
		Inactive: []string{"status 401 and json id = unauthorized"},
		Owner:    "json email", Account: "json default_team.name or json default_organization.name",
		Details: map[string]string{"name": "json name", "last login": "json last_login"},
	}),
})
