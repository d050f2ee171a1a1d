package token

// Anthropic's keys (docs.anthropic.com/en/api/getting-started, .../administration-api) and
// the tokens of a subscription: `claude setup-token` makes one for a year, that of a login
// is renewed with a refresh token (docs.anthropic.com/en/docs/claude-code/github-actions,
// code.claude.com/docs/en/authentication).
var _ = registerForms("anthropic", "Anthropic",
	form{prefix: "sk-ant-api03-", least: 80, is: "API key", lives: forever,
		grants: "models, files and batches of one workspace, at its cost"},
	form{prefix: "sk-ant-admin01-", least: 80, is: "Admin API key", lives: forever,
		grants: "the members, workspaces, keys and usage of a whole organisation",
		risks:  raises("it administers an organisation")},
	form{prefix: "sk-ant-api01-", least: 80, is: "Compliance API key", lives: forever,
		grants: "the chats, files and activity of a whole organisation",
		risks:  raises("it reads what all members of an organisation have written")},
	form{prefix: "sk-ant-oat01-", least: 80, is: "OAuth access token", lives: 365 * day,
		grants: "models on a subscription",
		notes:  []string{"one of `claude setup-token` lives for a year, that of a login for hours"}},
	form{prefix: "sk-ant-ort01-", least: 80, is: "OAuth refresh token",
		grants: "new access tokens of a subscription"},
	form{prefix: "sk-ant-sid", least: 80, is: "session key of claude.ai",
		grants: "everything that the signed-in person can do: all chats, projects and settings",
		notes:  []string{"it ends when the person signs out of all sessions"}},
)
