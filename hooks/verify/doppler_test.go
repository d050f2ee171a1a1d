package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("doppler",
	documented{
		name: "lives", rule: "doppler-personal-token",
		asks:   "GET api.doppler.com/v3/me",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"workplace": {"name": "Acme", "slug": "d0e6"}, "type": "service_token", "token_preview": "dp.st.prd.xxxx", "slug": "9a1f", "created_at": "2021-09-20T14:30:46.000Z", "name": "deploy"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json workplace.slug", Account: "Acme", Details: []leak.Detail{{Name: "kind", Value: "service_token"}, {Name: "name", Value: "deploy"}}},
	},
	documented{
		name: "revoked", rule: "doppler-personal-token",
		asks:   "GET api.doppler.com/v3/me",
		answer: outboundtest.Answer(401, `{"messages": ["Invalid Service token"], "success": false}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json success = false and json messages.* ~ 'Invalid '"},
	},
)
