package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("tailscale",
	documented{
		name: "lives", rule: "tailscale-key",
		asks:   "GET api.tailscale.com/api/v2/tailnet/-/keys",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"keys": [{"id": "kXRJyzTLj711CNTRL", "description": "ci"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json keys.*.id"},
	},
	documented{
		name: "revoked", rule: "tailscale-key",
		asks:   "GET api.tailscale.com/api/v2/tailnet/-/keys",
		answer: outboundtest.Answer(401, `{"message": "API token invalid"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'API token invalid'"},
	},
)
