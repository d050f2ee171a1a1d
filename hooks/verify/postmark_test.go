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
		tries:  []string{"GET api.postmarkapp.com/server"},
		asks:   "GET api.postmarkapp.com/servers?count=1&offset=0",
		header: header{"X-Postmark-Account-Token": "{{secret}}", "X-Postmark-Server-Token": ""},
		answer: outboundtest.Answer(401, `{"ErrorCode": 10, "Message": "No Account or Server API tokens were supplied in the HTTP headers."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json ErrorCode = 10"},
	},
	documented{
		name: "of the account", rule: "postmark-server-token",
		tries:  []string{"GET api.postmarkapp.com/server"},
		asks:   "GET api.postmarkapp.com/servers?count=1&offset=0",
		header: header{"X-Postmark-Account-Token": "{{secret}}"},
		answer: outboundtest.Sequence(outboundtest.Answer(401, `{"ErrorCode": 10, "Message": "…"}`), outboundtest.Answer(200, `{"TotalCount": 2, "Servers": [{"ID": 1, "Name": "Production01", "ApiTokens": ["server token"]}]}`)),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json TotalCount", Details: []leak.Detail{{Name: "servers", Value: "2"}}},
	},
)
