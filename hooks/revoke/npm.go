package revoke

import (
	"net/url"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// What `npm logout` sends: the registry ends the token wherever it is used.
// https://docs.npmjs.com/cli/commands/npm-logout, and lib/commands/logout.js of the CLI.
var _ = register(Way{
	Name: "npm", Kind: Self, Bases: []string{"https://registry.npmjs.org"},
	Rules: []string{"npm-token"},
	Docs:  "https://docs.npmjs.com/cli/commands/npm-logout",
	Does:  "DELETE /-/user/token/{token}",
	Page:  "https://www.npmjs.com/settings/~/tokens",
	Steps: []string{"Delete it at https://www.npmjs.com/settings/~/tokens, or with `npm token revoke ID` (`npm token list` has the ids)."},
	Do: one(func(secret string) outbound.Request {
		return outbound.Request{Method: "DELETE", Path: "/-/user/token/" + url.PathEscape(secret), Header: map[string]string{"Authorization": "Bearer " + secret}}
	}, usual(map[int]Outcome{404: Dead})),
})
