package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys and tokens of Google's APIs: developers.google.com/identity/protocols/oauth2
// (client secrets, access and refresh tokens), cloud.google.com/docs/authentication/api-keys,
// cloud.google.com/storage/docs/authentication/hmackeys,
// firebase.google.com/docs/cloud-messaging/migrate-v1.
var _ = later(func() { register(Family{Name: "google", Tell: tellGoogle}) })

var googleKinds = []kind{
	{rules: []string{"google-api-key"}, prefix: "AIza", min: 39, is: "API key", never: true,
		grants: "the APIs of a project that the key is not restricted from, at its cost",
		risks:  []leak.Reason{{Text: "its restrictions are not in the key: those of Maps and Firebase in web pages are public by design, one without restrictions opens every API that the project uses, Gemini too"}}},
	{rules: []string{"gemini-api-key"}, prefix: "AQ.Ab8RN6", min: 53, is: "Gemini API key, bound to a service account", never: true,
		grants: "calls to Gemini at the cost of a project"},
	{rules: []string{"google-oauth-client-secret", "google-oauth-legacy-client-secret"}, prefix: "GOCSPX-", min: 35, is: "OAuth client secret", never: true,
		grants: "acting as the application: with codes and refresh tokens of its users, their data within its scopes",
		risks:  []leak.Reason{{Text: "of an installed application it is no secret to Google; of a web application it is"}}},
	{rules: []string{"google-oauth-access-token"}, prefix: "ya29.", min: 30, is: "OAuth access token", lifetime: 12 * hour,
		grants: "the APIs of its scopes, as its user or service account",
		risks:  []leak.Reason{{Change: -1, Text: "an access token of Google lives for one hour, unless an administrator allowed up to twelve"}}},
	{rules: []string{"google-oauth-refresh-token"}, prefix: "1//0", min: 42, is: "OAuth refresh token",
		grants: "new access tokens of its scopes, with the id and secret of its client",
		note:   "until it is revoked or unused for six months; seven days if the application is in testing"},
	{rules: []string{"google-storage-hmac-secret"}, is: "HMAC key of Cloud Storage", never: true,
		grants: "the buckets of its service account or user, through the API that is like S3"},
	{rules: []string{"google-recaptcha-secret"}, is: "reCAPTCHA secret key", never: true,
		grants: "asking whether answers of the challenge of a site are right; it opens no data"},
	{rules: []string{"google-analytics-api-secret"}, is: "API secret of the Measurement Protocol", never: true,
		grants: "sending made-up events to one stream; it reads nothing"},
	{rules: []string{"google-chat-webhook"}, prefix: "https://chat.googleapis.com/v1/spaces/", is: "incoming webhook of a Chat space", never: true,
		grants: "posting messages to one space; it reads nothing"},
	{rules: []string{"firebase-cloud-messaging-key"}, is: "server key of Firebase Cloud Messaging (legacy)", never: true,
		grants: "push notifications to all users of an application, through the legacy API",
		risks:  []leak.Reason{{Change: -1, Text: "Google began to switch the legacy API off in July 2024"}}},
}

func tellGoogle(in *Input, t *leak.Token) bool {
	k := tellKind(in, t, "Google", googleKinds)
	if k == nil {
		return false
	}
	if id := in.Part("google-oauth-client-id"); id != "" {
		t.Account, _, _ = strings.Cut(id, "-")
		t.Account = text(t.Account, 40)
		detail(t, "Project number", t.Account)
	}
	switch id := in.Part("google-storage-hmac-id"); len(id) {
	case 61:
		detail(t, "Belongs to", "a service account")
	case 24:
		detail(t, "Belongs to", "a user")
	}
	return true
}
