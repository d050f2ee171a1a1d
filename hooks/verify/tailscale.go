package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "tailscale", Title: "Tailscale", Bases: []string{"https://api.tailscale.com"},
	Rules: []string{"tailscale-key"},
	Docs:  "https://tailscale.com/api#tag/keys/GET/tailnet/{tailnet}/keys",
	Tells: "keys",
	Request: request.Must(request.Request{
		URL:      "/api/v2/tailnet/-/keys",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json keys.*.id"},
		Inactive: []string{"status 401 and json message = 'API token invalid'"},
	}),
})

var _ = register(Issuer{
	Name: "tailscale", Title: "Tailscale", Bases: []string{"https://api.tailscale.com"},
	Rules:  []string{"tailscale-auth-key"},
	Docs:   "https://tailscale.com/kb/1085/auth-keys",
	Cannot: "it can only be asked about by joining a machine to the network",
})
