package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("linear",
	documented{
		name: "lives", rule: "linear-api-key",
		asks: "POST api.linear.app/graphql", header: header{"Authorization": "{{secret}}", "Content-Type": "application/json"},
		body:   linearViewer,
		answer: outboundtest.Answer(200, `{"data": {"viewer": {"name": "Ada", "email": "ada@example.com", "admin": true}, "organization": {"name": "Acme", "urlKey": "acme"}}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.viewer.email", Owner: "ada@example.com", Account: "Acme",
			Details: []leak.Detail{{Name: "admin", Value: "true"}, {Name: "workspace", Value: "acme"}},
		},
	},
	documented{
		name: "is none", rule: "linear-api-key",
		asks:   "POST api.linear.app/graphql",
		body:   linearViewer,
		answer: outboundtest.Answer(400, `{"errors": [{"message": "Authentication required, not authenticated", "extensions": {"type": "authentication error", "code": "AUTHENTICATION_ERROR", "userError": true}}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "json errors.0.extensions.code = AUTHENTICATION_ERROR"},
	},
	documented{
		name: "OAuth, lives", rule: "linear-oauth-token",
		asks: "POST api.linear.app/graphql", header: header{"Authorization": "Bearer {{secret}}"},
		body:   linearViewer,
		answer: outboundtest.Answer(200, `{"data": {"viewer": {"name": "Ada", "email": "ada@example.com", "admin": true}, "organization": {"name": "Acme", "urlKey": "acme"}}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.viewer.email", Owner: "ada@example.com", Account: "Acme",
			Details: []leak.Detail{{Name: "admin", Value: "true"}, {Name: "workspace", Value: "acme"}},
		},
	},
	documented{
		name: "OAuth, is none", rule: "linear-oauth-token",
		asks:   "POST api.linear.app/graphql",
		body:   linearViewer,
		answer: outboundtest.Answer(401, `{"errors": [{"message": "Authentication required, not authenticated", "extensions": {"type": "authentication error", "code": "AUTHENTICATION_ERROR", "userError": true}}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "json errors.0.extensions.code = AUTHENTICATION_ERROR"},
	},
)
