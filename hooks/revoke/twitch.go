package revoke

import (
	"context"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// The token itself tells the id of its app, which its revocation takes.
// https://dev.twitch.tv/docs/authentication/validate-tokens/ and
// https://dev.twitch.tv/docs/authentication/revoke-tokens/
var _ = register(Way{
	Name: "twitch", Kind: Self, Bases: []string{"https://id.twitch.tv"},
	Rules: []string{"twitch-access-token", "twitch-chat-token"},
	Docs:  "https://dev.twitch.tv/docs/authentication/revoke-tokens/",
	Does:  "POST /oauth2/revoke, with the client id that /oauth2/validate tells",
	Page:  "https://www.twitch.tv/settings/connections",
	Steps: []string{"Disconnect the app at https://www.twitch.tv/settings/connections."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		token := strings.TrimPrefix(s.Cred.Secret.Reveal(), "oauth:")
		var said struct {
			Client string `json:"client_id"`
		}
		a, ok := fetch(ctx, n.Conn, outbound.Request{Path: "/oauth2/validate", Header: map[string]string{"Authorization": "OAuth " + token}}, &said)
		if !ok {
			return a
		}
		return ask(ctx, n.Conn, form("/oauth2/revoke", "token", "client_id", said.Client)(token), by(map[int]Outcome{200: Revoked, 400: Dead}))
	},
})
