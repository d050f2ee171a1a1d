package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("resend",
	documented{
		name: "lives", rule: "resend-api-key",
		asks:   "GET api.resend.com/domains",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"object": "list", "data": [{"id": "d91cd9bd-1176-453e-8fc1-35364d380206", "name": "example.com", "status": "verified"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json object = list", Account: "example.com"},
	},
	documented{
		name: "lives, for sending alone", rule: "resend-api-key",
		asks:   "GET api.resend.com/domains",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(401, `{"statusCode": 401, "name": "restricted_api_key", "message": "This API key is restricted to only send emails"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 401 and json name = restricted_api_key"},
	},
	documented{
		name: "invalid", rule: "resend-api-key",
		asks:   "GET api.resend.com/domains",
		answer: outboundtest.Answer(403, `{"statusCode": 403, "name": "invalid_api_key", "message": "API key is invalid"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json name = invalid_api_key"},
	},
	documented{
		name: "invalid, in other words", rule: "resend-api-key",
		asks:   "GET api.resend.com/domains",
		answer: outboundtest.Answer(400, `{"statusCode": 400, "name": "validation_error", "message": "API key is invalid"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 400 401 403 and json message = 'API key is invalid'"},
	},
)
