package revoke

// https://developer.salesforce.com/docs/platform/mobile-sdk/guide/oauth-revoking-tokens.html,
// and at login.salesforce.com:
// https://developer.salesforce.com/blogs/2011/11/revoking-oauth-2-0-access-tokens-and-refresh-tokens
var _ = register(Way{
	Name: "salesforce", Kind: Self, Local: true, Bases: []string{"https://login.salesforce.com"},
	Rules:  []string{"salesforce-access-token", "salesforce-refresh-token"},
	Docs:   "https://developer.salesforce.com/docs/platform/mobile-sdk/guide/oauth-revoking-tokens.html",
	Does:   "POST /services/oauth2/revoke",
	Effect: "a refresh token takes its access tokens with it",
	Page:   "https://help.salesforce.com/s/articleView?id=sf.remoteaccess_request_manage.htm",
	Steps:  []string{"Revoke it under Setup > Connected Apps OAuth Usage, a session under Setup > Session Management."},
	Do:     one(form("/services/oauth2/revoke", "token"), readOAuth),
})
