package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("linode",
	documented{
		name: "lives", rule: "linode-api-token",
		asks:   "GET api.linode.com/v4/profile",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"username": "exampleUser", "email": "example-user@example.com", "restricted": false}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json username", Owner: "exampleUser"},
	},
	documented{
		name: "lives, without the scope", rule: "linode-api-token",
		asks:   "GET api.linode.com/v4/profile",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(401, `{"errors": [{"reason": "Your OAuth token is not authorized to use this endpoint."}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 401 and json errors.0.reason = 'Your OAuth token is not authorized to use this endpoint.'"},
	},
	documented{
		name: "invalid", rule: "linode-api-token",
		asks:   "GET api.linode.com/v4/profile",
		answer: outboundtest.Answer(401, `{"errors": [{"reason": "Invalid Token"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.reason = 'Invalid Token'"},
	},
)
