package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "postman", Title: "Postman", Bases: []string{"https://api.getpostman.com"},
	Rules: []string{"postman-api-key"},
	Docs:  "https://www.postman.com/postman/postman-public-workspace/documentation/12959542-c8142d51-e97c-46b6-bd77-52bb66712c9a",
	Tells: "user, team",
	Request: request.Must(request.Request{
		URL:      "/me",
		Headers:  map[string]string{"X-Api-Key": "{{secret}}"},
		Active:   []string{"status 200 and json user.id"},
		Inactive: []string{"status 401 and json error.name = AuthenticationError"},
		Owner:    "json user.email or json user.username",
		Account:  "json user.teamName",
	}),
})
