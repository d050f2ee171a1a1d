package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A key is known in the region of its account alone; 401 is also what a wrong region
// says, so that all are asked.
var _ = register(Issuer{
	Name: "newrelic", Title: "New Relic",
	Bases: []string{"https://api.newrelic.com", "https://api.eu.newrelic.com", "https://api.jp.newrelic.com"},
	Rules: []string{"newrelic-user-key"},
	Docs:  "https://docs.newrelic.com/docs/apis/nerdgraph/get-started/introduction-new-relic-nerdgraph/",
	Tells: "user",
	Request: request.Must(request.Request{
		Method:   "POST",
		URL:      "/graphql",
		Headers:  map[string]string{"API-Key": "{{secret}}"},
		Body:     `{"query": "{ actor { user { id email name } } }"}`,
		Active:   []string{"status 200 and json data.actor.user.id"},
		Inactive: []string{"status 401 and json errors.*.message", "status 401 and json error.title"},
		Owner:    "json data.actor.user.email or json data.actor.user.name",
	}),
})

var _ = register(Issuer{
	Name: "newrelic", Title: "New Relic", Bases: []string{"https://api.newrelic.com"},
	Rules:  []string{"newrelic-license-key", "newrelic-insert-key"},
	Docs:   "https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/",
	Cannot: "it can only send data, and would have to",
})
