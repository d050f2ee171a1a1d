package verify

import "github.com/leaksieve/leaksieve/rules/request"

// unauthorized: "Request was made with an invalid or unknown token".
var _ = register(Issuer{
	Name: "hetzner", Title: "Hetzner Cloud", Bases: []string{"https://api.hetzner.cloud"},
	Rules: []string{"hetzner-cloud-token"},
	Docs:  "https://docs.hetzner.cloud/reference/cloud#errors",
	Tells: "that it lives",
	Request: request.Must(request.Request{
		URL:      "/v1/locations",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json locations.*.id"},
		Inactive: []string{"status 401 and json error.code = unauthorized"},
	}),
})
