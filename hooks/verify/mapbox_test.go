package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("mapbox",
	documented{
		name: "lives", rule: "mapbox-secret-token",
		asks:   "GET api.mapbox.com/tokens/v2?access_token={{secret}}",
		answer: outboundtest.Answer(200, `{"code": "TokenValid", "token": {"usage": "sk", "user": "mapbox", "authorization": "cijucimbe000brbkt48d0dhcx", "scopes": ["styles:read", "fonts:read"], "expires": "2026-09-15T19:00:00.000Z"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json code = TokenValid", Owner: "mapbox", Scopes: []string{"fonts:read", "styles:read"}, Expires: day(2026, 9, 15, 19)},
	},
	documented{
		name: "expired", rule: "mapbox-secret-token",
		asks:   "GET api.mapbox.com/tokens/v2?access_token={{secret}}",
		answer: outboundtest.Answer(200, `{"code": "TokenExpired", "token": {"usage": "tk", "user": "mapbox"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json code = TokenExpired"},
	},
	documented{
		name: "revoked", rule: "mapbox-secret-token",
		asks:   "GET api.mapbox.com/tokens/v2?access_token={{secret}}",
		answer: outboundtest.Answer(200, `{"code": "TokenRevoked"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json code = TokenRevoked"},
	},
	documented{
		name: "invalid", rule: "mapbox-secret-token",
		asks:   "GET api.mapbox.com/tokens/v2?access_token={{secret}}",
		answer: outboundtest.Answer(200, `{"code": "TokenInvalid"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json code = TokenInvalid"},
	},
	documented{
		name: "of no form", rule: "mapbox-secret-token",
		asks:   "GET api.mapbox.com/tokens/v2?access_token={{secret}}",
		answer: outboundtest.Answer(200, `{"code": "TokenMalformed"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json code = TokenMalformed"},
	},
)
