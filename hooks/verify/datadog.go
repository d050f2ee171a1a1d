package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A key belongs to one site; that of the user, or all in turn, are asked.
var _ = register(Issuer{
	Name: "datadog", Title: "Datadog", Bases: []string{
		"https://api.datadoghq.com", "https://api.us3.datadoghq.com", "https://api.us5.datadoghq.com", "https://api.datadoghq.eu",
		"https://api.ap1.datadoghq.com", "https://api.ap2.datadoghq.com", "https://api.ddog-gov.com", "https://api.us2.ddog-gov.com",
	},
	Rules: []string{"datadog-api-key"},
	Docs:  "https://docs.datadoghq.com/api/latest/authentication/#validate-api-key",
	Tells: "that it lives, and at which site",
	Request: request.Must(request.Request{
		URL:      "/api/v1/validate",
		Headers:  map[string]string{"DD-API-KEY": "{{secret}}"},
		Active:   []string{"status 200 and json valid = true"},
		Inactive: []string{"status 403 and json errors"},
	}),
})

var _ = register(Issuer{
	Name: "datadog", Title: "Datadog", Bases: []string{"https://api.datadoghq.com"},
	Rules:  []string{"datadog-app-key", "datadog-client-token"},
	Docs:   "https://docs.datadoghq.com/account_management/api-app-keys/",
	Cannot: "an application key is taken together with an API key alone, a client token for sending alone",
})
