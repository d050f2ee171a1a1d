package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "anthropic", Title: "Anthropic", Bases: []string{"https://api.anthropic.com"},
	Rules: []string{"anthropic-api-key"},
	Docs:  "https://docs.anthropic.com/en/api/models-list",
	Tells: "organisation id",
	Request: request.Must(request.Request{
		URL:      "/v1/models?limit=1",
		Headers:  map[string]string{"x-api-key": "{{secret}}", "anthropic-version": "2023-06-01"},
		Active:   []string{"status 200 and json data", "status 403 and json error.type = permission_error"},
		Inactive: []string{"status 401 and json error.type = authentication_error"},
		Account:  "header Anthropic-Organization-Id",
	}),
})

var _ = register(Issuer{
	Name: "anthropic", Title: "Anthropic", Bases: []string{"https://api.anthropic.com"},
	Rules: []string{"anthropic-admin-key"},
	Docs:  "https://docs.anthropic.com/en/api/admin-api/organization/get-me",
	Tells: "organisation",
	Request: request.Must(request.Request{
		URL:      "/v1/organizations/me",
		Headers:  map[string]string{"x-api-key": "{{secret}}", "anthropic-version": "2023-06-01"},
		Active:   []string{"status 200 and json type = organization"},
		Inactive: []string{"status 401 and json error.type = authentication_error"},
		Owner:    "json name", Account: "json id",
	}),
})
