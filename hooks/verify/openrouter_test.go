package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("openrouter",
	documented{
		name: "lives", rule: "openrouter-api-key",
		asks:   "GET openrouter.ai/api/v1/key",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"data": {"label": "sk-or-v1-au7...890", "limit": 100, "usage": 25.5, "is_free_tier": false}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.usage", Details: []leak.Detail{{Name: "spending limit in USD", Value: "100"}, {Name: "used in USD", Value: "25.5"}}},
	},
	documented{
		name: "disabled", rule: "openrouter-api-key",
		asks:   "GET openrouter.ai/api/v1/key",
		answer: outboundtest.Answer(401, `{"error": {"code": 401, "message": "User not found."}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.code = 401"},
	},
)
