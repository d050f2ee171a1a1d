package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("databricks",
	documented{
		name: "lives", rule: "databricks-pat",
		bases:  []string{"https://dbc-a1b2345c-d6e7.cloud.databricks.com"},
		asks:   "GET dbc-a1b2345c-d6e7.cloud.databricks.com/api/2.0/preview/scim/v2/Me",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "6535194597985784", "userName": "ada@example.com", "active": true, "displayName": "Ada"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json userName", Owner: "ada@example.com"},
	},
	documented{
		name: "invalid", rule: "databricks-pat",
		bases:  []string{"https://dbc-a1b2345c-d6e7.cloud.databricks.com"},
		asks:   "GET dbc-a1b2345c-d6e7.cloud.databricks.com/api/2.0/preview/scim/v2/Me",
		answer: outboundtest.Answer(403, `{"error_code": "403", "message": "Invalid access token. [ReqId: 8d2f]"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 403 and json message ~ 'Invalid access token'"},
	},
	documented{
		name: "expired", rule: "databricks-pat",
		bases:  []string{"https://dbc-a1b2345c-d6e7.cloud.databricks.com"},
		asks:   "GET dbc-a1b2345c-d6e7.cloud.databricks.com/api/2.0/preview/scim/v2/Me",
		answer: outboundtest.Answer(403, `{"error_code": "403", "message": "Access token expired. [ReqId: 8d2f]"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 403 and json message ~ 'token expired'"},
	},
)
