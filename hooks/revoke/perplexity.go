package revoke

// https://docs.perplexity.ai/api-reference/revoke-auth-token-post
var _ = register(Way{
	Name: "perplexity", Kind: Self, Bases: []string{"https://api.perplexity.ai"},
	Rules: []string{"perplexity-api-key"},
	Docs:  "https://docs.perplexity.ai/api-reference/revoke-auth-token-post",
	Does:  "POST /revoke_auth_token",
	Page:  "https://www.perplexity.ai/account/api/keys",
	Steps: []string{"Delete it at https://www.perplexity.ai/account/api/keys."},
	Do: one(withJSON(bearer("POST", "/revoke_auth_token"), func(secret string) any {
		return map[string]string{"auth_token": secret}
	}), usual()),
})
