package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "webflow", Title: "Webflow", Bases: []string{"https://api.webflow.com"},
	Rules: []string{"webflow-api-token"},
	Docs:  "https://developers.webflow.com/data/reference/token/introspect",
	Doubt: "a token of a site that no app was given is refused as one that is wrong",
	Tells: "scopes",
	Request: request.Must(request.Request{
		URL:     "/v2/token/introspect",
		Headers: map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:  []string{"status 200 and json authorization.id"},
		Scopes:  "json authorization.scope",
		Details: map[string]string{"application": "json application.displayName"},
	}),
})
