package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("heroku",
	documented{
		name: "lives", rule: "heroku-token",
		asks: "GET api.heroku.com/account", header: header{"Authorization": "Bearer {{secret}}", "Accept": "application/vnd.heroku+json; version=3"},
		answer: outboundtest.Answer(200, `{"id": "01234567-89ab-cdef-0123-456789abcdef", "email": "username@example.com", "name": "Tina Edmonds", "last_login": "2012-01-01T12:00:00Z", "default_team": {"name": "example"}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "username@example.com", Account: "example",
			Details: []leak.Detail{{Name: "last login", Value: "2012-01-01T12:00:00Z"}, {Name: "name", Value: "Tina Edmonds"}},
		},
	},
	documented{
		name: "is none", rule: "heroku-legacy-api-key",
		asks:   "GET api.heroku.com/account",
		answer: outboundtest.Answer(401, `{"id": "unauthorized", "message": "Invalid credentials provided."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json id = unauthorized"},
	},
)
