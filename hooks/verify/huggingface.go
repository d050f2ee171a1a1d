package verify

import "github.com/leaksieve/leaksieve/rules/request"

// The answer is ApiWhoAmIReponse with ApiWhoAmIAuthInfo of the issuer's own library.
var _ = register(Issuer{
	Name: "huggingface", Title: "Hugging Face", Bases: []string{"https://huggingface.co"},
	Rules: []string{"huggingface-token", "huggingface-organisation-token"},
	Docs:  "https://huggingface.co/docs/huggingface.js/hub/interfaces/AuthInfo",
	Tells: "user or organisation, role, name, expiry",
	Request: request.Must(request.Request{
		URL:      "/api/whoami-v2",
		Headers:  bearer(),
		Active:   []string{"status 200 and json name and json auth.type"},
		Inactive: []string{"status 401 and json error"},
		Owner:    "json name", Account: "json orgs.*.name",
		Scopes: "json auth.accessToken.role", Expires: "json auth.expiresAt or json auth.accessToken.expiration",
		Details: map[string]string{"account type": "json type", "token name": "json auth.accessToken.displayName", "token created": "json auth.accessToken.createdAt"},
	}),
})
