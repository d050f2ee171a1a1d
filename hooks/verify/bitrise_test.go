package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("bitrise",
	documented{
		name: "lives", rule: "bitrise-access-token",
		asks:   "GET api.bitrise.io/v0.1/me",
		header: header{"Authorization": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"data": {"username": "ada", "slug": "1a2b", "email": "ada@example.com"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.slug", Owner: "ada"},
	},
	documented{
		name: "invalid", rule: "bitrise-access-token",
		asks:   "GET api.bitrise.io/v0.1/me",
		answer: outboundtest.Answer(401, `{"message": "Unauthorized"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = Unauthorized"},
	},
)
