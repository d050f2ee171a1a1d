package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("netlify",
	documented{
		name: "lives", rule: "netlify-token",
		asks:   "GET api.netlify.com/api/v1/user",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "5a1", "uid": "x", "full_name": "Ada Park", "email": "ada@example.com"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "ada@example.com"},
	},
	documented{
		name: "invalid", rule: "netlify-token",
		asks:   "GET api.netlify.com/api/v1/user",
		answer: outboundtest.Answer(401, `{"code": 401, "message": "Access Denied: unable to verify access token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message ~ 'Access Denied'"},
	},
	documented{
		name: "a token of a build is not asked about", rule: "netlify-token", secret: "nfb_{{rand}}", answer: outboundtest.Answer(500, ``),
		want: leak.Verdict{State: leak.StateUnknown, Reason: "a token of a build speaks for no user, who is asked for"},
	},
)
