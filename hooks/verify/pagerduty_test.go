package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("pagerduty",
	documented{
		name: "lives", rule: "pagerduty-api-key",
		asks:   "GET api.pagerduty.com/abilities",
		header: header{"Authorization": "Token token={{secret}}", "Accept": "application/vnd.pagerduty+json;version=2"},
		answer: outboundtest.Answer(200, `{"abilities": ["teams", "read_only_users"]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json abilities.0"},
	},
	documented{
		name: "invalid", rule: "pagerduty-api-key",
		tries:  []string{"GET api.pagerduty.com/abilities"},
		asks:   "GET api.eu.pagerduty.com/abilities",
		answer: outboundtest.Answer(401, `{"error": {"code": 2006, "message": "Unauthorized"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401"},
	},
)
