package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("buildkite",
	documented{
		name: "lives", rule: "buildkite-token",
		asks:   "GET api.buildkite.com/v2/access-token",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"uuid": "b63254c0-3271-4a98-8270-7cfbd6c2f14e", "scopes": ["read_build"]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json uuid", Scopes: []string{"read_build"}, Details: []leak.Detail{{Name: "token id", Value: "b63254c0-3271-4a98-8270-7cfbd6c2f14e"}}},
	},
	documented{
		name: "revoked", rule: "buildkite-token",
		asks:   "GET api.buildkite.com/v2/access-token",
		answer: outboundtest.Answer(401, `{"message": "Authentication required. Please supply a valid API Access Token: https://buildkite.com/docs/apis/rest-api#authentication"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message ~ 'Please supply a valid API Access Token'"},
	},
)
