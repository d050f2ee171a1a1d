package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("vercel",
	documented{
		name: "lives", rule: "vercel-token",
		asks:   "GET api.vercel.com/v5/user/tokens/current",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"token": {"id": "5d9f2ebd38ddca62e5d51e9c1704c72530bdc8bfdd41e782a6687c48399e8391", "name": "deploy", "type": "token", "createdAt": 1632816536002, "expiresAt": 1790852400000}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json token.id", Expires: day(2026, 10, 1, 11), Details: []leak.Detail{{Name: "name", Value: "deploy"}}},
	},
	documented{
		name: "invalid", rule: "vercel-token",
		asks:   "GET api.vercel.com/v5/user/tokens/current",
		answer: outboundtest.Answer(403, `{"error": {"code": "forbidden", "message": "Not authorized", "invalidToken": true}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json error.invalidToken = true"},
	},
	documented{
		name: "a key for models is not asked about", rule: "vercel-token", secret: "vck_{{rand}}", answer: outboundtest.Answer(500, ``),
		want: leak.Verdict{State: leak.StateUnknown, Reason: "only tokens of accounts can be asked about, not those of apps and integrations or keys for models"},
	},
)
