package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401 is documented as "a valid authentication token was not provided" at
// https://developers.asana.com/docs/errors.
var _ = register(Issuer{
	Name: "asana", Title: "Asana", Bases: []string{"https://app.asana.com"},
	Rules: []string{"asana-pat"},
	Docs:  "https://developers.asana.com/reference/getuser",
	Tells: "user, workspaces",
	Request: request.Must(request.Request{
		URL:      "/api/1.0/users/me",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json data.gid"},
		Inactive: []string{"status 401 and json errors.0.message"},
		Owner:    "json data.email or json data.name",
		Account:  "json data.workspaces.0.name",
	}),
})
