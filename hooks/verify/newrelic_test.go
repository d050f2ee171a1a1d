package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("newrelic",
	documented{
		name: "lives", rule: "newrelic-user-key",
		asks:   "POST api.newrelic.com/graphql",
		header: header{"API-Key": "{{secret}}"},
		body:   `{"query": "{ actor { user { id email name } } }"}`,
		answer: outboundtest.Answer(200, `{"data": {"actor": {"user": {"id": 1000000, "email": "ada@example.com", "name": "Ada"}}}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.actor.user.id", Owner: "ada@example.com"},
	},
	documented{
		name: "lives in Europe", rule: "newrelic-user-key",
		bases:  []string{"https://api.eu.newrelic.com"},
		asks:   "POST api.eu.newrelic.com/graphql",
		header: header{"API-Key": "{{secret}}"},
		body:   `{"query": "{ actor { user { id email name } } }"}`,
		answer: outboundtest.Answer(200, `{"data": {"actor": {"user": {"id": 1000000, "email": "ada@example.com"}}}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.actor.user.id", Owner: "ada@example.com"},
	},
	documented{
		name: "invalid", rule: "newrelic-user-key",
		tries:  []string{"POST api.newrelic.com/graphql", "POST api.eu.newrelic.com/graphql"},
		asks:   "POST api.jp.newrelic.com/graphql",
		body:   `{"query": "{ actor { user { id email name } } }"}`,
		answer: outboundtest.Answer(401, `{"errors": [{"message": "Invalid API key"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.*.message"},
	},
	documented{
		name: "revoked", rule: "newrelic-user-key",
		tries:  []string{"POST api.newrelic.com/graphql", "POST api.eu.newrelic.com/graphql"},
		asks:   "POST api.jp.newrelic.com/graphql",
		body:   `{"query": "{ actor { user { id email name } } }"}`,
		answer: outboundtest.Answer(401, `{"error": {"title": "Unauthorized"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.title"},
	},
)
