package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401: "Authentication fails due to the wrong API key", of
// https://api-docs.deepseek.com/quick_start/error_codes.
var _ = register(Issuer{
	Name: "deepseek", Title: "DeepSeek", Bases: []string{"https://api.deepseek.com"},
	Rules: []string{"deepseek-api-key"},
	Docs:  "https://api-docs.deepseek.com/api/get-user-balance",
	Tells: "balance",
	Request: request.Must(request.Request{
		URL:      "/user/balance",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json balance_infos.0.currency"},
		Inactive: []string{"status 401 and json error.type = authentication_error"},
		Details:  map[string]string{"balance": "json balance_infos.0.total_balance", "currency": "json balance_infos.0.currency"},
	}),
})
