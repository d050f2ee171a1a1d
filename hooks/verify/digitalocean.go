package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "digitalocean", Title: "DigitalOcean", Bases: []string{"https://api.digitalocean.com"},
	Rules: []string{"digitalocean-pat", "digitalocean-oauth"},
	Docs:  "https://docs.digitalocean.com/reference/api/reference/account/",
	Tells: "user, team, state of the account",
	Request: request.Must(request.Request{
		URL:      "/v2/account",
		Headers:  bearer(),
		Active:   []string{"status 200 and json account.uuid", "status 403 and json id = Forbidden", "status 403 and json id = forbidden"},
		Inactive: []string{"status 401 and json id = Unauthorized", "status 401 and json id = unauthorized"},
		Owner:    "json account.email", Account: "json account.team.name",
		Details: map[string]string{"account status": "json account.status"},
	}),
})

var _ = register(Issuer{
	Name: "digitalocean", Title: "DigitalOcean", Bases: []string{"https://cloud.digitalocean.com"},
	Rules:  []string{"digitalocean-refresh"},
	Docs:   "https://docs.digitalocean.com/reference/api/oauth/",
	Cannot: "a refresh token can only be asked about by using it up",
})
