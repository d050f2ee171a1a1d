package revoke

// https://www.fastly.com/documentation/reference/api/auth-tokens/user/#revoke-token-current
var _ = register(Way{
	Name: "fastly", Kind: Self, Bases: []string{"https://api.fastly.com"},
	Rules: []string{"fastly-api-token"},
	Docs:  "https://www.fastly.com/documentation/reference/api/auth-tokens/user/",
	Does:  "DELETE /tokens/self",
	Page:  "https://manage.fastly.com/account/personal/tokens",
	Steps: []string{"Delete it at https://manage.fastly.com/account/personal/tokens."},
	Do:    one(header("DELETE", "/tokens/self", "Fastly-Key", ""), usual()),
})
