package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("intercom",
	documented{
		name: "lives", rule: "intercom-access-token",
		asks:   "GET api.intercom.io/me",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"type": "admin", "id": "991267459", "email": "admin1@example.com", "name": "Ciaran1 Lee", "app": {"type": "app", "id_code": "this_is_an_id1_that_should_be_at_least_4", "name": "MyApp 1", "region": "US"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json app.id_code", Owner: "admin1@example.com", Account: "MyApp 1"},
	},
	documented{
		name: "revoked", rule: "intercom-access-token",
		tries:  []string{"GET api.intercom.io/me", "GET api.eu.intercom.io/me"},
		asks:   "GET api.au.intercom.io/me",
		answer: outboundtest.Answer(401, `{"type": "error.list", "request_id": "x", "errors": [{"code": "token_revoked", "message": "Access Token Revoked"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.code = token_revoked"},
	},
	documented{
		name: "expired", rule: "intercom-access-token",
		tries:  []string{"GET api.intercom.io/me", "GET api.eu.intercom.io/me"},
		asks:   "GET api.au.intercom.io/me",
		answer: outboundtest.Answer(401, `{"type": "error.list", "errors": [{"code": "token_expired", "message": "Access Token Expired"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.code = token_expired"},
	},
	documented{
		name: "not there", rule: "intercom-access-token",
		tries:  []string{"GET api.intercom.io/me", "GET api.eu.intercom.io/me"},
		asks:   "GET api.au.intercom.io/me",
		answer: outboundtest.Answer(401, `{"type": "error.list", "errors": [{"code": "token_not_found", "message": "Access Token Not Found"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.code = token_not_found"},
	},
	documented{
		name: "another reason", rule: "intercom-access-token",
		tries:  []string{"GET api.intercom.io/me", "GET api.eu.intercom.io/me", "GET api.au.intercom.io/me"},
		answer: outboundtest.Answer(401, `{"type": "error.list", "errors": [{"code": "unauthorized", "message": "Access Token Invalid"}]}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, without one of the documented reasons (status 401)"},
	},
)
