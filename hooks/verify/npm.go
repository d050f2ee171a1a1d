package verify

import "github.com/leaksieve/leaksieve/rules/request"

// The registry answers 401 to a token that is none, as npm itself takes it: "your
// authentication token seems to be invalid".
var _ = register(Issuer{
	Name: "npm", Title: "npm", Bases: []string{"https://registry.npmjs.org"},
	Rules: []string{"npm-token"},
	Docs:  "https://docs.npmjs.com/cli/commands/npm-whoami",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/-/whoami",
		Headers:  bearer(),
		Active:   []string{"status 200 and json username"},
		Inactive: []string{"status 401"},
		Owner:    "json username",
	}),
})
