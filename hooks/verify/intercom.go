package verify

import "github.com/leaksieve/leaksieve/rules/request"

// The codes are those of
// https://developers.intercom.com/docs/references/rest-api/errors/error-codes. Each region
// has workspaces of its own.
var _ = register(Issuer{
	Name: "intercom", Title: "Intercom",
	Bases: []string{"https://api.intercom.io", "https://api.eu.intercom.io", "https://api.au.intercom.io"},
	Rules: []string{"intercom-access-token"},
	Docs:  "https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin",
	Tells: "admin, workspace",
	Request: request.Must(request.Request{
		URL:      "/me",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json app.id_code"},
		Ended:    []string{"status 401 and json errors.0.code = token_revoked", "status 401 and json errors.0.code = token_expired"},
		Inactive: []string{"status 401 and json errors.0.code = token_not_found"},
		Owner:    "json email",
		Account:  "json app.name",
	}),
})
