package token

// Tokens of Vercel (vercel.com/changelog/new-token-formats-and-secret-scanning).
var _ = later(func() {
	register(Family{Name: "vercel", Tell: tellKinds("Vercel", []kind{
		{prefix: "vcp_", min: 28, is: "personal access token", grants: vercelGrants, note: "as chosen when it was made: a day to no end"},
		{prefix: "vci_", min: 28, is: "token of an integration", grants: "the projects and environment of whoever installed the integration, within its scopes"},
		{prefix: "vca_", min: 28, is: "access token of an app", grants: "what a user granted to an app"},
		{prefix: "vcr_", min: 28, is: "refresh token of an app", grants: "new access tokens of an app, with its client"},
		{prefix: "vck_", min: 28, is: "API key of the AI Gateway", grants: "calls to models at the cost of a team"},
		{rules: []string{"vercel-token", "vercel-legacy-token"}, is: "access token", grants: vercelGrants, note: "as chosen when it was made: a day to no end"},
	})})
})

const vercelGrants = "deploying projects and reading their environment as its owner, in one team or all"
