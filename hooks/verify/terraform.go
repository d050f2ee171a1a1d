package verify

import "github.com/leaksieve/leaksieve/rules/request"

// "If the token is absent or invalid, HCP Terraform responds with HTTP status 401 and
// a JSON API error object." Tokens of Terraform Enterprise have the same form.
var _ = register(Issuer{
	Name: "terraform", Title: "HCP Terraform", Bases: []string{"https://app.terraform.io"},
	Local: true,
	Rules: []string{"terraform-cloud-token"},
	Docs:  "https://developer.hashicorp.com/terraform/cloud-docs/api-docs/account#get-your-account-details",
	Tells: "user",
	Request: request.Must(request.Request{
		URL:      "/api/v2/account/details",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json data.id"},
		Inactive: []string{"status 401 and json errors.0.status = 401"},
		Owner:    "json data.attributes.email or json data.attributes.username",
	}),
})
