package revoke

// https://vercel.com/docs/rest-api/authentication/delete-an-authentication-token: 403 is
// what an unknown token gets, too.
var _ = register(Way{
	Name: "vercel", Kind: Self, Bases: []string{"https://api.vercel.com"},
	Rules: []string{"vercel-token", "vercel-legacy-token"},
	Docs:  "https://vercel.com/docs/rest-api/authentication/delete-an-authentication-token",
	Does:  "DELETE /v3/user/tokens/current",
	Page:  "https://vercel.com/account/settings/tokens",
	Steps: []string{"Delete it at https://vercel.com/account/settings/tokens."},
	Do:    one(bearer("DELETE", "/v3/user/tokens/current"), usual(map[int]Outcome{404: Refused})),
})
