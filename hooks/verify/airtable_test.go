package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("airtable",
	documented{
		name: "lives", rule: "airtable-pat",
		asks:   "GET api.airtable.com/v0/meta/whoami",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "usrL2PNC5o3H4lBEi", "email": "foo@example.com", "scopes": ["user.email:read"]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "foo@example.com", Scopes: []string{"user.email:read"}},
	},
	documented{
		name: "invalid", rule: "airtable-pat",
		asks:   "GET api.airtable.com/v0/meta/whoami",
		answer: outboundtest.Answer(401, `{"error": {"type": "AUTHENTICATION_REQUIRED", "message": "Authentication required"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.type = AUTHENTICATION_REQUIRED"},
	},
)
