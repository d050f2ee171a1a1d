package verify

import "github.com/leaksieve/leaksieve/rules/request"

// Codeberg runs Forgejo, which has the API of Gitea.
var _ = register(Issuer{
	Name: "codeberg", Title: "Codeberg", Bases: []string{"https://codeberg.org"},
	Rules: []string{"codeberg-access-token"},
	Docs:  "https://codeberg.org/api/swagger#/user/userGetCurrent",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/api/v1/user",
		Headers:  map[string]string{"Authorization": "token {{secret}}"},
		Active:   []string{"status 200 and json login", "status 403 and json message ~ 'token does not have at least one of required scope'"},
		Inactive: []string{"status 401 and json message"},
		Owner:    "json login",
	}),
})

var _ = register(Issuer{
	Name: "gitea", Title: "Gitea",
	Local: true,
	Rules: []string{"gitea-access-token"},
	Docs:  "https://docs.gitea.com/api/#tag/user/operation/userGetCurrent",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/api/v1/user",
		Headers:  map[string]string{"Authorization": "token {{secret}}"},
		Active:   []string{"status 200 and json login", "status 403 and json message ~ 'token does not have at least one of required scope'"},
		Inactive: []string{"status 401 and json message"},
		Owner:    "json login",
	}),
})
