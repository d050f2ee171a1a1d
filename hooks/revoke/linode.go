package revoke

import (
	"context"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// A token finds itself in the list of its owner's, which has the first 16 characters of
// each, and revokes itself if its scopes let it.
// https://techdocs.akamai.com/linode-api/reference/get-personal-access-tokens
// https://techdocs.akamai.com/linode-api/reference/delete-personal-access-token
var _ = register(Way{
	Name: "linode", Kind: Self, Bases: []string{"https://api.linode.com"},
	Rules: []string{"linode-api-token"},
	Docs:  "https://techdocs.akamai.com/linode-api/reference/delete-personal-access-token",
	Does:  "DELETE /v4/profile/tokens/{id that the list of tokens tells}",
	Page:  "https://cloud.linode.com/profile/tokens",
	Steps: []string{"Revoke it at https://cloud.linode.com/profile/tokens."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		token := s.Cred.Secret.Reveal()
		auth := map[string]string{"Authorization": "Bearer " + token}
		var list struct {
			Data []struct {
				ID    int
				Token string
			}
		}
		if a, ok := fetch(ctx, n.Conn, outbound.Request{Path: "/v4/profile/tokens?page_size=500", Header: auth}, &list); !ok {
			return a
		}
		for _, t := range list.Data {
			if len(t.Token) >= 16 && strings.HasPrefix(token, t.Token) {
				return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/v4/profile/tokens/" + strconv.Itoa(t.ID), Header: auth}, usual())
			}
		}
		return Answer{Refused, "it is not in the list of its owner's tokens"}
	},
})
