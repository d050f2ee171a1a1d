package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "dropbox", Title: "Dropbox", Bases: []string{"https://api.dropboxapi.com"},
	Rules: []string{"dropbox-short-lived-token"},
	Docs:  "https://www.dropbox.com/developers/documentation/http/documentation#users-get_current_account",
	Tells: "user, team",
	Request: request.Must(request.Request{
		Method:   "POST",
		URL:      "/2/users/get_current_account",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Body:     "null",
		Active:   []string{"status 200 and json account_id", "status 401 and json error..tag = missing_scope"},
		Ended:    []string{"status 401 and json error..tag = expired_access_token"},
		Inactive: []string{"status 401 and json error..tag = invalid_access_token"},
		Owner:    "json email or json account_id",
		Account:  "json team.name",
	}),
})

var _ = register(Issuer{
	Name: "dropbox", Title: "Dropbox", Bases: []string{"https://api.dropboxapi.com"},
	Rules:  []string{"dropbox-refresh-token"},
	Docs:   "https://www.dropbox.com/developers/documentation/http/documentation#oauth2-token",
	Cannot: "it takes the key and secret of its app",
})
