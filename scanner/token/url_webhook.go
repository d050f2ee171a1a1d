package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Webhooks whose URL is the secret: whoever knows it may post. Those of issuers that
// are known have families of their own.
var _ = later(func() { register(Family{Name: "webhook", Last: true, Tell: tellWebhook}) })

func tellWebhook(in *Input, t *leak.Token) bool {
	s := in.Secret
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		rest, ok = strings.CutPrefix(s, "http://")
	}
	if !ok || len(s) > maxLink {
		return false
	}
	host := rest[:endOf(rest, "/?#")]
	named := strings.Contains(in.Rule, "hook") || assignedTo(in, "webhook", "webhookurl", "hookurl")
	if strings.ContainsAny(host, "@ \t\n\"'") || !named && !(in.Is(genericRules...) && strings.Contains(strings.ToLower(rest), "hook")) {
		return false
	}
	t.Kind = "webhook URL"
	t.Grants = []string{"posts to it as anyone who was given it"}
	at(t, line(host))
	return true
}
