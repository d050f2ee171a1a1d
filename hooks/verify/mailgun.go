package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401 is "invalid or missing API key", 403 "valid credentials but access denied".
var _ = register(Issuer{
	Name: "mailgun", Title: "Mailgun", Bases: []string{"https://api.mailgun.net", "https://api.eu.mailgun.net"},
	Rules: []string{"mailgun-key", "mailgun-api-key"},
	Docs:  "https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview",
	Tells: "a domain, number of domains",
	Request: request.Must(request.Request{
		URL:      "/v4/domains?limit=1",
		Headers:  map[string]string{"Authorization": `Basic {{basic "api" secret}}`},
		Active:   []string{"status 200 and json total_count", "status 403 and json message"},
		Inactive: []string{"status 401"},
		Account:  "json items.0.name",
		Details:  map[string]string{"domains": "json total_count"},
	}),
})
