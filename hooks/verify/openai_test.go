package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("openai",
	documented{
		name: "lives", rule: "openai-project-key",
		asks: "GET api.openai.com/v1/models", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"object": "list", "data": [{"id": "gpt-4o", "object": "model", "owned_by": "openai"}]}`, "OpenAI-Organization", "acme-inc", "OpenAI-Project", "proj_1"),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json object = list", Account: "acme-inc",
			Details: []leak.Detail{{Name: "project", Value: "proj_1"}},
		},
	},
	documented{
		name: "is none", rule: "openai-legacy-api-key",
		asks:   "GET api.openai.com/v1/models",
		answer: outboundtest.Answer(401, `{"error": {"message": "Incorrect API key provided: sk-abc**def.", "type": "invalid_request_error", "param": null, "code": "invalid_api_key"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.code = invalid_api_key"},
	},
	documented{
		name: "is not for this address", rule: "openai-project-key",
		asks:   "GET api.openai.com/v1/models",
		answer: outboundtest.Answer(401, `{"error": {"message": "Your request IP does not match the configured IP allowlist.", "code": "ip_not_authorized"}}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, which may have other reasons than the token (status 401 and json error)"},
	},
	documented{
		name: "an administrator's, lives", rule: "openai-admin-key",
		asks: "GET api.openai.com/v1/organization/admin_api_keys?limit=1", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"object": "list", "data": [], "has_more": false}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json object = list"},
	},
	documented{
		name: "an administrator's, is none", rule: "openai-admin-key",
		asks:   "GET api.openai.com/v1/organization/admin_api_keys?limit=1",
		answer: outboundtest.Answer(401, `{"error": {"code": "invalid_api_key"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.code = invalid_api_key"},
	},
)
