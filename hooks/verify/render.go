package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401: "Authorization information is missing or invalid."
var _ = register(Issuer{
	Name: "render", Title: "Render", Bases: []string{"https://api.render.com"},
	Rules: []string{"render-api-key"},
	Docs:  "https://api-docs.render.com/reference/list-owners",
	Tells: "workspace",
	Request: request.Must(request.Request{
		URL:      "/v1/owners?limit=1",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json *.owner.id"},
		Inactive: []string{"status 401 and json message = Unauthorized"},
		Account:  "json 0.owner.name",
	}),
})
