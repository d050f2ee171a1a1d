package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("elevenlabs",
	documented{
		name: "lives", rule: "elevenlabs-api-key",
		asks:   "GET api.elevenlabs.io/v1/user",
		header: header{"xi-api-key": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"user_id": "1a2b", "subscription": {"tier": "trial", "character_count": 17231, "character_limit": 100000}, "is_new_user": false}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json subscription.tier", Owner: "1a2b", Details: []leak.Detail{{Name: "plan", Value: "trial"}}},
	},
	documented{
		name: "lives, without the permission", rule: "elevenlabs-api-key",
		asks:   "GET api.elevenlabs.io/v1/user",
		header: header{"xi-api-key": "{{secret}}"},
		answer: outboundtest.Answer(401, `{"detail": {"status": "missing_permissions", "message": "The API key you used is missing the permission user_read to execute this operation."}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 401 and json detail.status = missing_permissions"},
	},
	documented{
		name: "invalid", rule: "elevenlabs-api-key",
		asks:   "GET api.elevenlabs.io/v1/user",
		answer: outboundtest.Answer(401, `{"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json detail.status = invalid_api_key"},
	},
)
