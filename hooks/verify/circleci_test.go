package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("circleci",
	documented{
		name: "lives", rule: "circleci-personal-token",
		asks:   "GET circleci.com/api/v2/me",
		header: header{"Circle-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "497f6eca-6276-4993-bfeb-53cbbbba6f08", "login": "octocat", "name": "Octo Cat"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "octocat"},
	},
	documented{
		name: "invalid", rule: "circleci-personal-token",
		asks:   "GET circleci.com/api/v2/me",
		answer: outboundtest.Answer(401, `{"message": "Invalid token provided."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'Invalid token provided.'"},
	},
	documented{
		name: "unknown", rule: "circleci-personal-token",
		asks:   "GET circleci.com/api/v2/me",
		answer: outboundtest.Answer(401, `{"message": "You must log in first."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'You must log in first.'"},
	},
	documented{
		name: "of a person or project, lives", rule: "circleci-token", asks: "GET circleci.com/api/v2/me", header: header{"Circle-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "497f6eca-6276-4993-bfeb-53cbbbba6f08", "login": "octocat", "name": "Octo Cat"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "octocat"},
	},
	documented{
		name: "of a person or project, refused", rule: "circleci-token", asks: "GET circleci.com/api/v2/me",
		answer: outboundtest.Answer(401, `{"message": "Invalid token provided."}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 401)"},
	},
)
