package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "airtable", Title: "Airtable", Bases: []string{"https://api.airtable.com"},
	Rules: []string{"airtable-pat"},
	Docs:  "https://airtable.com/developers/web/api/get-user-id-scopes",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/v0/meta/whoami",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json id"},
		Inactive: []string{"status 401 and json error.type = AUTHENTICATION_REQUIRED"},
		Owner:    "json email or json id",
		Scopes:   "json scopes",
	}),
})

var _ = register(Issuer{
	Name: "airtable", Title: "Airtable", Bases: []string{"https://api.airtable.com"},
	Rules:  []string{"airtable-api-key"},
	Docs:   "https://airtable.com/developers/web/api/authentication",
	Cannot: "Airtable has ended API keys; only tokens that begin with pat live",
})
