package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("supabase",
	documented{
		name: "lives", rule: "supabase-pat",
		asks:   "GET api.supabase.com/v1/organizations",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `[{"id": "acme-id", "slug": "acme", "name": "Acme"}]`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json *.id", Account: "Acme"},
	},
	documented{
		name: "invalid", rule: "supabase-pat",
		asks:   "GET api.supabase.com/v1/organizations",
		answer: outboundtest.Answer(401, `{"message": "JWT could not be decoded"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'JWT could not be decoded'"},
	},
	documented{
		name: "revoked", rule: "supabase-pat",
		asks:   "GET api.supabase.com/v1/organizations",
		answer: outboundtest.Answer(401, `{"message": "Unauthorized"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = Unauthorized"},
	},
)
