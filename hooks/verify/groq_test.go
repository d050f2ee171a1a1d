package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("groq",
	documented{
		name: "lives", rule: "groq-api-key",
		asks:   "GET api.groq.com/openai/v1/models",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"object": "list", "data": [{"id": "llama-3.1-8b-instant", "object": "model", "owned_by": "Meta"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.*.id"},
	},
	documented{
		name: "invalid", rule: "groq-api-key",
		asks:   "GET api.groq.com/openai/v1/models",
		answer: outboundtest.Answer(401, `{"error": {"message": "Invalid API Key", "type": "invalid_request_error", "code": "invalid_api_key"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.code = invalid_api_key"},
	},
)
