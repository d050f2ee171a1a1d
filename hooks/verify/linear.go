package verify

import "github.com/leaksieve/leaksieve/rules/request"

const linearViewer = `{"query": "{ viewer { name email admin } organization { name urlKey } }"}`

func linear(authorization string) *request.Compiled {
	return request.Must(request.Request{
		Method: "POST", URL: "/graphql",
		Headers:  map[string]string{"Authorization": authorization},
		Body:     linearViewer,
		Active:   []string{"status 200 and json data.viewer.email", "status 200 and json data.viewer.name"},
		Inactive: []string{"json errors.0.extensions.code = AUTHENTICATION_ERROR"},
		Owner:    "json data.viewer.email or json data.viewer.name", Account: "json data.organization.name",
		Details: map[string]string{"admin": "json data.viewer.admin", "workspace": "json data.organization.urlKey"},
	})
}

// A key stands by itself in the header, an OAuth token behind "Bearer".
var (
	_ = register(Issuer{
		Name: "linear", Title: "Linear", Bases: []string{"https://api.linear.app"},
		Rules: []string{"linear-api-key"},
		Docs:  "https://linear.app/developers/graphql#authentication",
		Tells: "user, workspace, whether it is an administrator's", Request: linear("{{secret}}"),
	})
	_ = register(Issuer{
		Name: "linear", Title: "Linear", Bases: []string{"https://api.linear.app"},
		Rules: []string{"linear-oauth-token"},
		Docs:  "https://linear.app/developers/oauth-2-0-authentication",
		Tells: "user, workspace, whether it is an administrator's", Request: linear("Bearer {{secret}}"),
	})
)
