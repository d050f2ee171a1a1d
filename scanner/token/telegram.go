package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Telegram's bot tokens are the bot's user id, ":" and a secret
// (core.telegram.org/bots/api#authorizing-your-bot); an application's api_hash:
// core.telegram.org/api/obtaining_api_id.
var _ = later(func() {
	registerKinds("telegram", "Telegram",
		kind{looks: telegramToken, is: "bot token", never: true, more: telegramBot,
			grants: "reading what is sent to a bot and writing as it"},
		kind{rules: []string{"telegram-api-hash"}, is: "api_hash of an application", never: true,
			grants: "clients that sign users in under the name of an application, with its api_id",
			notes:  []string{"Telegram cannot change it"}},
	)
})

func telegramToken(secret string) bool {
	id, rest, ok := strings.Cut(secret, ":")
	return ok && written(id, digits, 8) && len(id) <= 12 && len(rest) == 35 && strings.HasPrefix(rest, "AA") && written(rest, base62+"_-", 35)
}

func telegramBot(in *Input, t *leak.Token) {
	id, _, _ := strings.Cut(in.Secret, ":")
	at(t, "api.telegram.org")
	t.Subject = "bot " + id
}
