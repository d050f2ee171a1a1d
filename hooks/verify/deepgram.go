package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "deepgram", Title: "Deepgram", Bases: []string{"https://api.deepgram.com"},
	Rules: []string{"deepgram-api-key"},
	Docs:  "https://developers.deepgram.com/reference/manage/projects/list",
	Tells: "project",
	Request: request.Must(request.Request{
		URL:      "/v1/projects",
		Headers:  map[string]string{"Authorization": "Token {{secret}}"},
		Active:   []string{"status 200 and json projects.0.project_id"},
		Inactive: []string{"status 401 and json err_code = INVALID_AUTH"},
		Account:  "json projects.0.name",
	}),
})
