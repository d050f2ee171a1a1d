package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("vultr",
	documented{
		name: "lives", rule: "vultr-api-key",
		asks:   "GET api.vultr.com/v2/account",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"account": {"name": "Example Account", "email": "admin@example.com", "acls": ["manage_users", "subscriptions_view"], "balance": -100.55}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json account.email", Owner: "admin@example.com", Account: "Example Account", Scopes: []string{"manage_users", "subscriptions_view"}},
	},
	documented{
		name: "invalid", rule: "vultr-api-key",
		asks:   "GET api.vultr.com/v2/account",
		answer: outboundtest.Answer(401, `{"error": "Invalid API token.", "status": 401}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error = 'Invalid API token.'"},
	},
	documented{
		name: "not from this address", rule: "vultr-api-key",
		asks:   "GET api.vultr.com/v2/account",
		answer: outboundtest.Answer(401, `{"error": "Unauthorized IP address: 192.0.2.1", "status": 401}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 401)"},
	},
)
