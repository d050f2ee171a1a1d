package token

import "testing"

func TestTelegram(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "1234567890:" + "AA" + chars(33)}, "telegram: bot token; subject bot 1234567890; never expires; host api.telegram.org"},
		{given{value: "1234567890:" + "BB" + chars(33)}, "nothing"},
		{given{rule: "telegram-api-hash", value: hexes(32)}, "telegram: api_hash of an application; never expires"},
	})
}
