package revoke

import (
	"context"
	"encoding/json"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// Whoever finds one may hand GitHub's tokens in, without authentication; GitHub takes
// them back a little later (202) and tells their owners. It takes 60 requests an hour of
// up to 1000 tokens each, so that they are handed in together.
// https://docs.github.com/en/rest/credentials/revoke
var _ = register(Way{
	Name: "github", Kind: Self, Async: true, Bases: []string{"https://api.github.com"},
	Rules:  []string{"github-pat", "github-fine-grained-pat", "github-oauth", "github-app-user", "github-refresh"},
	Docs:   "https://docs.github.com/en/rest/credentials/revoke",
	Does:   "POST /credentials/revoke",
	Effect: "GitHub tells the owner by e-mail; it cannot be undone",
	Page:   "https://github.com/settings/tokens",
	Steps:  []string{"Delete the token at https://github.com/settings/tokens, that of an app at https://github.com/settings/applications."},
	Do:     func(ctx context.Context, n *Net, s *Step) Answer { return githubRevoke(ctx, n, []*Step{s}) },
	DoAll:  githubRevoke,
	Most:   100, // of 1000: whatever goes wrong with one request is of fewer
})

func githubRevoke(ctx context.Context, n *Net, steps []*Step) Answer {
	var tokens []string
	for _, s := range steps {
		tokens = append(tokens, s.Cred.Secret.Reveal())
	}
	body, _ := json.Marshal(map[string][]string{"credentials": tokens}) // of strings alone
	return ask(ctx, n.Conn, outbound.Request{Method: "POST", Path: "/credentials/revoke", Body: body, Header: map[string]string{
		"Content-Type": "application/json", "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
	}}, by(map[int]Outcome{202: Accepted}))
}

// An installation token takes itself back.
// https://docs.github.com/en/rest/apps/installations#revoke-an-installation-access-token
var _ = register(Way{
	Name: "github", Kind: Self, Bases: []string{"https://api.github.com"},
	Rules: []string{"github-app-installation", "github-app-installation-jwt"},
	Docs:  "https://docs.github.com/en/rest/apps/installations#revoke-an-installation-access-token",
	Does:  "DELETE /installation/token",
	Page:  "https://github.com/settings/installations",
	Steps: []string{"It ends by itself within an hour. Suspend the installation at https://github.com/settings/installations if that is too long."},
	Do:    one(bearer("DELETE", "/installation/token"), usual()),
})
