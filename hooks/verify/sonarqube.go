package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "sonarqube", Title: "SonarQube", Bases: []string{"https://sonarcloud.io"},
	Local: true,
	Rules: []string{"sonarqube-token"},
	Docs:  "https://sonarcloud.io/web_api/api/authentication/validate",
	Tells: "that it lives",
	Request: request.Must(request.Request{
		URL:      "/api/authentication/validate",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json valid = true"},
		Inactive: []string{"status 200 and json valid = false"},
	}),
})
