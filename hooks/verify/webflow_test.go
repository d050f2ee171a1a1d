package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("webflow",
	documented{
		name: "lives", rule: "webflow-api-token",
		asks:   "GET api.webflow.com/v2/token/introspect",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"authorization": {"id": "55818d58616600637b9a5786", "createdOn": "2016-10-03T23:12:00.755Z", "grantType": "authorization_code", "rateLimit": 60, "scope": "assets:read,sites:read", "authorizedTo": {"siteIds": ["62f3b1f7"]}}, "application": {"id": "x", "displayName": "My App"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json authorization.id", Scopes: []string{"assets:read", "sites:read"}, Details: []leak.Detail{{Name: "application", Value: "My App"}}},
	},
	documented{
		name: "revoked", rule: "webflow-api-token",
		asks:   "GET api.webflow.com/v2/token/introspect",
		answer: outboundtest.Answer(401, `{"code": "not_authorized", "message": "Request not authorized", "details": []}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 401)"},
	},
)
