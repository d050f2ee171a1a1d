package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("sentry",
	documented{
		name: "lives", rule: "sentry-org-token",
		asks:   "GET sentry.io/api/0/",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"version": "0", "auth": {"scopes": ["org:read", "project:releases"]}, "user": {"id": "1", "username": "ada", "email": "ada@example.com"}}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json auth", Owner: "ada@example.com", Scopes: []string{"org:read", "project:releases"}},
	},
	documented{
		name: "of an organisation", rule: "sentry-org-token",
		asks:   "GET sentry.io/api/0/",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"version": "0", "auth": {"scopes": ["org:ci"]}, "user": null}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json auth", Scopes: []string{"org:ci"}},
	},
	documented{
		name: "of its own host", rule: "sentry-user-token",
		bases:  []string{"https://sentry.example.com"},
		asks:   "GET sentry.example.com/api/0/",
		answer: outboundtest.Answer(401, `{"detail": "Invalid token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json detail = 'Invalid token'"},
	},
	documented{
		name: "of the region that it tells", rule: "sentry-org-token", host: "us.sentry.io",
		asks:   "GET us.sentry.io/api/0/",
		answer: outboundtest.Answer(401, `{"detail": "Invalid token"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json detail = 'Invalid token'"},
	},
	documented{
		name: "unknown to the cloud", rule: "sentry-org-token",
		tries:  []string{"GET sentry.io/api/0/", "GET us.sentry.io/api/0/", "GET de.sentry.io/api/0/"},
		answer: outboundtest.Answer(401, `{"detail": "Invalid token"}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "this host does not know it (status 401 and json detail = 'Invalid token'), another may; name its host in [verify.hosts]"},
	},
)
