package token

// Services that run models, at the cost of an account. The form alone tells the kind:
// docs.cohere.com/reference/about, console.groq.com/docs/quickstart, docs.x.ai/docs/overview,
// replicate.com/docs/reference/http, openrouter.ai/docs/api-reference/authentication,
// docs.perplexity.ai, inference-docs.cerebras.ai, docs.together.ai, docs.tavily.com,
// docs.wandb.ai, docs.smith.langchain.com.
var (
	_ = registerForms("cohere", "Cohere",
		form{rules: []string{"cohere-api-key", "cohere-api-token"}, is: "API key", lives: forever, grants: modelGrants,
			notes: []string{"a trial key looks the same: it costs nothing and is limited in calls"}})
	_ = registerForms("groq", "Groq",
		form{prefix: "gsk_", least: 48, is: "API key", grants: modelGrants})
	_ = registerForms("xai", "xAI",
		form{prefix: "xai-", least: 80, is: "API key", grants: "models at a team's cost, within the key's permissions"})
	_ = registerForms("replicate", "Replicate",
		form{prefix: "r8_", least: 37, looks: func(s string) bool { return len(s) == 40 && written(s[3:], base62, 37) }, is: "API token", lives: forever,
			grants: "running models at the account's cost, and its predictions, models and deployments"})
	_ = registerForms("openrouter", "OpenRouter",
		form{prefix: "sk-or-v1-", least: 64, is: "API key or provisioning key",
			grants: "models of all providers at the account's credits; a provisioning key makes and deletes keys instead",
			notes:  []string{"a key may have a limit of credits"}})
	_ = registerForms("perplexity", "Perplexity",
		form{prefix: "pplx-", least: 48, is: "API key", lives: forever, grants: modelGrants})
	_ = registerForms("cerebras", "Cerebras",
		form{prefix: "csk-", least: 48, is: "API key", grants: modelGrants})
	_ = registerForms("together", "Together AI",
		form{prefix: "tgp_v1_", least: 43, is: "API key", grants: modelGrants},
		form{rules: []string{"together-legacy-api-key"}, is: "API key (older form)", grants: modelGrants})
	_ = registerForms("tavily", "Tavily",
		form{prefix: "tvly-dev-", least: 20, is: "development API key", grants: "searching and extracting pages at the account's credits"},
		form{prefix: "tvly-prod-", least: 20, is: "production API key", grants: "searching and extracting pages at the account's credits"},
		form{prefix: "tvly-", least: 32, is: "API key", grants: "searching and extracting pages at the account's credits"})
	_ = registerForms("wandb", "Weights & Biases",
		form{prefix: "wandb_v1_", least: 60, is: "API key",
			grants: wandbGrants},
		form{rules: []string{"wandb-api-key"}, is: "API key (older form)", lives: forever, grants: wandbGrants})
	_ = registerForms("langsmith", "LangSmith",
		form{prefix: "lsv2_pt_", least: 32, is: "personal access token", grants: "traces, prompts and data sets, as its owner"},
		form{prefix: "lsv2_sk_", least: 32, is: "service key", grants: "traces, prompts and data sets of a workspace or organisation, as a service"},
		form{rules: []string{"langsmith-legacy-api-key"}, is: "API key (legacy)", grants: "traces, prompts and data sets of a workspace",
			risks: lowers("LangSmith takes no such keys any more")})
)

const (
	modelGrants = "models at the account's cost"
	wandbGrants = "reading and writing the runs, artifacts and models of its user or service account"
)
