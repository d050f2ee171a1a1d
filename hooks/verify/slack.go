package verify

import "github.com/leaksieve/leaksieve/rules/request"

// auth.test needs no scope. Of invalid_auth Slack says that "either the provided token is
// invalid or the request originates from an IP address disallowed": that proves nothing.
var _ = register(Issuer{
	Name: "slack", Title: "Slack", Bases: []string{"https://slack.com"},
	Rules: []string{"slack-bot-token", "slack-user-token", "slack-app-token", "slack-rotating-token", "slack-legacy-token"},
	Docs:  "https://api.slack.com/methods/auth.test",
	Tells: "user, workspace, scopes",
	Request: request.Must(request.Request{
		Method: "POST", URL: "/api/auth.test",
		Headers: bearer("Content-Type", "application/x-www-form-urlencoded"),
		Active:  []string{"status 200 and json ok = true"},
		Ended: []string{
			"json error = token_revoked", "json error = token_expired", "json error = account_inactive",
		},
		Unclear: []string{"json error = invalid_auth"},
		Owner:   "json user", Account: "json team", Scopes: "header X-OAuth-Scopes",
		Details: map[string]string{"user id": "json user_id", "workspace id": "json team_id", "bot id": "json bot_id", "url": "json url"},
	}),
})

var _ = register(Issuer{
	Name: "slack", Title: "Slack", Bases: []string{"https://slack.com"},
	Rules:  []string{"slack-webhook", "slack-workflow-webhook"},
	Docs:   "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
	Cannot: "a webhook can only be asked by posting to it",
})

var _ = register(Issuer{
	Name: "slack", Title: "Slack", Bases: []string{"https://slack.com"},
	Rules:  []string{"slack-session-token", "slack-session-cookie"},
	Docs:   "https://api.slack.com/authentication/token-types",
	Cannot: "a token of a session counts with its cookie alone, by an interface that is not documented",
})
