package verify

import "github.com/leaksieve/leaksieve/rules/request"

// Keys of all Google APIs have the same form. This one lists models, for nothing; what
// a refusal means is the same everywhere, google.api.ErrorReason of
// https://github.com/googleapis/googleapis/blob/master/google/api/error_reason.proto:
// of API_KEY_INVALID alone it is that the key "is in a bad format, cannot be found, or
// has been expired".
var _ = register(Issuer{
	Name: "gemini", Title: "Google", Bases: []string{"https://generativelanguage.googleapis.com"},
	Rules: []string{"google-api-key", "gemini-api-key"},
	Docs:  "https://ai.google.dev/api/models#method:-models.list",
	Tells: "that it lives, and what it is restricted to",
	Request: request.Must(request.Request{
		URL:      "/v1beta/models?pageSize=1",
		Headers:  map[string]string{"X-Goog-Api-Key": "{{secret}}"},
		Active:   []string{"status 200 and json models.*.name", "status 403 and json error.details.*.reason = SERVICE_DISABLED", "status 403 and json error.details.*.reason = API_KEY_SERVICE_BLOCKED", "status 403 and json error.details.*.reason = API_KEY_HTTP_REFERRER_BLOCKED", "status 403 and json error.details.*.reason = API_KEY_IP_ADDRESS_BLOCKED", "status 403 and json error.details.*.reason = API_KEY_ANDROID_APP_BLOCKED", "status 403 and json error.details.*.reason = API_KEY_IOS_APP_BLOCKED"},
		Inactive: []string{"status 400 and json error.details.*.reason = API_KEY_INVALID"},
	}),
})

// The end point of Google for looking at tokens takes them in the query.
var _ = register(Issuer{
	Name: "google", Title: "Google", Bases: []string{"https://oauth2.googleapis.com"},
	Rules: []string{"google-oauth-access-token"},
	Docs:  "https://developers.google.com/identity/protocols/oauth2/openid-connect#validatinganidtoken",
	Tells: "user, scopes, expiry",
	Request: request.Must(request.Request{
		URL:      "/tokeninfo?access_token={{secret}}",
		Active:   []string{"status 200 and json expires_in"},
		Inactive: []string{"status 400 and json error = invalid_token", "status 400 and json error_description = 'Invalid Value'"},
		Owner:    "json email or json sub",
		Account:  "json azp",
		Scopes:   "json scope",
		Expires:  "json exp",
	}),
})

var _ = register(Issuer{
	Name: "google", Title: "Google", Bases: []string{"https://oauth2.googleapis.com"},
	Rules:  []string{"google-oauth-refresh-token", "google-oauth-client-secret", "google-oauth-legacy-client-secret"},
	Docs:   "https://developers.google.com/identity/protocols/oauth2/web-server#offline",
	Cannot: "a refresh token takes the client that it was given to, and a client secret a code of a user",
})
