package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "supabase", Title: "Supabase", Bases: []string{"https://api.supabase.com"},
	Rules: []string{"supabase-pat"},
	Docs:  "https://supabase.com/docs/reference/api/v1-list-all-organizations",
	Tells: "organisation",
	Request: request.Must(request.Request{
		URL:      "/v1/organizations",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json *.id"},
		Inactive: []string{"status 401 and json message = Unauthorized", "status 401 and json message = 'JWT could not be decoded'"},
		Account:  "json 0.name",
	}),
})
