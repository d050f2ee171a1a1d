package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("mailgun",
	documented{
		name: "lives", rule: "mailgun-key",
		asks: "GET api.mailgun.net/v4/domains?limit=1", header: header{"Authorization": "{{basic api:{{secret}}}}"},
		answer: outboundtest.Answer(200, `{"total_count": 1, "items": [{"name": "mg.example.com", "state": "active"}]}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json total_count", Account: "mg.example.com",
			Details: []leak.Detail{{Name: "domains", Value: "1"}},
		},
	},
	documented{
		name: "has no domain", rule: "mailgun-api-key",
		asks:   "GET api.mailgun.net/v4/domains?limit=1",
		answer: outboundtest.Answer(200, `{"total_count": 0, "items": []}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json total_count",
			Details: []leak.Detail{{Name: "domains", Value: "0"}},
		},
	},
	documented{
		name: "is none, or may only send", rule: "mailgun-key",
		bases:  []string{"https://api.eu.mailgun.net"},
		asks:   "GET api.eu.mailgun.net/v4/domains?limit=1",
		answer: outboundtest.Answer(401, `Forbidden`, "Content-Type", "text/plain"),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, which may have other reasons than the token (status 401)"},
	},
)
