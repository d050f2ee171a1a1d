package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("notion",
	documented{
		name: "lives", rule: "notion-token",
		asks: "GET api.notion.com/v1/users/me", header: header{"Authorization": "Bearer {{secret}}", "Notion-Version": "2022-06-28"},
		answer: outboundtest.Answer(200, `{"object": "user", "id": "16d84278-ab0e-484c-9bdd-b35da3bd8905", "name": "pied piper", "type": "bot", "bot": {"owner": {"type": "user", "user": {"name": "Richard"}}, "workspace_name": "Hooli"}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json object = user", Owner: "pied piper", Account: "Hooli",
			Details: []leak.Detail{{Name: "owner", Value: "user"}, {Name: "owner's name", Value: "Richard"}},
		},
	},
	documented{
		name: "may not see users", rule: "notion-legacy-token",
		asks:   "GET api.notion.com/v1/users/me",
		answer: outboundtest.Answer(403, `{"object": "error", "status": 403, "code": "restricted_resource", "message": "Insufficient permissions for this endpoint."}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json code = restricted_resource"},
	},
	documented{
		name: "is none", rule: "notion-token",
		asks:   "GET api.notion.com/v1/users/me",
		answer: outboundtest.Answer(401, `{"object": "error", "status": 401, "code": "unauthorized", "message": "API token is invalid."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json code = unauthorized"},
	},
)
