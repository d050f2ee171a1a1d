package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("contentful",
	documented{
		name: "lives", rule: "contentful-pat",
		asks:   "GET api.contentful.com/users/me",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"sys": {"type": "User", "id": "7BslKh9TdKGOK41VmLDjFZ"}, "firstName": "Ada", "email": "ada@example.com"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json sys.type = User", Owner: "ada@example.com"},
	},
	documented{
		name: "revoked", rule: "contentful-pat",
		asks:   "GET api.contentful.com/users/me",
		answer: outboundtest.Answer(401, `{"sys": {"type": "Error", "id": "AccessTokenInvalid"}, "message": "The access token you sent could not be found or is invalid."}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json sys.id = AccessTokenInvalid"},
	},
)
