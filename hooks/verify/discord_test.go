package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("discord",
	documented{
		name: "a bot, lives", rule: "discord-bot-token",
		asks: "GET discord.com/api/v10/users/@me", header: header{"Authorization": "Bot {{secret}}"},
		answer: outboundtest.Answer(200, `{"id": "80351110224678912", "username": "Nelly", "discriminator": "1337", "bot": true}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json id", Owner: "Nelly",
			Details: []leak.Detail{{Name: "user id", Value: "80351110224678912"}},
		},
	},
	documented{
		name: "a bot, is none", rule: "discord-bot-token",
		asks:   "GET discord.com/api/v10/users/@me",
		answer: outboundtest.Answer(401, `{"message": "401: Unauthorized", "code": 0}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = '401: Unauthorized'"},
	},
	documented{
		name: "a webhook, lives", rule: "discord-webhook",
		secret: `https://discord.com/api/webhooks/223704706495545344/{{rand}}`,
		asks:   "GET discord.com/api/v10/webhooks/{{after /webhooks/}}",
		answer: outboundtest.Answer(200, `{"name": "test webhook", "type": 1, "channel_id": "199737254929760256", "guild_id": "199737254929760257"}`),
		want: leak.Verdict{State: leak.StateActive, Reason: "status 200 and json channel_id", Owner: "test webhook", Account: "199737254929760257",
			Details: []leak.Detail{{Name: "channel id", Value: "199737254929760256"}},
		},
	},
	documented{
		name: "a webhook that was deleted", rule: "discord-webhook",
		secret: `https://discord.com/api/webhooks/223704706495545344/{{rand}}`,
		asks:   "GET discord.com/api/v10/webhooks/{{after /webhooks/}}",
		answer: outboundtest.Answer(404, `{"message": "Unknown Webhook", "code": 10015}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 404 and json code = 10015"},
	},
	documented{
		name: "a webhook with another token", rule: "discord-webhook",
		secret: `https://canary.discord.com/api/v8/webhooks/223704706495545344/{{rand}}`,
		asks:   "GET discord.com/api/v10/webhooks/{{after /webhooks/}}",
		answer: outboundtest.Answer(401, `{"message": "Invalid Webhook Token", "code": 50027}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json code = 50027"},
	},
)
