package revoke

// Whoever finds one may hand GitHub's tokens in, without authentication; GitHub takes
// them back a little later (202) and tells their owners.
// https://docs.github.com/en/rest/credentials/revoke
var _ = register(Way{
	Name: "github", Kind: Self, Async: true, Bases: []string{"https://api.github.com"},
	Rules:  []string{"github-pat", "github-fine-grained-pat", "github-oauth", "github-app-user", "github-refresh"},
	Docs:   "https://docs.github.com/en/rest/credentials/revoke",
	Does:   "POST /credentials/revoke",
	Effect: "GitHub tells the owner by e-mail; it cannot be undone",
	Page:   "https://github.com/settings/tokens",
	Steps:  []string{"Delete the token at https://github.com/settings/tokens, that of an app at https://github.com/settings/applications."},
	Do: send(withJSON(plain("POST", "/credentials/revoke"), func(secret string) any {
		return map[string][]string{"credentials": {secret}}
	}), by(map[int]Outcome{202: Accepted})),
})

// An installation token takes itself back.
// https://docs.github.com/en/rest/apps/installations#revoke-an-installation-access-token
var _ = register(Way{
	Name: "github", Kind: Self, Bases: []string{"https://api.github.com"},
	Rules: []string{"github-app-installation", "github-app-installation-jwt"},
	Docs:  "https://docs.github.com/en/rest/apps/installations#revoke-an-installation-access-token",
	Does:  "DELETE /installation/token",
	Page:  "https://github.com/settings/installations",
	Steps: []string{"It ends by itself within an hour. Suspend the installation at https://github.com/settings/installations if that is too long."},
	Do:    send(bearer("DELETE", "/installation/token"), usual()),
})
