package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401: "Invalid credentials (OAuth session expired, disabled/invalid API key)", of
// https://openrouter.ai/docs/api-reference/errors. The label shows parts of the key.
var _ = register(Issuer{
	Name: "openrouter", Title: "OpenRouter", Bases: []string{"https://openrouter.ai"},
	Rules: []string{"openrouter-api-key"},
	Docs:  "https://openrouter.ai/docs/api-reference/api-keys/get-current-key",
	Tells: "spending limit",
	Request: request.Must(request.Request{
		URL:      "/api/v1/key",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json data.usage"},
		Inactive: []string{"status 401 and json error.code = 401"},
		Details:  map[string]string{"spending limit in USD": "json data.limit", "used in USD": "json data.usage"},
	}),
})
