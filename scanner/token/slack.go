package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Slack's tokens (docs.slack.dev/authentication/tokens) and what else opens something:
// without token rotation an access token never expires, with it in 12 hours
// (docs.slack.dev/authentication/using-token-rotation); tokens of an app's configuration
// likewise (docs.slack.dev/app-manifests/configuring-apps-with-app-manifests); webhooks:
// docs.slack.dev/messaging/sending-messages-using-incoming-webhooks.
var _ = later(func() {
	registerKinds("slack", "Slack",
		kind{prefix: "xoxb-", min: 25, is: "bot token", never: true, more: slackNumbers("bot"),
			grants: "reading and writing as an app, within its scopes, in the channels that it was invited to"},
		kind{prefix: "xoxp-", min: 25, is: "user token", never: true, more: slackNumbers("user"),
			grants: "acting as a person, within the app's scopes, in all that they can see",
			risks:  states("it reads what its user reads, private channels and messages included")},
		kind{prefix: "xoxe.xoxb-", min: 50, is: "bot token that is rotated", lifetime: 12 * hour,
			grants: "reading and writing as an app, within its scopes, in the channels that it was invited to"},
		kind{prefix: "xoxe.xoxp-", min: 50, is: "user token that is rotated, or of an app's configuration", lifetime: 12 * hour,
			grants: "acting as a person within the app's scopes; one of a configuration reads and changes the manifests of that person's apps"},
		kind{prefix: "xoxe-1-", min: 47, is: "refresh token",
			grants: "a new access token, with the app's client id and secret; one of a configuration needs neither",
			note:   "it works once, and does not end before it is used"},
		kind{prefix: "xoxe-", min: 25, is: "token of a data export", more: slackNumbers("user"),
			grants: "downloading the files that an export of a workspace links to",
			note:   "it ends when its export is deleted or an owner revokes its link"},
		kind{prefix: "xapp-", min: 25, is: "app-level token", never: true, more: slackApp,
			grants: "receiving all events of an app over a socket, in every workspace that has installed it"},
		kind{prefix: "xoxa-", min: 25, is: "workspace token (legacy)", more: slackNumbers(""),
			grants: "acting within its scopes in a whole workspace"},
		kind{prefix: "xoxr-", min: 25, is: "refresh token of a workspace token (legacy)", more: slackNumbers(""),
			grants: "new workspace tokens, with the app's client id and secret"},
		kind{prefix: "xoxs-", min: 25, is: "session token (legacy)", more: slackNumbers("user"),
			grants: "everything that a signed-in person can do"},
		kind{prefix: "xoxo-", min: 25, is: "legacy token", more: slackNumbers("user"),
			grants: "acting as a person in a workspace"},
		kind{prefix: "xoxc-", min: 25, is: "session token of a browser", more: slackNumbers("user"),
			grants: "everything that the signed-in person can do, with the cookie d",
			note:   "it ends when the person signs out of all sessions"},
		kind{prefix: "xoxd-", min: 45, is: "session cookie d",
			grants: "everything that the signed-in person can do, in every workspace, with a session token",
			note:   "it ends when the person signs out of all sessions"},
		kind{prefix: "https://hooks.slack.com/services/", min: 53, is: "incoming webhook", never: true, more: slackHook,
			grants: "posting to one channel as an app; nothing can be read",
			notes:  []string{"Slack looks for leaked webhooks and ends them"}},
		kind{prefix: "https://hooks.slack.com/workflows/", min: 54, is: "webhook that starts a workflow", never: true, more: slackHook,
			grants: "starting one workflow with data of one's choice"},
		kind{prefix: "https://hooks.slack.com/triggers/", min: 53, is: "webhook trigger of a workflow", never: true, more: slackHook,
			grants: "starting one workflow with data of one's choice"},
		kind{rules: []string{"slack-signing-secret"}, is: "signing secret", never: true,
			grants: "forging the requests by which Slack calls an app: commands, events, buttons"},
		kind{rules: []string{"slack-client-secret"}, is: "client secret of an app", never: true,
			grants: "tokens in exchange for authorisation codes and refresh tokens, in the app's name"},
	)
})

// slackNumbers tells the numbers between the dashes of a token: of the workspace, of
// whom it is for, and for a user's the app's.
func slackNumbers(who string) func(*Input, *leak.Token) {
	return func(in *Input, t *leak.Token) {
		parts := strings.Split(in.Secret, "-")
		var ids []string
		for _, p := range parts[1 : len(parts)-1] {
			if !written(p, digits, 9) || len(p) > 14 {
				return
			}
			ids = append(ids, p)
		}
		if len(ids) > 0 {
			t.Account = "workspace " + ids[0]
		}
		if len(ids) > 1 && who != "" {
			t.Subject = who + " " + ids[1]
		}
	}
}

// slackApp tells the app of a token of it: "xapp-1-A…-number-…".
func slackApp(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "-"); len(parts) > 2 && slackID(parts[2], "A") {
		t.Account = "app " + parts[2]
	}
}

// slackHook tells the ids in the path of a webhook: of the workspace ("T…", of an
// enterprise "E…"), and of the app's configuration ("B…"), workflow ("A…").
func slackHook(in *Input, t *leak.Token) {
	at(t, "hooks.slack.com")
	parts := strings.Split(in.Secret, "/")
	if len(parts) < 6 {
		return
	}
	if slackID(parts[4], "TE") {
		t.Account = "workspace " + parts[4]
	}
	if slackID(parts[5], "BA") {
		t.Subject = parts[5]
	}
}

// slackID reports whether s is an id of Slack, whose first letter says of what.
func slackID(s, first string) bool {
	return len(s) <= 20 && written(s, digits+capitals, 8) && strings.Contains(first, s[:1])
}
