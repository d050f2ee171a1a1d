package token

// OpenAI's keys (platform.openai.com/docs/api-reference/authentication,
// .../admin-api-keys, .../project-service-accounts, .../realtime-sessions,
// platform.openai.com/docs/guides/webhooks).
var _ = later(func() {
	registerKinds("openai", "OpenAI",
		kind{prefix: "sk-proj-", min: 48, is: "API key of a project", never: true,
			grants: "models, files and threads of one project, at its cost and within the key's permissions"},
		kind{prefix: "sk-None-", min: 48, is: "API key of a project (older form)", never: true,
			grants: "models, files and threads of one project, at its cost"},
		kind{prefix: "sk-svcacct-", min: 51, is: "API key of a service account", never: true,
			grants: "models, files and threads of one project, at its cost",
			risks:  states("it belongs to nobody: it outlives the person who made it")},
		kind{prefix: "sk-admin-", min: 49, is: "admin API key", never: true,
			grants: "the members, projects, keys and audit log of a whole organisation",
			risks:  raises("it administers an organisation: it can make further keys")},
		kind{only: []string{"openai-legacy-api-key", "openai-api-key"}, prefix: "sk-", min: 43, is: "API key of a user (legacy)", never: true,
			grants: "models and files in all projects of its owner, at the organisation's cost"},
		kind{only: []string{"openai-realtime-client-secret"}, prefix: "ek_", is: "client secret of a realtime session",
			grants: "speaking with a model in one session", risks: lowers("it is made for a browser and ends within minutes or hours")},
		kind{only: []string{"openai-webhook-secret"}, prefix: "whsec_", is: "signing secret of a webhook", never: true,
			grants: "forging events that an endpoint takes for OpenAI's"},
	)
})
