package verify

import "github.com/leaksieve/leaksieve/rules/request"

// The documentation calls 401 "invalid or missing API key", but a sending key of a domain
// is answered so wherever it may not go, https://github.com/mailgun/mailgun.js/issues/227.
var _ = register(Issuer{
	Name: "mailgun", Title: "Mailgun", Bases: []string{"https://api.mailgun.net", "https://api.eu.mailgun.net"},
	Rules: []string{"mailgun-key", "mailgun-api-key"},
	Docs:  "https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview",
	Tells: "a domain, number of domains",
	Doubt: "a key that may only send is refused as one that is wrong",
	Request: request.Must(request.Request{
		URL:     "/v4/domains?limit=1",
		Headers: map[string]string{"Authorization": `Basic {{basic "api" secret}}`},
		Active:  []string{"status 200 and json total_count", "status 403 and json message"},
		Unclear: []string{"status 401"},
		Account: "json items.0.name",
		Details: map[string]string{"domains": "json total_count"},
	}),
})
