package token

// Services that run models, at the cost of an account. The form alone tells the kind:
// docs.cohere.com/reference/about, console.groq.com/docs/quickstart, docs.x.ai/docs/overview,
// replicate.com/docs/reference/http, openrouter.ai/docs/api-reference/authentication,
// docs.perplexity.ai, inference-docs.cerebras.ai, docs.together.ai, docs.tavily.com,
// docs.wandb.ai, docs.smith.langchain.com.
var (
	_ = later(func() {
		registerKinds("cohere", "Cohere",
			kind{rules: []string{"cohere-api-key", "cohere-api-token"}, is: "API key", never: true, grants: modelGrants,
				notes: []string{"a trial key looks the same: it costs nothing and is limited in calls"}})
	})
	_ = later(func() {
		registerKinds("groq", "Groq",
			kind{prefix: "gsk_", min: 52, is: "API key", grants: modelGrants})
	})
	_ = later(func() {
		registerKinds("xai", "xAI",
			kind{prefix: "xai-", min: 84, is: "API key", grants: "models at a team's cost, within the key's permissions"})
	})
	_ = later(func() {
		registerKinds("replicate", "Replicate",
			kind{prefix: "r8_", min: 40, looks: func(s string) bool { return len(s) == 40 && written(s[3:], base62, 37) }, is: "API token", never: true,
				grants: "running models at the account's cost, and its predictions, models and deployments"})
	})
	_ = later(func() {
		registerKinds("openrouter", "OpenRouter",
			kind{prefix: "sk-or-v1-", min: 73, is: "API key or provisioning key",
				grants: "models of all providers at the account's credits; a provisioning key makes and deletes keys instead",
				notes:  []string{"a key may have a limit of credits"}})
	})
	_ = later(func() {
		registerKinds("perplexity", "Perplexity",
			kind{prefix: "pplx-", min: 53, is: "API key", never: true, grants: modelGrants})
	})
	_ = later(func() {
		registerKinds("cerebras", "Cerebras",
			kind{prefix: "csk-", min: 52, is: "API key", grants: modelGrants})
	})
	_ = later(func() {
		registerKinds("together", "Together AI",
			kind{prefix: "tgp_v1_", min: 50, is: "API key", grants: modelGrants},
			kind{rules: []string{"together-legacy-api-key"}, is: "API key (older form)", grants: modelGrants})
	})
	_ = later(func() {
		registerKinds("tavily", "Tavily",
			kind{prefix: "tvly-dev-", min: 29, is: "development API key", grants: "searching and extracting pages at the account's credits"},
			kind{prefix: "tvly-prod-", min: 30, is: "production API key", grants: "searching and extracting pages at the account's credits"},
			kind{prefix: "tvly-", min: 37, is: "API key", grants: "searching and extracting pages at the account's credits"})
	})
	_ = later(func() {
		registerKinds("wandb", "Weights & Biases",
			kind{prefix: "wandb_v1_", min: 69, is: "API key",
				grants: wandbGrants},
			kind{rules: []string{"wandb-api-key"}, is: "API key (older form)", never: true, grants: wandbGrants})
	})
	_ = later(func() {
		registerKinds("langsmith", "LangSmith",
			kind{prefix: "lsv2_pt_", min: 40, is: "personal access token", grants: "traces, prompts and data sets, as its owner"},
			kind{prefix: "lsv2_sk_", min: 40, is: "service key", grants: "traces, prompts and data sets of a workspace or organisation, as a service"},
			kind{rules: []string{"langsmith-legacy-api-key"}, is: "API key (legacy)", grants: "traces, prompts and data sets of a workspace",
				risks: lowers("LangSmith takes no such keys any more")})
	})
)

const (
	modelGrants = "models at the account's cost"
	wandbGrants = "reading and writing the runs, artifacts and models of its user or service account"
)
