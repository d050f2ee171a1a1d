package revoke

import (
	"context"
	"regexp"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

var discordHook = regexp.MustCompile(`/webhooks/([0-9]{17,20})/([A-Za-z0-9_-]{60,72})$`)

// A webhook is deleted by its own URL.
// https://docs.discord.com/developers/resources/webhook#delete-webhook-with-token
var _ = register(Way{
	Name: "discord", Kind: Self, Bases: []string{"https://discord.com"},
	Rules:  []string{"discord-webhook"},
	Docs:   "https://docs.discord.com/developers/resources/webhook#delete-webhook-with-token",
	Does:   "DELETE /api/v10/webhooks/{id}/{token}",
	Effect: "the webhook is deleted; what it posted stays",
	Page:   "https://support.discord.com/hc/en-us/articles/228383668",
	Steps:  []string{"Delete the webhook under Server settings > Integrations > Webhooks."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		m := discordHook.FindStringSubmatch(s.Cred.Secret.Reveal())
		if m == nil {
			return Answer{Failed, "it is no URL of a webhook"}
		}
		return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/api/v10/webhooks/" + m[1] + "/" + m[2]},
			by(map[int]Outcome{204: Revoked, 404: Dead, 401: Dead}))
	},
})
