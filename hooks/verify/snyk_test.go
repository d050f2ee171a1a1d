package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("snyk",
	documented{
		name: "lives", rule: "snyk-token",
		asks:   "GET api.snyk.io/rest/self?version=2024-10-15",
		header: header{"Authorization": "token {{secret}}"},
		answer: outboundtest.Answer(200, `{"jsonapi": {"version": "1.0"}, "data": {"type": "user", "id": "55a348e2-c3ad-4bbc-b40e-9b232d1f4121", "attributes": {"name": "Ada", "email": "ada@example.com", "username": "ada"}}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json data.id", Owner: "ada@example.com"},
	},
	documented{
		name: "invalid", rule: "snyk-token",
		tries:  []string{"GET api.snyk.io/rest/self?version=2024-10-15", "GET api.us.snyk.io/rest/self?version=2024-10-15", "GET api.eu.snyk.io/rest/self?version=2024-10-15"},
		asks:   "GET api.au.snyk.io/rest/self?version=2024-10-15",
		answer: outboundtest.Answer(401, `{"jsonapi": {"version": "1.0"}, "errors": [{"id": "1a2b", "status": "401", "code": "SNYK-0005", "title": "Unauthorized"}]}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors.0.status = 401"},
	},
)
