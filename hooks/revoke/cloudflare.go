package revoke

import (
	"context"
	"net/url"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// A token is told its own id; one that may edit tokens deletes itself.
// https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/
// https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/delete/
var _ = register(Way{
	Name: "cloudflare", Kind: Self, Bases: []string{"https://api.cloudflare.com"},
	Rules: []string{"cloudflare-user-token", "cloudflare-api-token"},
	Docs:  "https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/delete/",
	Does:  "DELETE /client/v4/user/tokens/{id that /user/tokens/verify tells}",
	Page:  "https://dash.cloudflare.com/profile/api-tokens",
	Steps: []string{"Delete or roll it at https://dash.cloudflare.com/profile/api-tokens."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		auth := map[string]string{"Authorization": "Bearer " + s.Cred.Secret.Reveal()}
		var said struct{ Result struct{ ID string } }
		a, ok := fetch(ctx, n.Conn, outbound.Request{Path: "/client/v4/user/tokens/verify", Header: auth}, &said)
		switch {
		case !ok:
			return a
		case said.Result.ID == "":
			return Answer{Failed, "it was not told its id"}
		}
		return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/client/v4/user/tokens/" + url.PathEscape(said.Result.ID), Header: auth}, usual())
	},
})
