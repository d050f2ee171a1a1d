package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("grafana",
	documented{
		name: "lives", rule: "grafana-service-account",
		bases:  []string{"https://acme.grafana.net"},
		asks:   "GET acme.grafana.net/api/org",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": 1, "name": "Main Org.", "address": {}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Account: "Main Org."},
	},
	documented{
		name: "lives, without the right", rule: "grafana-service-account",
		bases:  []string{"https://acme.grafana.net"},
		asks:   "GET acme.grafana.net/api/org",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(403, `{"accessErrorId": "ACE0422978987", "message": "You'll need additional permissions to perform this action. Permissions needed: orgs:read", "title": "Access denied"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 403 and json accessErrorId"},
	},
	documented{
		name: "invalid", rule: "grafana-service-account",
		bases:  []string{"https://acme.grafana.net"},
		asks:   "GET acme.grafana.net/api/org",
		answer: outboundtest.Answer(401, `{"extra": null, "message": "Invalid API key", "messageId": "api-key.invalid", "statusCode": 401, "traceID": ""}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json messageId = api-key.invalid"},
	},
	documented{
		name: "invalid, by an older server", rule: "grafana-service-account",
		bases:  []string{"https://acme.grafana.net"},
		asks:   "GET acme.grafana.net/api/org",
		answer: outboundtest.Answer(401, `{"message": "Invalid API key"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'Invalid API key'"},
	},
	documented{
		name: "expired", rule: "grafana-service-account",
		bases:  []string{"https://acme.grafana.net"},
		asks:   "GET acme.grafana.net/api/org",
		answer: outboundtest.Answer(401, `{"message": "Expired API key", "messageId": "api-key.expired", "statusCode": 401}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json messageId = api-key.expired"},
	},
)
