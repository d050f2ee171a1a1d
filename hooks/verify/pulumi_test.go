package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("pulumi",
	documented{
		name: "lives", rule: "pulumi-access-token",
		asks:   "GET api.pulumi.com/api/user",
		header: header{"Authorization": "token {{secret}}", "Accept": "application/vnd.pulumi+8"},
		answer: outboundtest.Answer(200, `{"id": "u-1", "githubLogin": "ada", "name": "Ada Park", "email": "ada@example.com", "organizations": [{"githubLogin": "acme", "name": "Acme"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json githubLogin", Owner: "ada", Account: "acme"},
	},
	documented{
		name: "unknown to the cloud", rule: "pulumi-access-token",
		asks:   "GET api.pulumi.com/api/user",
		answer: outboundtest.Answer(401, `{"code": 401, "message": "Unauthorized: No credentials provided or are invalid."}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "this host does not know it (status 401 and json code = 401), another may; name its host in [verify.hosts]"},
	},
	documented{
		name: "unknown to the host that the user named", rule: "pulumi-access-token",
		bases:  []string{"https://pulumi.example.com"},
		asks:   "GET pulumi.example.com/api/user",
		answer: outboundtest.Answer(401, `{"code": 401, "message": "Unauthorized: No credentials provided or are invalid."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json code = 401"},
	},
)
