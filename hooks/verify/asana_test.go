package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("asana",
	documented{
		name: "lives", rule: "asana-pat",
		asks:   "GET app.asana.com/api/1.0/users/me",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"data": {"gid": "12345", "resource_type": "user", "name": "Greg Sanchez", "email": "gsanchez@example.com", "workspaces": [{"gid": "1331", "name": "My Company Workspace"}]}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.gid", Owner: "gsanchez@example.com", Account: "My Company Workspace"},
	},
	documented{
		name: "invalid", rule: "asana-pat",
		asks:   "GET app.asana.com/api/1.0/users/me",
		answer: outboundtest.Answer(401, `{"errors": [{"message": "Not Authorized", "help": "For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.message"},
	},
)
