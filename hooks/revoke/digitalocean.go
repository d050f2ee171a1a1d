package revoke

import "github.com/leaksieve/leaksieve/hooks/outbound"

// https://docs.digitalocean.com/reference/api/oauth/#revoke-revoke-an-access-token
var _ = register(Way{
	Name: "digitalocean-oauth", Kind: Self, Bases: []string{"https://cloud.digitalocean.com"},
	Rules: []string{"digitalocean-oauth"},
	Docs:  "https://docs.digitalocean.com/reference/api/oauth/",
	Does:  "POST /v1/oauth/revoke",
	Page:  "https://cloud.digitalocean.com/account/api/access",
	Steps: []string{"Revoke the application's access at https://cloud.digitalocean.com/account/api/access."},
	Do: one(func(secret string) outbound.Request {
		r := form("/v1/oauth/revoke", "token")(secret)
		r.Header["Authorization"] = "Bearer " + secret
		return r
	}, usual()),
})
