package revoke

// https://linear.app/developers/oauth-2-0-authentication#revoke-an-access-token: 400
// when it was revoked before.
var _ = register(Way{
	Name: "linear", Kind: Self, Bases: []string{"https://api.linear.app"},
	Rules: []string{"linear-oauth-token"},
	Docs:  "https://linear.app/developers/oauth-2-0-authentication",
	Does:  "POST /oauth/revoke",
	Page:  "https://linear.app/settings/account/security",
	Steps: []string{"Revoke the application's access in Linear under Settings > Security & access."},
	Do:    one(bearer("POST", "/oauth/revoke"), usual(map[int]Outcome{400: Dead})),
})
