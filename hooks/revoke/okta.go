package revoke

// https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApiToken/#tag/ApiToken/operation/revokeCurrentApiToken
var _ = register(Way{
	Name: "okta", Kind: Self, // each organisation has its own host
	Rules: []string{"okta-api-token"},
	Docs:  "https://developer.okta.com/docs/api/openapi/okta-management/management/tag/ApiToken/#tag/ApiToken/operation/revokeCurrentApiToken",
	Does:  "DELETE /api/v1/api-tokens/current",
	Page:  "https://help.okta.com/en-us/content/topics/security/api.htm",
	Steps: []string{"Revoke it in the admin console under Security > API > Tokens."},
	Do:    one(header("DELETE", "/api/v1/api-tokens/current", "Authorization", "SSWS "), usual()),
})
