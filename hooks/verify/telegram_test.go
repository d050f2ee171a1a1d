package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("telegram",
	documented{
		name: "lives", rule: "telegram-bot-token",
		secret: `123456789:AA{{rand}}`,
		asks:   "GET api.telegram.org/bot{{secret}}/getMe",
		answer: outboundtest.Answer(200, `{"ok": true, "result": {"id": 123456789, "is_bot": true, "first_name": "Test", "username": "testbot", "can_read_all_group_messages": true}}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json ok = true and json result.is_bot", Owner: "testbot",
			Details: []leak.Detail{{Name: "name", Value: "Test"}, {Name: "reads groups", Value: "true"}},
		},
	},
	documented{
		name: "is none", rule: "telegram-bot-token",
		secret: `123456789:AA{{rand}}`,
		asks:   "GET api.telegram.org/bot{{secret}}/getMe",
		answer: outboundtest.Answer(401, `{"ok": false, "error_code": 401, "description": "Unauthorized"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json ok = false and json error_code = 401"},
	},
)
