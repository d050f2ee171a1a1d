package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("replicate",
	documented{
		name: "lives", rule: "replicate-token",
		asks:   "GET api.replicate.com/v1/account",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"type": "organization", "username": "acme", "name": "Acme Corp, Inc.", "github_url": "https://github.com/acme"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json username", Owner: "acme", Details: []leak.Detail{{Name: "account type", Value: "organization"}}},
	},
	documented{
		name: "invalid", rule: "replicate-token",
		asks:   "GET api.replicate.com/v1/account",
		answer: outboundtest.Answer(401, `{"title": "Unauthenticated", "detail": "You did not pass a valid authentication token", "status": 401}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json title = Unauthenticated"},
	},
)
