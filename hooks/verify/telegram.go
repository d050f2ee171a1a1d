package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "telegram", Title: "Telegram", Bases: []string{"https://api.telegram.org"},
	Rules: []string{"telegram-bot-token"},
	Docs:  "https://core.telegram.org/bots/api#getme",
	Tells: "bot's name",
	Request: request.Must(request.Request{
		URL:      "/bot{{secret}}/getMe",
		Active:   []string{"status 200 and json ok = true and json result.is_bot"},
		Inactive: []string{"status 401 and json ok = false and json error_code = 401"},
		Owner:    "json result.username",
		Details:  map[string]string{"name": "json result.first_name", "reads groups": "json result.can_read_all_group_messages"},
	}),
})
