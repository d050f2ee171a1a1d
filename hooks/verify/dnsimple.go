package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "dnsimple", Title: "DNSimple", Bases: []string{"https://api.dnsimple.com"},
	Rules: []string{"dnsimple-account-token", "dnsimple-user-token"},
	Docs:  "https://developer.dnsimple.com/v2/identity/#whoami",
	Tells: "user or account",
	Request: request.Must(request.Request{
		URL:      "/v2/whoami",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json data.user.id", "status 200 and json data.account.id"},
		Inactive: []string{"status 401 and json message = 'Authentication failed'"},
		Owner:    "json data.user.email",
		Account:  "json data.account.email",
	}),
})
