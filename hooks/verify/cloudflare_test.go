package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("cloudflare",
	documented{
		name: "lives", rule: "cloudflare-user-token",
		asks: "GET api.cloudflare.com/client/v4/user/tokens/verify", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"result": {"id": "ed17574386854bf78a67040be0a770b0", "status": "active", "expires_on": "2026-10-01T00:00:00Z", "not_before": "2018-07-01T05:20:00Z"}, "success": true, "errors": [], "messages": []}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json result.status = active", Expires: day(2026, 10, 1, 0),
			Details: []leak.Detail{{Name: "token id", Value: "ed17574386854bf78a67040be0a770b0"}},
		},
	},
	documented{
		name: "is disabled", rule: "cloudflare-user-token",
		asks:   "GET api.cloudflare.com/client/v4/user/tokens/verify",
		answer: outboundtest.Answer(200, `{"result": {"id": "ed17574386854bf78a67040be0a770b0", "status": "disabled", "expires_on": "2026-10-01T00:00:00Z", "not_before": "2018-07-01T05:20:00Z"}, "success": true, "errors": [], "messages": []}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json result.status = disabled"},
	},
	documented{
		name: "is none", rule: "cloudflare-user-token",
		asks:   "GET api.cloudflare.com/client/v4/user/tokens/verify",
		answer: outboundtest.Answer(401, `{"success": false, "errors": [{"code": 1000, "message": "Invalid API Token"}], "messages": [], "result": null}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.code = 1000"},
	},
	documented{
		name: "of the older form, lives", rule: "cloudflare-api-token",
		asks: "GET api.cloudflare.com/client/v4/user/tokens/verify", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"result": {"id": "ed17574386854bf78a67040be0a770b0", "status": "active", "expires_on": "2026-10-01T00:00:00Z", "not_before": "2018-07-01T05:20:00Z"}, "success": true, "errors": [], "messages": []}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json result.status = active", Expires: day(2026, 10, 1, 0),
			Details: []leak.Detail{{Name: "token id", Value: "ed17574386854bf78a67040be0a770b0"}},
		},
	},
	documented{
		name: "of the older form, expired", rule: "cloudflare-api-token",
		asks:   "GET api.cloudflare.com/client/v4/user/tokens/verify",
		answer: outboundtest.Answer(200, `{"result": {"id": "ed17574386854bf78a67040be0a770b0", "status": "expired", "expires_on": "2026-10-01T00:00:00Z", "not_before": "2018-07-01T05:20:00Z"}, "success": true, "errors": [], "messages": []}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json result.status = expired"},
	},
	documented{
		name: "of the older form, is none or an account's", rule: "cloudflare-api-token",
		asks:   "GET api.cloudflare.com/client/v4/user/tokens/verify",
		answer: outboundtest.Answer(401, `{"success": false, "errors": [{"code": 1000, "message": "Invalid API Token"}], "messages": [], "result": null}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, which may have other reasons than the token (status 401 and json errors.0.code = 1000)"},
	},
)
