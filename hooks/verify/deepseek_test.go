package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("deepseek",
	documented{
		name: "lives", rule: "deepseek-api-key",
		asks:   "GET api.deepseek.com/user/balance",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"is_available": true, "balance_infos": [{"currency": "CNY", "total_balance": "110.00", "granted_balance": "10.00", "topped_up_balance": "100.00"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json balance_infos.0.currency", Details: []leak.Detail{{Name: "balance", Value: "110.00"}, {Name: "currency", Value: "CNY"}}},
	},
	documented{
		name: "wrong", rule: "deepseek-api-key",
		asks:   "GET api.deepseek.com/user/balance",
		answer: outboundtest.Answer(401, `{"error": {"message": "Authentication Fails (no such user)", "type": "authentication_error", "param": null, "code": "invalid_request_error"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.type = authentication_error"},
	},
)
