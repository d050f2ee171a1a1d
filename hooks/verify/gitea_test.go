package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("codeberg",
	documented{
		name: "codeberg-access-token lives", rule: "codeberg-access-token",
		asks:   "GET codeberg.org/api/v1/user",
		header: header{"Authorization": "token {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": 1, "login": "ada", "email": "ada@example.com"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json login", Owner: "ada"},
	},
	documented{
		name: "codeberg-access-token lives, without the scope", rule: "codeberg-access-token",
		asks:   "GET codeberg.org/api/v1/user",
		header: header{"Authorization": "token {{secret}}"},
		answer: outboundtest.Answer(403, `{"message": "token does not have at least one of required scope(s): [read:user]"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json message ~ 'token does not have at least one of required scope'"},
	},
	documented{
		name: "codeberg-access-token invalid", rule: "codeberg-access-token",
		asks:   "GET codeberg.org/api/v1/user",
		answer: outboundtest.Answer(401, `{"message": "invalid username, password or token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message"},
	},
)

var _ = contract("gitea",
	documented{
		name: "gitea-access-token lives", rule: "gitea-access-token",
		bases:  []string{"https://git.example.com"},
		asks:   "GET git.example.com/api/v1/user",
		header: header{"Authorization": "token {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": 1, "login": "ada", "email": "ada@example.com"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json login", Owner: "ada"},
	},
	documented{
		name: "gitea-access-token lives, without the scope", rule: "gitea-access-token",
		bases:  []string{"https://git.example.com"},
		asks:   "GET git.example.com/api/v1/user",
		header: header{"Authorization": "token {{secret}}"},
		answer: outboundtest.Answer(403, `{"message": "token does not have at least one of required scope(s): [read:user]"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json message ~ 'token does not have at least one of required scope'"},
	},
	documented{
		name: "gitea-access-token invalid", rule: "gitea-access-token",
		bases:  []string{"https://git.example.com"},
		asks:   "GET git.example.com/api/v1/user",
		answer: outboundtest.Answer(401, `{"message": "invalid username, password or token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message"},
	},
)
