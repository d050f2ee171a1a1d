package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401 is also said of addresses that are not on the list of the account.
var _ = register(Issuer{
	Name: "vultr", Title: "Vultr", Bases: []string{"https://api.vultr.com"},
	Rules: []string{"vultr-api-key"},
	Docs:  "https://www.vultr.com/api/#tag/account/operation/get-account",
	Tells: "account, rights",
	Request: request.Must(request.Request{
		URL:      "/v2/account",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json account.email"},
		Inactive: []string{"status 401 and json error = 'Invalid API token.'"},
		Owner:    "json account.email",
		Account:  "json account.name",
		Scopes:   "json account.acls",
	}),
})
