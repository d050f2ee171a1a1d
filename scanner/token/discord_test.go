package token

import "testing"

func TestDiscord(t *testing.T) {
	// The example of the reference, whose user is that of its documentation of snowflakes.
	example := "MTk4NjIyNDgzNDcxOTI1MjQ4" + "." + "Cl2FMQ" + "." + "ZnCjm1XVW7vRze4b7Cq4se7kKWs"
	hook := "/api/webhooks/" + "223704706495545344/" + chars(68)
	checkFacts(t, []want{
		{given{value: example}, "discord: bot token; subject user 198622483471925248; issued 2016-07-05T17:51:45Z; never expires; User since 2016-07-02"},
		{given{value: base64Of("198622483471925248") + ".AAAAAA." + chars(27)}, "discord: bot token; subject user 198622483471925248; never expires; User since 2016-07-02"},
		{given{value: base64Of("not a user at all.") + ".Cl2FMQ." + chars(27)}, "nothing"},
		{given{rule: "discord-bot-token", value: "M" + chars(23) + ".Cl2FMQ." + chars(27)}, "discord: bot token; never expires"},
		{given{value: "https://discord.com" + hook}, "discord: webhook; subject webhook 223704706495545344; issued 2016-09-09T07:22:38Z; never expires; host discord.com"},
		{given{value: "https://ptb.discordapp.com" + hook}, "discord: webhook; subject webhook 223704706495545344; issued 2016-09-09T07:22:38Z; never expires; host discord.com"},
		{given{value: "https://discord.com.evil.example" + hook}, "nothing"},
		{given{rule: "discord-client-secret", value: chars(32)}, "discord: client secret of an application; never expires"},
	})
}
