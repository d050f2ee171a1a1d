package revoke

import (
	"net/url"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// https://developers.miro.com/v1.0/reference/revoke-token
var _ = register(Way{
	Name: "miro", Kind: Self, Bases: []string{"https://api.miro.com"},
	Rules:  []string{"miro-access-token"},
	Docs:   "https://developers.miro.com/v1.0/reference/revoke-token",
	Does:   "POST /v1/oauth/revoke",
	Effect: "its refresh token ends with it; the app stays installed",
	Page:   "https://miro.com/app/settings/user-profile/apps",
	Steps:  []string{"Remove the app at https://miro.com/app/settings/user-profile/apps."},
	Do: one(func(secret string) outbound.Request {
		return outbound.Request{Method: "POST", Path: "/v1/oauth/revoke?access_token=" + url.QueryEscape(secret)}
	}, usual()),
})
