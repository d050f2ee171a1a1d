package revoke

import (
	"context"
	"net/url"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// https://developer.atlassian.com/cloud/trello/rest/api-group-tokens/#api-tokens-token-delete
var _ = register(Way{
	Name: "trello", Kind: Self, Bases: []string{"https://api.trello.com"},
	Rules: []string{"trello-token", "trello-legacy-token"},
	Needs: []string{"trello-api-key"},
	Docs:  "https://developer.atlassian.com/cloud/trello/rest/api-group-tokens/#api-tokens-token-delete",
	Does:  "DELETE /1/tokens/{token}",
	Page:  "https://trello.com/my/account",
	Steps: []string{"Revoke the application's access in Trello under Settings > Applications."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		token, key := url.PathEscape(s.Cred.Secret.Reveal()), url.QueryEscape(s.Cred.Part("trello-api-key").Reveal())
		return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/1/tokens/" + token + "/?key=" + key + "&token=" + token}, usual(map[int]Outcome{404: Dead}))
	},
})
