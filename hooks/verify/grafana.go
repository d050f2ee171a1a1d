package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "grafana", Title: "Grafana",
	Local: true, Beside: true,
	Rules: []string{"grafana-service-account", "grafana-legacy-api-key"},
	Docs:  "https://grafana.com/docs/grafana/latest/developers/http_api/org/#get-current-organization",
	Tells: "organisation",
	Request: request.Must(request.Request{
		URL:      "/api/org",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json id", "status 403 and json accessErrorId"},
		Ended:    []string{"status 401 and json messageId = api-key.expired", "status 401 and json message = 'Expired API key'"},
		Inactive: []string{"status 401 and json messageId = api-key.invalid", "status 401 and json message = Unauthorized", "status 401 and json message = 'Invalid API key'"},
		Account:  "json name",
	}),
})

var _ = register(Issuer{
	Name: "grafanacloud", Title: "Grafana Cloud", Bases: []string{"https://grafana.com"},
	Rules:  []string{"grafana-cloud-token"},
	Docs:   "https://grafana.com/docs/grafana-cloud/developer-resources/api-reference/cloud-api/",
	Cannot: "every call takes a scope that tokens for sending metrics and logs, which most are, do not have",
})
