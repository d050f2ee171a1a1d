package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "resend", Title: "Resend", Bases: []string{"https://api.resend.com"},
	Rules: []string{"resend-api-key"},
	Docs:  "https://resend.com/docs/api-reference/errors",
	Tells: "that it lives",
	Request: request.Must(request.Request{
		URL:      "/domains",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json object = list", "status 401 and json name = restricted_api_key"},
		Inactive: []string{"status 403 and json name = invalid_api_key", "status 400 401 403 and json message = 'API key is invalid'"},
		Account:  "json data.0.name",
	}),
})
