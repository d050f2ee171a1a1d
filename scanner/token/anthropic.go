package token

// Anthropic's keys (docs.anthropic.com/en/api/getting-started, .../administration-api) and
// the tokens of a subscription: `claude setup-token` makes one for a year, that of a login
// is renewed with a refresh token (docs.anthropic.com/en/docs/claude-code/github-actions,
// code.claude.com/docs/en/authentication).
var _ = later(func() {
	registerKinds("anthropic", "Anthropic",
		kind{prefix: "sk-ant-api03-", min: 93, is: "API key", never: true,
			grants: "models, files and batches of one workspace, at its cost"},
		kind{prefix: "sk-ant-admin01-", min: 95, is: "Admin API key", never: true,
			grants: "the members, workspaces, keys and usage of a whole organisation",
			risks:  raises("it administers an organisation")},
		kind{prefix: "sk-ant-api01-", min: 93, is: "Compliance API key", never: true,
			grants: "the chats, files and activity of a whole organisation",
			risks:  raises("it reads what all members of an organisation have written")},
		kind{prefix: "sk-ant-oat01-", min: 93, is: "OAuth access token", lifetime: 365 * day,
			grants: "models on a subscription",
			note:   "one of `claude setup-token` lives for a year, that of a login for hours"},
		kind{prefix: "sk-ant-ort01-", min: 93, is: "OAuth refresh token",
			grants: "new access tokens of a subscription"},
		kind{prefix: "sk-ant-sid", min: 90, is: "session key of claude.ai",
			grants: "everything that the signed-in person can do: all chats, projects and settings",
			note:   "it ends when the person signs out of all sessions"},
	)
})
