package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "launchdarkly", Title: "LaunchDarkly", Bases: []string{"https://app.launchdarkly.com"},
	Rules: []string{"launchdarkly-api-token"},
	Docs:  "https://launchdarkly.com/docs/api/other/get-caller-identity",
	Tells: "member, account",
	Request: request.Must(request.Request{
		URL:      "/api/v2/caller-identity",
		Headers:  map[string]string{"Authorization": "{{secret}}"},
		Active:   []string{"status 200 and json accountId"},
		Inactive: []string{"status 401 and json message ~ 'nvalid access token'"},
		Owner:    "json memberId or json serviceToken",
		Account:  "json accountId",
		Details:  map[string]string{"name": "json tokenName"},
	}),
})
