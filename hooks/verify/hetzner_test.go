package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("hetzner",
	documented{
		name: "lives", rule: "hetzner-cloud-token",
		asks:   "GET api.hetzner.cloud/v1/locations",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"locations": [{"id": 42, "name": "fsn1", "country": "DE"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json locations.*.id"},
	},
	documented{
		name: "unknown", rule: "hetzner-cloud-token",
		asks:   "GET api.hetzner.cloud/v1/locations",
		answer: outboundtest.Answer(401, `{"error": {"code": "unauthorized", "message": "the token you provided is invalid", "details": null}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.code = unauthorized"},
	},
)
