package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("dnsimple",
	documented{
		name: "of an account", rule: "dnsimple-account-token",
		asks:   "GET api.dnsimple.com/v2/whoami",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"data": {"user": null, "account": {"id": 1, "email": "example-account@example.com", "plan_identifier": "teams-v1-monthly"}}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.account.id", Account: "example-account@example.com"},
	},
	documented{
		name: "of a user", rule: "dnsimple-account-token",
		asks:   "GET api.dnsimple.com/v2/whoami",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"data": {"user": {"id": 1, "email": "example-user@example.com"}, "account": null}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.user.id", Owner: "example-user@example.com"},
	},
	documented{
		name: "invalid", rule: "dnsimple-account-token",
		asks:   "GET api.dnsimple.com/v2/whoami",
		answer: outboundtest.Answer(401, `{"message": "Authentication failed"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'Authentication failed'"},
	},
)
