package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "elevenlabs", Title: "ElevenLabs", Bases: []string{"https://api.elevenlabs.io"},
	Rules: []string{"elevenlabs-api-key", "elevenlabs-legacy-api-key"},
	Docs:  "https://elevenlabs.io/docs/api-reference/user/get",
	Tells: "plan",
	Request: request.Must(request.Request{
		URL:      "/v1/user",
		Headers:  map[string]string{"xi-api-key": "{{secret}}"},
		Active:   []string{"status 200 and json subscription.tier", "status 401 and json detail.status = missing_permissions"},
		Inactive: []string{"status 401 and json detail.status = invalid_api_key"},
		Owner:    "json user_id",
		Details:  map[string]string{"plan": "json subscription.tier"},
	}),
})
