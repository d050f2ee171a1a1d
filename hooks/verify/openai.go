package verify

import "github.com/leaksieve/leaksieve/rules/request"

// 401 has other reasons than the key, such as an organisation it is no member of or an
// address that is not allowed: invalid_api_key alone says that the key is none.
var _ = register(Issuer{
	Name: "openai", Title: "OpenAI", Bases: []string{"https://api.openai.com"},
	Rules: []string{"openai-project-key", "openai-service-account-key", "openai-legacy-api-key"},
	Docs:  "https://platform.openai.com/docs/guides/error-codes",
	Tells: "organisation, project",
	Request: request.Must(request.Request{
		URL:      "/v1/models",
		Headers:  bearer(),
		Active:   []string{"status 200 and json object = list"},
		Inactive: []string{"status 401 and json error.code = invalid_api_key"},
		Unclear:  []string{"status 401 and json error", "status 403 and json error"},
		Account:  "header OpenAI-Organization",
		Details:  map[string]string{"project": "header OpenAI-Project"},
	}),
})

var _ = register(Issuer{
	Name: "openai", Title: "OpenAI", Bases: []string{"https://api.openai.com"},
	Rules: []string{"openai-admin-key"},
	Docs:  "https://platform.openai.com/docs/api-reference/admin-api-keys/list",
	Tells: "that it lives, its organisation",
	Request: request.Must(request.Request{
		URL:      "/v1/organization/admin_api_keys?limit=1",
		Headers:  bearer(),
		Active:   []string{"status 200 and json object = list"},
		Inactive: []string{"status 401 and json error.code = invalid_api_key"},
		Unclear:  []string{"status 401 and json error", "status 403 and json error"},
		Account:  "header OpenAI-Organization",
	}),
})
