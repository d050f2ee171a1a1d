package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("huggingface",
	documented{
		name: "lives", rule: "huggingface-token",
		asks: "GET huggingface.co/api/whoami-v2", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"type": "user", "id": "62f264b9f3c90f4b6514a269", "name": "hub.js", "fullname": "CI bot", "orgs": [{"name": "acme"}], "auth": {"type": "access_token", "expiresAt": "2026-09-01T00:00:00Z", "accessToken": {"createdAt": "2024-01-01T00:00:00.000Z", "displayName": "ci-hub.js", "role": "write"}}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json name and json auth.type", Owner: "hub.js", Account: "acme", Scopes: []string{"write"}, Expires: day(2026, 9, 1, 0),
			Details: []leak.Detail{{Name: "account type", Value: "user"}, {Name: "token created", Value: "2024-01-01T00:00:00.000Z"}, {Name: "token name", Value: "ci-hub.js"}},
		},
	},
	documented{
		name: "is none", rule: "huggingface-token",
		asks:   "GET huggingface.co/api/whoami-v2",
		answer: outboundtest.Answer(401, `{"error": "Invalid credentials in Authorization header"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error"},
	},
)
