package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("launchdarkly",
	documented{
		name: "lives", rule: "launchdarkly-api-token",
		asks:   "GET app.launchdarkly.com/api/v2/caller-identity",
		header: header{"Authorization": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"accountId": "a1", "authKind": "token", "tokenId": "t1", "tokenName": "ci", "memberId": "m1"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json accountId", Owner: "m1", Account: "a1", Details: []leak.Detail{{Name: "name", Value: "ci"}}},
	},
	documented{
		name: "invalid", rule: "launchdarkly-api-token",
		asks:   "GET app.launchdarkly.com/api/v2/caller-identity",
		answer: outboundtest.Answer(401, `{"code": "unauthorized", "message": "Invalid access token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message ~ 'nvalid access token'"},
	},
)
