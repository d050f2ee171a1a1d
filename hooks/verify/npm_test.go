package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("npm",
	documented{
		name: "lives", rule: "npm-token",
		asks: "GET registry.npmjs.org/-/whoami", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"username": "npm-user"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json username", Owner: "npm-user"},
	},
	documented{
		name: "is none", rule: "npm-token",
		asks:   "GET registry.npmjs.org/-/whoami",
		answer: outboundtest.Answer(401, `{}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401"},
	},
)
