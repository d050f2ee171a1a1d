package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("deepgram",
	documented{
		name: "lives", rule: "deepgram-api-key",
		asks:   "GET api.deepgram.com/v1/projects",
		header: header{"Authorization": "Token {{secret}}"},
		answer: outboundtest.Answer(200, `{"projects": [{"project_id": "1a2b", "name": "Acme"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json projects.0.project_id", Account: "Acme"},
	},
	documented{
		name: "lives, without the scope", rule: "deepgram-api-key",
		asks:   "GET api.deepgram.com/v1/projects",
		answer: outboundtest.Answer(403, `{"err_code": "FORBIDDEN", "err_msg": "Insufficient permissions."}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 403)"},
	},
	documented{
		name: "invalid", rule: "deepgram-api-key",
		asks:   "GET api.deepgram.com/v1/projects",
		answer: outboundtest.Answer(401, `{"err_code": "INVALID_AUTH", "err_msg": "Invalid credentials.", "request_id": "x"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json err_code = INVALID_AUTH"},
	},
)
