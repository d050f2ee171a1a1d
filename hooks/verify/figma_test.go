package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("figma",
	documented{
		name: "lives", rule: "figma-pat",
		asks:   "GET api.figma.com/v1/me",
		header: header{"X-Figma-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "857", "handle": "ada", "img_url": "https://example.com/a.png", "email": "ada@example.com"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "ada@example.com"},
	},
	documented{
		name: "invalid", rule: "figma-pat",
		asks:   "GET api.figma.com/v1/me",
		answer: outboundtest.Answer(403, `{"status": 403, "err": "Invalid token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json err = 'Invalid token'"},
	},
	documented{
		name: "expired", rule: "figma-pat",
		asks:   "GET api.figma.com/v1/me",
		answer: outboundtest.Answer(403, `{"status": 403, "err": "Token expired"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json err = 'Token expired'"},
	},
	documented{
		name: "of OAuth, lives", rule: "figma-oauth-token",
		asks:   "GET api.figma.com/v1/me",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "857", "handle": "ada", "img_url": "https://example.com/a.png", "email": "ada@example.com"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "ada@example.com"},
	},
	documented{
		name: "of OAuth, invalid", rule: "figma-oauth-token",
		asks:   "GET api.figma.com/v1/me",
		answer: outboundtest.Answer(403, `{"status": 403, "err": "Invalid token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json err = 'Invalid token'"},
	},
	documented{
		name: "of OAuth, expired", rule: "figma-oauth-token",
		asks:   "GET api.figma.com/v1/me",
		answer: outboundtest.Answer(403, `{"status": 403, "err": "Token expired"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 403 and json err = 'Token expired'"},
	},
)
