package revoke

import (
	"context"
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// A key is SG.ID.SECRET; one with the scope api_keys.delete deletes itself.
// https://www.twilio.com/docs/sendgrid/api-reference/api-keys/delete-api-keys
var _ = register(Way{
	Name: "sendgrid", Kind: Self, Bases: []string{"https://api.sendgrid.com", "https://api.eu.sendgrid.com"},
	Rules: []string{"sendgrid-api-key"},
	Docs:  "https://www.twilio.com/docs/sendgrid/api-reference/api-keys/delete-api-keys",
	Does:  "DELETE /v3/api_keys/{id of the key}",
	Page:  "https://app.sendgrid.com/settings/api_keys",
	Steps: []string{"Delete the key at https://app.sendgrid.com/settings/api_keys; its id is what stands between the first two dots."},
	Do: func(ctx context.Context, n *Net, s *Step) Answer {
		key := s.Cred.Secret.Reveal()
		parts := strings.Split(key, ".")
		if len(parts) != 3 {
			return Answer{Failed, "it has no id"}
		}
		return ask(ctx, n.Conn, outbound.Request{Method: "DELETE", Path: "/v3/api_keys/" + url.PathEscape(parts[1]),
			Header: map[string]string{"Authorization": "Bearer " + key}}, usual(map[int]Outcome{404: Refused}))
	},
})
