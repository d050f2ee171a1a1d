package token

// OpenAI's keys (platform.openai.com/docs/api-reference/authentication,
// .../admin-api-keys, .../project-service-accounts, .../realtime-sessions,
// platform.openai.com/docs/guides/webhooks).
var _ = registerForms("openai", "OpenAI",
	form{prefix: "sk-proj-", least: 40, is: "API key of a project", lives: forever,
		grants: "models, files and threads of one project, at its cost and within the key's permissions"},
	form{prefix: "sk-None-", least: 40, is: "API key of a project (older form)", lives: forever,
		grants: "models, files and threads of one project, at its cost"},
	form{prefix: "sk-svcacct-", least: 40, is: "API key of a service account", lives: forever,
		grants: "models, files and threads of one project, at its cost",
		risks:  states("it belongs to nobody: it outlives the person who made it")},
	form{prefix: "sk-admin-", least: 40, is: "admin API key", lives: forever,
		grants: "the members, projects, keys and audit log of a whole organisation",
		risks:  raises("it administers an organisation: it can make further keys")},
	form{rules: []string{"openai-legacy-api-key", "openai-api-key"}, prefix: "sk-", least: 40, is: "API key of a user (legacy)", lives: forever,
		grants: "models and files in all projects of its owner, at the organisation's cost"},
	form{rules: []string{"openai-realtime-client-secret"}, prefix: "ek_", is: "client secret of a realtime session",
		grants: "speaking with a model in one session", risks: lowers("it is made for a browser and ends within minutes or hours")},
	form{rules: []string{"openai-webhook-secret"}, prefix: "whsec_", is: "signing secret of a webhook", lives: forever,
		grants: "forging events that an endpoint takes for OpenAI's"},
)
