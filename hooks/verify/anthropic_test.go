package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("anthropic",
	documented{
		name: "lives", rule: "anthropic-api-key",
		asks: "GET api.anthropic.com/v1/models?limit=1", header: header{"X-Api-Key": "{{secret}}", "Anthropic-Version": "2023-06-01"},
		answer: outboundtest.Answer(200, `{"data": [{"type": "model", "id": "claude-sonnet-4-20250514"}], "has_more": true}`, "anthropic-organization-id", "2b1c8a5e"),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data", Account: "2b1c8a5e"},
	},
	documented{
		name: "is none", rule: "anthropic-api-key",
		asks:   "GET api.anthropic.com/v1/models?limit=1",
		answer: outboundtest.Answer(401, `{"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.type = authentication_error"},
	},
	documented{
		name: "an administrator's, lives", rule: "anthropic-admin-key",
		asks: "GET api.anthropic.com/v1/organizations/me", header: header{"X-Api-Key": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "12345678-1234-5678-1234-567812345678", "type": "organization", "name": "Organization Name"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json type = organization", Owner: "Organization Name", Account: "12345678-1234-5678-1234-567812345678"},
	},
	documented{
		name: "an administrator's, is none", rule: "anthropic-admin-key",
		asks:   "GET api.anthropic.com/v1/organizations/me",
		answer: outboundtest.Answer(401, `{"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.type = authentication_error"},
	},
)
