package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("fastly",
	documented{
		name: "lives", rule: "fastly-api-token",
		asks:   "GET api.fastly.com/tokens/self",
		header: header{"Fastly-Key": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "5Yo3XXnrQpjc20u0ybrf2g", "user_id": "4y5K5trZocEAQYkesWlk7M", "customer_id": "x4xCwxxJxGCx123Rx5xTx", "name": "my_token", "scope": "global:read purge_select", "expires_at": "2026-07-28T19:00:00+00:00"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "4y5K5trZocEAQYkesWlk7M", Account: "x4xCwxxJxGCx123Rx5xTx", Scopes: []string{"global:read", "purge_select"}, Expires: day(2026, 7, 28, 19), Details: []leak.Detail{{Name: "name", Value: "my_token"}}},
	},
	documented{
		name: "invalid", rule: "fastly-api-token",
		asks:   "GET api.fastly.com/tokens/self",
		answer: outboundtest.Answer(401, `{"msg": "Provided credentials are missing or invalid"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json msg = 'Provided credentials are missing or invalid'"},
	},
)
