package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("github",
	documented{
		name: "a classic token", rule: "github-pat",
		asks: "GET api.github.com/user", header: header{"Authorization": "Bearer {{secret}}", "X-GitHub-Api-Version": "2022-11-28"},
		answer: outboundtest.Answer(200, `{"login": "octocat", "id": 1, "type": "User", "name": "monalisa octocat"}`,
			"X-OAuth-Scopes", "repo, user", "GitHub-Authentication-Token-Expiration", "2026-08-01 10:00:00 UTC"),
		want: leak.Verdict{
			State: leak.StateActive, Reason: "status 200 and json login", Owner: "octocat", Scopes: []string{"repo", "user"},
			Expires: day(2026, 8, 1, 10), Details: []leak.Detail{{Name: "account type", Value: "User"}, {Name: "name", Value: "monalisa octocat"}},
		},
	},
	documented{
		name: "expired or revoked", rule: "github-pat", asks: "GET api.github.com/user",
		answer: outboundtest.Answer(401, `{"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest", "status": "401"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'Bad credentials'"},
	},
	documented{
		name: "of an Enterprise Server that the user named", rule: "github-pat", bases: []string{"https://ghe.example.com/api/v3"},
		asks:   "GET ghe.example.com/api/v3/user",
		answer: outboundtest.Answer(200, `{"login": "octocat"}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json login", Owner: "octocat"},
	},
	documented{
		name: "of an app", rule: "github-app-installation", asks: "GET api.github.com/installation/repositories?per_page=1",
		header: header{"Authorization": "Bearer {{secret}}"},
		answer: outboundtest.Answer(200, `{"total_count": 7, "repositories": [{"name": "Hello-World", "owner": {"login": "acme"}}]}`),
		want: leak.Verdict{
			State: leak.StateActive, Reason: "status 200 and json total_count", Account: "acme", Details: []leak.Detail{{Name: "repositories", Value: "7"}},
		},
	},
	documented{
		name: "of an app, expired", rule: "github-app-installation", asks: "GET api.github.com/installation/repositories?per_page=1",
		answer: outboundtest.Answer(401, `{"message": "Bad credentials"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json message = 'Bad credentials'"},
	},
)
