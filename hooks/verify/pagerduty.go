package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401: "Caller did not supply credentials or did not provide the correct credentials."
// The service regions have accounts of their own.
var _ = register(Issuer{
	Name: "pagerduty", Title: "PagerDuty",
	Bases: []string{"https://api.pagerduty.com", "https://api.eu.pagerduty.com"},
	Rules: []string{"pagerduty-api-key"},
	Docs:  "https://developer.pagerduty.com/docs/errors",
	Tells: "that it lives",
	Request: request.Must(request.Request{
		URL:      "/abilities",
		Headers:  map[string]string{"Authorization": "Token token={{secret}}", "Accept": "application/vnd.pagerduty+json;version=2"},
		Active:   []string{"status 200 and json abilities.0"},
		Inactive: []string{"status 401"},
	}),
})
