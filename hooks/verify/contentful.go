package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "contentful", Title: "Contentful", Bases: []string{"https://api.contentful.com"},
	Rules: []string{"contentful-pat"},
	Docs:  "https://www.contentful.com/developers/docs/references/content-management-api/#/reference/users",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/users/me",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json sys.type = User"},
		Inactive: []string{"status 401 and json sys.id = AccessTokenInvalid"},
		Owner:    "json email",
	}),
})
