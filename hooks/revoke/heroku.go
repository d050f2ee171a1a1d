package revoke

import (
	"context"
	"net/url"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// A token with the scope global finds the authorization that it belongs to and deletes it.
// https://devcenter.heroku.com/articles/platform-api-reference#oauth-authorization-list
// https://devcenter.heroku.com/articles/platform-api-reference#oauth-authorization-delete
var _ = register(Way{
	Name: "heroku", Kind: Self, Bases: []string{"https://api.heroku.com"},
	Rules: []string{"heroku-token", "heroku-legacy-api-key"},
	Docs:  "https://devcenter.heroku.com/articles/platform-api-reference#oauth-authorization-delete",
	Does:  "DELETE /oauth/authorizations/{id that the list of authorizations tells}",
	Page:  "https://dashboard.heroku.com/account/applications",
	Steps: []string{"Revoke it at https://dashboard.heroku.com/account/applications or with `heroku authorizations:revoke ID`; the account's own key is regenerated at https://dashboard.heroku.com/account."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		token := s.Cred.Secret.Reveal()
		head := map[string]string{"Authorization": "Bearer " + token, "Accept": "application/vnd.heroku+json; version=3"}
		var list []struct {
			ID    string
			Token struct{ Token string } `json:"access_token"`
		}
		if a, ok := fetch(ctx, n.Conn, outbound.Request{Path: "/oauth/authorizations", Header: head}, &list); !ok {
			return a
		}
		for _, t := range list {
			if t.Token.Token == token {
				return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/oauth/authorizations/" + url.PathEscape(t.ID), Header: head}, usual())
			}
		}
		return Answer{Refused, "it is in none of its owner's authorizations, as far as those show their tokens"}
	},
})
