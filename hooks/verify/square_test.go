package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("square",
	documented{
		name: "lives", rule: "square-access-token",
		asks:   "POST connect.squareup.com/oauth2/token/status",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"scopes": ["PAYMENTS_READ", "PAYMENTS_WRITE"], "expires_at": "2026-10-14T14:00:00Z", "client_id": "CLIENT_ID", "merchant_id": "MERCHANT_ID"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json merchant_id", Account: "MERCHANT_ID", Scopes: []string{"PAYMENTS_READ", "PAYMENTS_WRITE"}, Expires: day(2026, 10, 14, 14), Details: []leak.Detail{{Name: "application", Value: "CLIENT_ID"}}},
	},
	documented{
		name: "revoked", rule: "square-access-token",
		tries:  []string{"POST connect.squareup.com/oauth2/token/status"},
		asks:   "POST connect.squareupsandbox.com/oauth2/token/status",
		answer: outboundtest.Answer(401, `{"errors": [{"category": "AUTHENTICATION_ERROR", "code": "ACCESS_TOKEN_REVOKED"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.code = ACCESS_TOKEN_REVOKED"},
	},
	documented{
		name: "expired", rule: "square-access-token",
		tries:  []string{"POST connect.squareup.com/oauth2/token/status"},
		asks:   "POST connect.squareupsandbox.com/oauth2/token/status",
		answer: outboundtest.Answer(401, `{"errors": [{"category": "AUTHENTICATION_ERROR", "code": "ACCESS_TOKEN_EXPIRED"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.code = ACCESS_TOKEN_EXPIRED"},
	},
	documented{
		name: "invalid", rule: "square-access-token",
		tries:  []string{"POST connect.squareup.com/oauth2/token/status"},
		asks:   "POST connect.squareupsandbox.com/oauth2/token/status",
		answer: outboundtest.Answer(401, `{"errors": [{"category": "AUTHENTICATION_ERROR", "code": "UNAUTHORIZED", "detail": "This request could not be authorized."}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.code = UNAUTHORIZED"},
	},
)
