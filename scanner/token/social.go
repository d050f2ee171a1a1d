package token

import (
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Social networks: developers.facebook.com/docs/facebook-login/guides/access-tokens and
// .../access-tokens/get-long-lived (60 days; of an app: "id|secret"),
// developers.facebook.com/docs/instagram-platform/reference/access_token,
// developers.facebook.com/docs/threads/get-started/get-access-tokens-and-permissions,
// docs.x.com/fundamentals/authentication (OAuth 1.0a tokens do not expire; an access
// token begins with the id of its user), docs.x.com/fundamentals/x-ids,
// learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow (60 days).
var (
	_ = later(func() {
		registerKinds("facebook", "Meta",
			kind{only: []string{"facebook-*"}, looks: func(s string) bool { return facebookApp(s) != "" }, is: "app access token", never: true,
				more:   func(in *Input, t *leak.Token) { t.Account = "app " + facebookApp(in.Secret) },
				grants: "the settings of an app, and proving calls as the app"},
			kind{prefix: "EAA", min: 93, looks: func(s string) bool { return written(s, base62, 90) }, is: "access token of a user, page or system user", more: metaHost("graph.facebook.com"),
				grants: "acting on Facebook, Instagram or WhatsApp within the permissions granted to an app",
				note:   "a user's lives for an hour or two, or for 60 days; a page's or a system user's may have no end"},
			kind{rules: []string{"facebook-app-secret"}, is: "app secret", never: true,
				grants: "the app's own access tokens, users' tokens in its name, and forging its webhooks"},
			kind{prefix: "IG", only: []string{"instagram-*"}, min: 82, is: "Instagram user access token", more: metaHost("graph.instagram.com"),
				grants: "media, comments and messages of an Instagram account", note: "60 days; each refresh gives it 60 more"},
			kind{prefix: "THAA", min: 94, looks: func(s string) bool { return written(s, base62, 90) }, is: "Threads user access token", more: metaHost("graph.threads.net"),
				grants: "reading and publishing posts of a Threads account", note: "60 days; each refresh gives it 60 more"})
	})
	_ = later(func() {
		registerKinds("twitter", "X",
			kind{rules: []string{"twitter-access-token"}, is: "OAuth 1.0a access token", never: true, more: xUser,
				grants: "posting and reading as a user, with its secret and the app's keys",
				risks:  states("it opens nothing without its secret and the app's keys")},
			kind{rules: []string{"twitter-access-token-secret"}, is: "secret of an OAuth 1.0a access token", never: true, more: xUser,
				grants: "posting and reading as a user, with the access token and the app's keys"},
			kind{rules: []string{"twitter-consumer-secret"}, is: "API key secret of an app", never: true,
				grants: "signing requests in the app's name, and its bearer tokens"},
			kind{only: []string{"twitter-bearer-token"}, prefix: "AAAA", min: 64, is: "app-only bearer token", never: true,
				grants: "reading public posts and users at the app's cost; nothing can be posted"})
	})
	_ = later(func() {
		registerKinds("linkedin", "LinkedIn",
			kind{prefix: "WPL_AP", min: 26, is: "client secret of an application", never: true,
				grants: "members' tokens in exchange for authorisation codes, in the application's name"},
			kind{rules: []string{"linkedin-client-secret-old"}, is: "client secret of an application", never: true,
				grants: "members' tokens in exchange for authorisation codes, in the application's name"},
			kind{only: []string{"linkedin-access-token"}, prefix: "AQ", min: 102, is: "access token of a member", lifetime: 60 * day,
				grants: "posting and reading as a member, within the scopes granted"})
	})
)

func metaHost(host string) func(*Input, *leak.Token) {
	return func(_ *Input, t *leak.Token) { at(t, host) }
}

// facebookApp returns the app of a token "ID|SECRET", "" if it is none.
func facebookApp(s string) string {
	id, secret, ok := strings.Cut(s, "|")
	if !ok || !written(id, digits, 13) || len(id) > 17 || !written(secret, base62+"_-", 20) || len(secret) > 40 {
		return ""
	}
	return id
}

// xUser tells the user of an access token, "USER-…"; ids of 17 digits and more hold when
// they were made, in milliseconds since November 2010
// (github.com/twitter-archive/snowflake).
func xUser(in *Input, t *leak.Token) {
	const epoch2010 = 1288834974657
	id, _, ok := strings.Cut(in.Secret, "-")
	if !ok {
		id, _, ok = strings.Cut(in.Part("twitter-access-token"), "-")
	}
	if !ok || !written(id, digits, 5) || len(id) > 20 {
		return
	}
	t.Subject = "user " + id
	if len(id) >= 17 {
		if made := snowflakeSince(id, epoch2010); made != nil {
			detail(t, "User since", made.Format(time.DateOnly))
		}
	}
}
