package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "doppler", Title: "Doppler", Bases: []string{"https://api.doppler.com"},
	Rules: []string{"doppler-personal-token", "doppler-service-token", "doppler-service-account-token", "doppler-cli-token"},
	Docs:  "https://docs.doppler.com/reference/auth-me",
	Tells: "workplace, kind",
	Request: request.Must(request.Request{
		URL:      "/v3/me",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json workplace.slug"},
		Inactive: []string{"status 401 and json success = false and json messages.* ~ 'Invalid '"},
		Account:  "json workplace.name",
		Details:  map[string]string{"kind": "json type", "name": "json name"},
	}),
})
