package verify

import "github.com/leaksieve/leaksieve/rules/request"

// The request is the one of "sentry-cli info". Tokens of a Sentry of one's own have
// the same form; one of an organisation tells its region.
var _ = register(Issuer{
	Name: "sentry", Title: "Sentry", Bases: []string{"https://sentry.io", "https://us.sentry.io", "https://de.sentry.io"},
	Local: true,
	Rules: []string{"sentry-org-token", "sentry-user-token", "sentry-integration-token"},
	Docs:  "https://docs.sentry.io/api/auth/",
	Tells: "user, scopes",
	Request: request.Must(request.Request{
		URL:      "/api/0/",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json auth"},
		Inactive: []string{"status 401 and json detail = 'Invalid token'"},
		Owner:    "json user.email or json user.username",
		Scopes:   "json auth.scopes",
	}),
})
