package revoke

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/hooks/verify"
)

// oauth is the way of a token whose authorization server the settings name, RFC 7009;
// nil if they name none.
func (o *Options) oauth(s *Step) (*Way, error) {
	if o.Settings == nil {
		return nil, nil
	}
	i := slices.IndexFunc(o.Settings.OAuth, func(c settings.OAuth) bool {
		return verify.IsOf(c.Issuer, c.Rules, s.First().Rule, s.Cred.Secret)
	})
	if i < 0 {
		return nil, nil
	}
	c := o.Settings.OAuth[i]
	base, path, err := callback.SplitURL(c.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("the endpoint of [[revoke.oauth]] number %d: %w", i+1, err)
	}
	return &Way{
		Name: "oauth", Kind: Self, Bases: []string{base}, Docs: "https://www.rfc-editor.org/rfc/rfc7009", Does: "POST " + path,
		Effect: "the server may take the tokens of the same grant with it",
		Steps:  []string{"Revoke the grant at its authorization server."},
		Do: func(ctx context.Context, n *Net, s *Step) Answer {
			var more []string
			if c.ClientID != "" && c.ClientSecret.None() {
				more = []string{"client_id", c.ClientID} // a public client, RFC 6749, 3.2.1
			}
			r := form(path, "token", more...)(s.Cred.Secret.Reveal())
			if !c.ClientSecret.None() {
				secret, err := c.ClientSecret.Read(ctx, o.Callback.Env)
				if err != nil {
					return Answer{Failed, "reading the client's secret: " + err.Error()}
				}
				r.Header["Authorization"] = basic(url.QueryEscape(c.ClientID), url.QueryEscape(secret.Reveal())) // RFC 6749, 2.3.1
			}
			return ask(ctx, n.Conn, r, readOAuth)
		},
	}, nil
}
