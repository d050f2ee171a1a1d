package revoke

// https://www.dropbox.com/developers/documentation/http/documentation#auth-token-revoke
var _ = register(Way{
	Name: "dropbox", Kind: Self, Bases: []string{"https://api.dropboxapi.com"},
	Rules:  []string{"dropbox-short-lived-token"},
	Docs:   "https://www.dropbox.com/developers/documentation/http/documentation#auth-token-revoke",
	Does:   "POST /2/auth/token/revoke",
	Effect: "its refresh token and all other access tokens of that end with it",
	Page:   "https://www.dropbox.com/account/connected_apps",
	Steps:  []string{"Disconnect the app at https://www.dropbox.com/account/connected_apps."},
	Do:     one(bearer("POST", "/2/auth/token/revoke"), usual()),
})
