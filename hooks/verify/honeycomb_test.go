package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("honeycomb",
	documented{
		name: "lives", rule: "honeycomb-configuration-key",
		asks:   "GET api.honeycomb.io/1/auth",
		header: header{"X-Honeycomb-Team": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "hcxik_1", "type": "ingest", "api_key_access": {"events": true}, "environment": {"name": "Production", "slug": "production"}, "team": {"name": "Acme", "slug": "acme"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json team.slug", Account: "acme", Details: []leak.Detail{{Name: "environment", Value: "production"}, {Name: "kind", Value: "ingest"}}},
	},
	documented{
		name: "unknown", rule: "honeycomb-configuration-key",
		tries:  []string{"GET api.honeycomb.io/1/auth"},
		asks:   "GET api.eu1.honeycomb.io/1/auth",
		answer: outboundtest.Answer(401, `{"error": "unknown API key - check your credentials"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json error ~ 'unknown API key'"},
	},
)
