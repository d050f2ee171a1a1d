package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("hubspot",
	documented{
		name: "lives", rule: "hubspot-private-app-token",
		asks:   "GET api.hubapi.com/account-info/v3/details",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"portalId": 1234567, "accountType": "STANDARD", "timeZone": "US/Eastern", "uiDomain": "app.hubspot.com"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json portalId", Account: "1234567", Details: []leak.Detail{{Name: "account type", Value: "STANDARD"}}},
	},
	documented{
		name: "lives, without the scope", rule: "hubspot-private-app-token",
		asks:   "GET api.hubapi.com/account-info/v3/details",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(403, `{"status": "error", "message": "This app hasn't been granted all required scopes to make this call.", "category": "MISSING_SCOPES"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json category = MISSING_SCOPES"},
	},
	documented{
		name: "expired", rule: "hubspot-private-app-token",
		asks:   "GET api.hubapi.com/account-info/v3/details",
		answer: outboundtest.Answer(401, `{"status": "error", "message": "The OAuth token used to make this call expired 2 hour(s) ago.", "category": "EXPIRED_AUTHENTICATION"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json category = EXPIRED_AUTHENTICATION"},
	},
	documented{
		name: "invalid", rule: "hubspot-private-app-token",
		asks:   "GET api.hubapi.com/account-info/v3/details",
		answer: outboundtest.Answer(401, `{"status": "error", "message": "Authentication credentials not found.", "category": "INVALID_AUTHENTICATION"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json category = INVALID_AUTHENTICATION"},
	},
)
