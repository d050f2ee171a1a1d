package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("postman",
	documented{
		name: "lives", rule: "postman-api-key",
		asks:   "GET api.getpostman.com/me",
		header: header{"X-Api-Key": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"user": {"id": 12345678, "username": "taylor-lee", "email": "taylor.lee@example.com", "fullName": "Taylor Lee", "teamName": "Test Team"}, "operations": []}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json user.id", Owner: "taylor.lee@example.com", Account: "Test Team"},
	},
	documented{
		name: "invalid", rule: "postman-api-key",
		asks:   "GET api.getpostman.com/me",
		answer: outboundtest.Answer(401, `{"error": {"name": "AuthenticationError", "message": "Invalid API Key. Every request requires a valid API Key to be sent."}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.name = AuthenticationError"},
	},
)
