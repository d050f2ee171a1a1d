package token

import (
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Discord's tokens and webhooks (discord.com/developers/docs/reference#authentication,
// .../resources/webhook, .../topics/oauth2).
var _ = later(func() {
	registerKinds("discord", "Discord",
		kind{looks: discordToken, is: "bot token", never: true, more: discordBot, grants: discordGrants, notes: discordNotes},
		kind{rules: []string{"discord-bot-token"}, is: "bot token", never: true, grants: discordGrants, notes: discordNotes},
		kind{prefix: "https://", looks: discordHook, is: "webhook", never: true, more: discordWebhook,
			grants: "posting to one channel; whoever has it can also change or delete it"},
		kind{rules: []string{"discord-client-secret"}, is: "client secret of an application", never: true,
			grants: "users' tokens in exchange for authorisation codes, in the application's name"},
	)
})

const discordGrants = "reading and writing as the bot in every server that it has joined, within its permissions there"

var discordNotes = []string{"a token of a user's account, which has the same form, is that user, without a second factor; it ends with a new password"}

// discordUser returns the user of a token, whose first part is its id in base64.
func discordUser(secret string) string {
	first, _, _ := strings.Cut(secret, ".")
	b, ok := unbase64(first)
	if id := string(b); ok && len(id) <= 20 && written(id, digits, 17) {
		return id
	}
	return ""
}

func discordToken(secret string) bool {
	return len(secret) <= 100 && strings.Count(secret, ".") == 2 && discordUser(secret) != ""
}

func discordBot(in *Input, t *leak.Token) {
	id := discordUser(in.Secret)
	t.Subject = "user " + id
	made := snowflake(id)
	if made != nil {
		detail(t, "User since", made.Format(time.DateOnly))
	}
	t.Issued = discordStamp(strings.Split(in.Secret, ".")[1], made)
}

// discordStamp reads the second part of a token: in the example of the reference, and
// in those made since, four bytes of seconds since 2011. It is none that lies before the
// user was made.
func discordStamp(part string, made *time.Time) *time.Time {
	const epoch2011 = 1293840000
	b, ok := unbase64(part)
	if !ok || len(b) != 4 || made == nil {
		return nil
	}
	at := seconds(float64(binary.BigEndian.Uint32(b)) + epoch2011)
	if at == nil || at.Before(*made) {
		return nil
	}
	return at
}

// snowflake returns when an id was made: its upper 42 bits are milliseconds since the
// beginning of 2015 (discord.com/developers/docs/reference#snowflakes).
func snowflake(id string) *time.Time {
	const epoch2015 = 1420070400000
	return snowflakeSince(id, epoch2015)
}

// snowflakeSince returns the time of an id of another epoch, in milliseconds since 1970.
func snowflakeSince(id string, epoch int64) *time.Time {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil {
		return nil
	}
	return date(time.UnixMilli(int64(n>>22) + epoch))
}

// discordWebhookID returns the id in the path of a webhook, "" if it is none.
func discordWebhookID(secret string) string {
	rest, ok := strings.CutPrefix(secret, "https://")
	host, path, _ := strings.Cut(rest, "/")
	if !ok || host != "discord.com" && host != "discordapp.com" && !strings.HasSuffix(host, ".discord.com") && !strings.HasSuffix(host, ".discordapp.com") {
		return ""
	}
	_, rest, _ = strings.Cut("/"+path, "/webhooks/")
	id, _, ok := strings.Cut(rest, "/")
	if !ok || !written(id, digits, 17) || len(id) > 20 {
		return ""
	}
	return id
}

func discordHook(secret string) bool { return discordWebhookID(secret) != "" }

func discordWebhook(in *Input, t *leak.Token) {
	id := discordWebhookID(in.Secret)
	at(t, "discord.com")
	t.Subject = "webhook " + id
	t.Issued = snowflake(id)
}
