package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("okta",
	documented{
		name: "lives", rule: "okta-api-token",
		bases:  []string{"https://acme.okta.com"},
		asks:   "GET acme.okta.com/api/v1/users/me",
		header: header{"Authorization": "SSWS {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "00ub0oNGTSWTBKOLGLNR", "status": "ACTIVE", "profile": {"firstName": "Isaac", "email": "isaac@example.com", "login": "isaac@example.com"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "isaac@example.com"},
	},
	documented{
		name: "revoked", rule: "okta-api-token",
		bases:  []string{"https://acme.okta.com"},
		asks:   "GET acme.okta.com/api/v1/users/me",
		answer: outboundtest.Answer(401, `{"errorCode": "E0000011", "errorSummary": "Invalid token provided", "errorLink": "E0000011", "errorId": "oaeHUpSHTL_T5-m8DTBwsVf6A", "errorCauses": []}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errorCode = E0000011"},
	},
)
