package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A key belongs to one region. "authorization required" is what a user without the
// right to see the list is told, too.
var _ = register(Issuer{
	Name: "sendgrid", Title: "SendGrid", Bases: []string{"https://api.sendgrid.com", "https://api.eu.sendgrid.com"},
	Rules: []string{"sendgrid-api-key"},
	Docs:  "https://www.twilio.com/docs/sendgrid/api-reference/api-key-permissions/retrieve-a-list-of-scopes-for-which-this-user-has-access",
	Tells: "scopes",
	Request: request.Must(request.Request{
		URL:      "/v3/scopes",
		Headers:  bearer(),
		Active:   []string{"status 200 and json scopes"},
		Inactive: []string{"status 401 and json errors.0.message = 'The provided authorization grant is invalid, expired, or revoked'"},
		Unclear:  []string{"status 401 and json errors", "status 403 and json errors"},
		Scopes:   "json scopes",
	}),
})
