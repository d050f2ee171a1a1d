package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("slack",
	documented{
		name: "lives", rule: "slack-bot-token", asks: "POST slack.com/api/auth.test", header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"ok": true, "url": "https://subarachnoid.slack.com/", "team": "Subarachnoid Workspace", "user": "bot",
			"team_id": "T0G9PQBBK", "user_id": "W23456789", "bot_id": "BZYBOTHED"}`, "X-OAuth-Scopes", "chat:write,channels:read"),
		want: leak.Verdict{
			State: leak.StateActive, Reason: "status 200 and json ok = true", Owner: "bot", Account: "Subarachnoid Workspace", Scopes: []string{"channels:read", "chat:write"},
			Details: []leak.Detail{
				{Name: "bot id", Value: "BZYBOTHED"}, {Name: "url", Value: "https://subarachnoid.slack.com/"}, {Name: "user id", Value: "W23456789"},
				{Name: "workspace id", Value: "T0G9PQBBK"},
			},
		},
	},
	documented{
		name: "was revoked", rule: "slack-user-token", asks: "POST slack.com/api/auth.test",
		answer: outboundtest.Answer(200, `{"ok": false, "error": "token_revoked"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "json error = token_revoked"},
	},
	documented{
		name: "is wrong, or not for this address", rule: "slack-user-token", asks: "POST slack.com/api/auth.test",
		answer: outboundtest.Answer(200, `{"ok": false, "error": "invalid_auth"}`),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "refused, which may have other reasons than the token (json error = invalid_auth)"},
	},
	documented{
		name: "a webhook", rule: "slack-webhook", answer: outboundtest.Hang(),
		want: leak.Verdict{State: leak.StateUnknown, Reason: "a webhook can only be asked by posting to it"},
	},
)
