package verify

import "github.com/leaksieve/leaksieve/rules/request"

// Tokens of a server and of the whole account look the same.
var _ = register(Issuer{
	Name: "postmark", Title: "Postmark", Bases: []string{"https://api.postmarkapp.com"},
	Rules: []string{"postmark-server-token"},
	Docs:  "https://postmarkapp.com/developer/api/server-api#get-server",
	Tells: "server, or number of servers",
	Asks:  "GET /server, and GET /servers?count=1&offset=0 of what is none of a server",
	Ask: eitherOf(request.Must(request.Request{
		URL:      "/server",
		Headers:  map[string]string{"X-Postmark-Server-Token": "{{secret}}"},
		Active:   []string{"status 200 and json ID"},
		Inactive: []string{"status 401 and json ErrorCode = 10"},
		Account:  "json Name",
	}), request.Must(request.Request{
		URL:      "/servers?count=1&offset=0",
		Headers:  map[string]string{"X-Postmark-Account-Token": "{{secret}}"},
		Active:   []string{"status 200 and json TotalCount"},
		Inactive: []string{"status 401 and json ErrorCode = 10"},
		Details:  map[string]string{"servers": "json TotalCount"},
	})),
})
