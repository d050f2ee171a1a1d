package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("sendgrid",
	documented{
		name: "lives", rule: "sendgrid-api-key",
		asks: "GET api.sendgrid.com/v3/scopes", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"scopes": ["mail.send", "alerts.create", "alerts.read"]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json scopes", Scopes: []string{"alerts.create", "alerts.read", "mail.send"}},
	},
	documented{
		name: "is none of either region", rule: "sendgrid-api-key",
		tries:  []string{"GET api.sendgrid.com/v3/scopes"},
		asks:   "GET api.eu.sendgrid.com/v3/scopes",
		answer: outboundtest.Answer(401, `{"errors": [{"message": "The provided authorization grant is invalid, expired, or revoked", "field": null, "help": null}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.message = 'The provided authorization grant is invalid, expired, or revoked'"},
	},
	documented{
		name: "may not see its scopes", rule: "sendgrid-api-key",
		bases:  []string{"https://api.sendgrid.com"},
		asks:   "GET api.sendgrid.com/v3/scopes",
		answer: outboundtest.Answer(401, `{"errors": [{"field": null, "message": "authorization required"}]}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, which may have other reasons than the token (status 401 and json errors)"},
	},
)
