package revoke

import (
	"context"
	"net/url"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// https://www.scaleway.com/en/developers/api/iam/#path-api-keys-delete-an-api-key
var _ = register(Way{
	Name: "scaleway", Kind: Self, Bases: []string{"https://api.scaleway.com"},
	Rules: []string{"scaleway-secret-key", "scaleway-configured-secret-key"},
	Needs: []string{"scaleway-access-key"},
	Docs:  "https://www.scaleway.com/en/developers/api/iam/#path-api-keys-delete-an-api-key",
	Does:  "DELETE /iam/v1alpha1/api-keys/{access key}",
	Page:  "https://console.scaleway.com/iam/api-keys",
	Steps: []string{"Delete the key at https://console.scaleway.com/iam/api-keys."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/iam/v1alpha1/api-keys/" + url.PathEscape(s.Cred.Part("scaleway-access-key").Reveal()),
			Header: map[string]string{"X-Auth-Token": s.Cred.Secret.Reveal()}}, usual(map[int]Outcome{404: Refused}))
	},
})
