package revoke

import (
	"context"
	"encoding/json"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// The mutation deleteAccessToken takes the token itself.
// https://github.com/sourcegraph/sourcegraph-public-snapshot/blob/main/cmd/frontend/graphqlbackend/schema.graphql
var _ = register(Way{
	Name: "sourcegraph", Kind: Self, Local: true, Bases: []string{"https://sourcegraph.com"},
	Rules: []string{"sourcegraph-access-token", "sourcegraph-legacy-token"},
	Docs:  "https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token",
	Does:  "POST /.api/graphql deleteAccessToken",
	Page:  "https://sourcegraph.com/user/settings/tokens",
	Steps: []string{"Delete it under User settings > Access tokens."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		token := s.Cred.Secret.Reveal()
		body, _ := json.Marshal(map[string]any{ // of strings alone
			"query":     "mutation Delete($token: String!) { deleteAccessToken(byToken: $token) { alwaysNil } }",
			"variables": map[string]string{"token": token},
		})
		return ask(ctx, n.Conn, outbound.Request{Method: "POST", Path: "/.api/graphql", Body: body,
			Header: map[string]string{"Authorization": "token " + token, "Content-Type": "application/json"}}, readSourcegraph)
	},
})

func readSourcegraph(r *outbound.Response) Answer {
	var said struct {
		Data   json.RawMessage
		Errors []json.RawMessage
	}
	switch {
	case r.Status == 401:
		return Answer{Dead, status(r)}
	case r.Status != 200:
		return Answer{Failed, status(r)}
	case decode(r, &said) != nil:
		return Answer{Unknown, "an answer that is no JSON"}
	case len(said.Errors) > 0:
		return Answer{Refused, "Sourcegraph answered with an error"}
	}
	return Answer{Revoked, status(r)}
}
