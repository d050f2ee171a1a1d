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
var _ = registerForms("slack", "Slack",
	form{prefix: "xoxb-", least: 20, is: "bot token", lives: forever, tell: slackNumbers("bot"),
		grants: "reading and writing as an app, within its scopes, in the channels that it was invited to"},
	form{prefix: "xoxp-", least: 20, is: "user token", lives: forever, tell: slackNumbers("user"),
		grants: "acting as a person, within the app's scopes, in all that they can see",
		risks:  states("it reads what its user reads, private channels and messages included")},
	form{prefix: "xoxe.xoxb-", least: 40, is: "bot token that is rotated", lives: 12 * hour,
		grants: "reading and writing as an app, within its scopes, in the channels that it was invited to"},
	form{prefix: "xoxe.xoxp-", least: 40, is: "user token that is rotated, or of an app's configuration", lives: 12 * hour,
		grants: "acting as a person within the app's scopes; one of a configuration reads and changes the manifests of that person's apps"},
	form{prefix: "xoxe-1-", least: 40, is: "refresh token",
		grants: "a new access token, with the app's client id and secret; one of a configuration needs neither",
		notes:  []string{"it works once, and does not end before it is used"}},
	form{prefix: "xoxe-", least: 20, is: "token of a data export", tell: slackNumbers("user"),
		grants: "downloading the files that an export of a workspace links to",
		notes:  []string{"it ends when its export is deleted or an owner revokes its link"}},
	form{prefix: "xapp-", least: 20, is: "app-level token", lives: forever, tell: slackApp,
		grants: "receiving all events of an app over a socket, in every workspace that has installed it"},
	form{prefix: "xoxa-", least: 20, is: "workspace token (legacy)", tell: slackNumbers(""),
		grants: "acting within its scopes in a whole workspace"},
	form{prefix: "xoxr-", least: 20, is: "refresh token of a workspace token (legacy)", tell: slackNumbers(""),
		grants: "new workspace tokens, with the app's client id and secret"},
	form{prefix: "xoxs-", least: 20, is: "session token (legacy)", tell: slackNumbers("user"),
		grants: "everything that a signed-in person can do"},
	form{prefix: "xoxo-", least: 20, is: "legacy token", tell: slackNumbers("user"),
		grants: "acting as a person in a workspace"},
	form{prefix: "xoxc-", least: 20, is: "session token of a browser", tell: slackNumbers("user"),
		grants: "everything that the signed-in person can do, with the cookie d",
		notes:  []string{"it ends when the person signs out of all sessions"}},
	form{prefix: "xoxd-", least: 40, is: "session cookie d",
		grants: "everything that the signed-in person can do, in every workspace, with a session token",
		notes:  []string{"it ends when the person signs out of all sessions"}},
	form{prefix: "https://hooks.slack.com/services/", least: 20, is: "incoming webhook", lives: forever, tell: slackHook,
		grants: "posting to one channel as an app; nothing can be read",
		notes:  []string{"Slack looks for leaked webhooks and ends them"}},
	form{prefix: "https://hooks.slack.com/workflows/", least: 20, is: "webhook that starts a workflow", lives: forever, tell: slackHook,
		grants: "starting one workflow with data of one's choice"},
	form{prefix: "https://hooks.slack.com/triggers/", least: 20, is: "webhook trigger of a workflow", lives: forever, tell: slackHook,
		grants: "starting one workflow with data of one's choice"},
	form{rules: []string{"slack-signing-secret"}, is: "signing secret", lives: forever,
		grants: "forging the requests by which Slack calls an app: commands, events, buttons"},
	form{rules: []string{"slack-client-secret"}, is: "client secret of an app", lives: forever,
		grants: "tokens in exchange for authorisation codes and refresh tokens, in the app's name"},
)

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
