package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "discord", Title: "Discord", Bases: []string{"https://discord.com"},
	Rules: []string{"discord-bot-token"},
	Docs:  "https://discord.com/developers/docs/resources/user#get-current-user",
	Tells: "bot's name and id",
	Request: request.Must(request.Request{
		URL:      "/api/v10/users/@me",
		Headers:  map[string]string{"Authorization": "Bot {{secret}}"},
		Active:   []string{"status 200 and json id"},
		Inactive: []string{"status 401 and json message = '401: Unauthorized'"},
		Owner:    "json username",
		Details:  map[string]string{"user id": "json id"},
	}),
})

// A webhook is an address, and asking for it posts nothing: code 10015 is an unknown
// webhook, 50027 a wrong token of one.
var _ = register(Issuer{
	Name: "discord", Title: "Discord", Bases: []string{"https://discord.com"},
	Rules: []string{"discord-webhook"},
	Docs:  "https://discord.com/developers/docs/resources/webhook#get-webhook-with-token",
	Tells: "name, server and channel",
	Request: request.Must(request.Request{
		URL:      `/api/v10/webhooks/{{upto "/" (after "/webhooks/" secret)}}/{{after "/" (after "/webhooks/" secret)}}`,
		Active:   []string{"status 200 and json channel_id"},
		Inactive: []string{"status 404 and json code = 10015", "status 401 and json code = 50027"},
		Owner:    "json name", Account: "json guild_id",
		Details: map[string]string{"channel id": "json channel_id"},
	}),
})
