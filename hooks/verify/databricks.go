package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A workspace is a host that its customer chose, so that the user has to name it.
var _ = register(Issuer{
	Name: "databricks", Title: "Databricks",
	Local: true, Beside: true,
	Rules: []string{"databricks-pat"},
	Docs:  "https://docs.databricks.com/api/workspace/currentuser/me",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/api/2.0/preview/scim/v2/Me",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json userName"},
		Ended:    []string{"status 401 403 and json message ~ 'token expired'"},
		Inactive: []string{"status 401 403 and json message ~ 'Invalid access token'"},
		Owner:    "json userName",
	}),
})
