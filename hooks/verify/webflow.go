package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "webflow", Title: "Webflow", Bases: []string{"https://api.webflow.com"},
	Rules: []string{"webflow-api-token"},
	Docs:  "https://developers.webflow.com/data/reference/token/introspect",
	Tells: "scopes",
	Request: request.Must(request.Request{
		URL:      "/v2/token/introspect",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json authorization.id"},
		Inactive: []string{"status 401 and json code = not_authorized"},
		Scopes:   "json authorization.scope",
		Details:  map[string]string{"application": "json application.displayName"},
	}),
})
