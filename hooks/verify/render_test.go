package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("render",
	documented{
		name: "lives", rule: "render-api-key",
		asks:   "GET api.render.com/v1/owners?limit=1",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `[{"cursor": "x", "owner": {"id": "usr-cph1rs3idesc73a2b2mg", "name": "Acme", "email": "ada@example.com", "type": "team"}}]`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json *.owner.id", Account: "Acme"},
	},
	documented{
		name: "invalid", rule: "render-api-key",
		asks:   "GET api.render.com/v1/owners?limit=1",
		answer: outboundtest.Answer(401, `{"message": "Unauthorized"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = Unauthorized"},
	},
)
