package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("postmark",
	documented{
		name: "lives", rule: "postmark-server-token",
		asks:   "GET api.postmarkapp.com/server",
		header: header{"X-Postmark-Server-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"ID": 1, "Name": "Staging Testing", "ApiTokens": ["server token"], "Color": "red"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json ID", Account: "Staging Testing"},
	},
	documented{
		name: "invalid", rule: "postmark-server-token",
		asks:   "GET api.postmarkapp.com/server",
		answer: outboundtest.Answer(401, `{"ErrorCode": 10, "Message": "No Account or Server API tokens were supplied in the HTTP headers."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json ErrorCode = 10"},
	},
)
