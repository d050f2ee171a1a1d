package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "rubygems", Title: "RubyGems.org", Bases: []string{"https://rubygems.org"},
	Rules: []string{"rubygems-api-key"},
	Docs:  "https://guides.rubygems.org/rubygems-org-api/#gem-methods",
	Tells: "a gem of its owner",
	Doubt: "what is said of a wrong key and of one without the scope to list gems is not documented",
	Request: request.Must(request.Request{
		URL:     "/api/v1/gems.json",
		Headers: map[string]string{"Authorization": "{{secret}}"},
		Active:  []string{"status 200 and json *.name"},
		Details: map[string]string{"gem": "json 0.name"},
	}),
})
