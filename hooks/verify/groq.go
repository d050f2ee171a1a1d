package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "groq", Title: "Groq", Bases: []string{"https://api.groq.com"},
	Rules: []string{"groq-api-key"},
	Docs:  "https://console.groq.com/docs/errors",
	Tells: "that it lives",
	Request: request.Must(request.Request{
		URL:      "/openai/v1/models",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json data.*.id"},
		Inactive: []string{"status 401 and json error.code = invalid_api_key"},
	}),
})
