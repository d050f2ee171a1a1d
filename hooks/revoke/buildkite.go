package revoke

// "This can be useful if you find a token, can't identify its owner, and you want to
// revoke it": https://buildkite.com/docs/apis/rest-api/access-token
var _ = register(Way{
	Name: "buildkite", Kind: Self, Bases: []string{"https://api.buildkite.com"},
	Rules: []string{"buildkite-token"},
	Docs:  "https://buildkite.com/docs/apis/rest-api/access-token",
	Does:  "DELETE /v2/access-token",
	Page:  "https://buildkite.com/user/api-access-tokens",
	Steps: []string{"Revoke it at https://buildkite.com/user/api-access-tokens."},
	Do:    one(bearer("DELETE", "/v2/access-token"), usual()),
})
