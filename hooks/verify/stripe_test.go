package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("stripe",
	documented{
		name: "lives", rule: "stripe-live-secret-key",
		asks: "GET api.stripe.com/v1/account", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "acct_1Nv0FGQ9RKHgCVdK", "object": "account", "country": "US", "email": "jenny.rosen@example.com", "settings": {"dashboard": {"display_name": "Rosen Roses"}}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json object = account", Owner: "Rosen Roses", Account: "acct_1Nv0FGQ9RKHgCVdK",
			Details: []leak.Detail{{Name: "country", Value: "US"}},
		},
	},
	documented{
		name: "has no right to see the account", rule: "stripe-live-restricted-key",
		asks:   "GET api.stripe.com/v1/account",
		answer: outboundtest.Answer(403, `{"error": {"message": "The provided key does not have the required permissions for this endpoint.", "type": "invalid_request_error"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json error.type = invalid_request_error"},
	},
	documented{
		name: "is none", rule: "stripe-test-secret-key",
		asks:   "GET api.stripe.com/v1/account",
		answer: outboundtest.Answer(401, `{"error": {"message": "Invalid API Key provided: sk_test_****", "type": "invalid_request_error"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.type = invalid_request_error"},
	},
	documented{
		name: "expired", rule: "stripe-test-secret-key",
		asks:   "GET api.stripe.com/v1/account",
		answer: outboundtest.Answer(401, `{"error": {"code": "api_key_expired", "message": "Expired API Key provided", "type": "invalid_request_error"}}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error.code = api_key_expired"},
	},
)
