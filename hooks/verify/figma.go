package verify

import "github.com/leaksieve/leaksieve/rules/request"

// Figma says 403 of a token that it does not know, and of one without the scope, too:
// only its words tell them apart.
var _ = register(Issuer{
	Name: "figma", Title: "Figma", Bases: []string{"https://api.figma.com"},
	Rules: []string{"figma-pat"},
	Docs:  "https://developers.figma.com/docs/rest-api/users-endpoints/",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/v1/me",
		Headers:  map[string]string{"X-Figma-Token": "{{secret}}"},
		Active:   []string{"status 200 and json id"},
		Ended:    []string{"status 403 and json err = 'Token expired'"},
		Inactive: []string{"status 403 and json err = 'Invalid token'"},
		Owner:    "json email or json handle",
	}),
})

var _ = register(Issuer{
	Name: "figma", Title: "Figma", Bases: []string{"https://api.figma.com"},
	Rules: []string{"figma-oauth-token"},
	Docs:  "https://developers.figma.com/docs/rest-api/users-endpoints/",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/v1/me",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json id"},
		Ended:    []string{"status 403 and json err = 'Token expired'"},
		Inactive: []string{"status 403 and json err = 'Invalid token'"},
		Owner:    "json email or json handle",
	}),
})
