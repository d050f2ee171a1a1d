package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "pulumi", Title: "Pulumi Cloud", Bases: []string{"https://api.pulumi.com"},
	Local: true,
	Rules: []string{"pulumi-access-token"},
	Docs:  "https://www.pulumi.com/docs/reference/cloud-rest-api/users/",
	Tells: "user, organisations",
	Request: request.Must(request.Request{
		URL:      "/api/user",
		Headers:  map[string]string{"Authorization": "token {{secret}}", "Accept": "application/vnd.pulumi+8"},
		Active:   []string{"status 200 and json githubLogin"},
		Inactive: []string{"status 401 and json code = 401"},
		Owner:    "json githubLogin",
		Account:  "json organizations.0.githubLogin",
	}),
})
