package token

import "testing"

func TestTelegram(t *testing.T) {
	checkFacts(t, []want{
		{Input{Secret: "1234567890:" + "AA" + chars(33)}, "telegram: bot token; subject bot 1234567890; never expires; host api.telegram.org"},
		{Input{Secret: "1234567890:" + "BB" + chars(33)}, "nothing"},
		{Input{Rule: "telegram-api-hash", Secret: hexes(32)}, "telegram: api_hash of an application; never expires"},
	})
}
