package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "notion", Title: "Notion", Bases: []string{"https://api.notion.com"},
	Rules: []string{"notion-token", "notion-legacy-token"},
	Docs:  "https://developers.notion.com/reference/get-self",
	Tells: "bot's name, workspace",
	Request: request.Must(request.Request{
		URL:      "/v1/users/me",
		Headers:  bearer("Notion-Version", "2022-06-28"),
		Active:   []string{"status 200 and json object = user", "status 403 and json code = restricted_resource"},
		Inactive: []string{"status 401 and json code = unauthorized"},
		Owner:    "json name", Account: "json bot.workspace_name",
		Details: map[string]string{"owner": "json bot.owner.type", "owner's name": "json bot.owner.user.name"},
	}),
})
