package revoke

// https://crates.io/api/openapi.json, DELETE /api/v1/tokens/current: "revokes the API
// token that is used to authenticate the request". A token that it does not know gets 403,
// as does one whose scopes name other endpoints.
var _ = register(Way{
	Name: "crates", Kind: Self, Bases: []string{"https://crates.io"},
	Rules: []string{"crates-io-token"},
	Docs:  "https://crates.io/api/openapi.json",
	Does:  "DELETE /api/v1/tokens/current",
	Page:  "https://crates.io/settings/tokens",
	Steps: []string{"Revoke it at https://crates.io/settings/tokens."},
	Do:    one(header("DELETE", "/api/v1/tokens/current", "Authorization", ""), usual()),
})
