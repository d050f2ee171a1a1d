package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "honeycomb", Title: "Honeycomb",
	Bases: []string{"https://api.honeycomb.io", "https://api.eu1.honeycomb.io"},
	Rules: []string{"honeycomb-configuration-key", "honeycomb-classic-key", "honeycomb-ingest-key"},
	Docs:  "https://docs.honeycomb.io/api/auth/",
	Tells: "team, environment",
	Request: request.Must(request.Request{
		URL:      "/1/auth",
		Headers:  map[string]string{"X-Honeycomb-Team": "{{secret}}"},
		Active:   []string{"status 200 and json team.slug"},
		Inactive: []string{"status 401 and json error ~ 'unknown API key'"},
		Account:  "json team.slug",
		Details:  map[string]string{"environment": "json environment.slug", "kind": "json type"},
	}),
})
