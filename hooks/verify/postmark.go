package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "postmark", Title: "Postmark", Bases: []string{"https://api.postmarkapp.com"},
	Rules: []string{"postmark-server-token"},
	Docs:  "https://postmarkapp.com/developer/api/server-api#get-server",
	Tells: "server",
	Request: request.Must(request.Request{
		URL:      "/server",
		Headers:  map[string]string{"X-Postmark-Server-Token": "{{secret}}"},
		Active:   []string{"status 200 and json ID"},
		Inactive: []string{"status 401 and json ErrorCode = 10"},
		Account:  "json Name",
	}),
})
