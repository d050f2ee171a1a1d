package revoke

// https://developer.vimeo.com/api/reference/authentication-extras#delete_token
var _ = register(Way{
	Name: "vimeo", Kind: Self, Bases: []string{"https://api.vimeo.com"},
	Rules: []string{"vimeo-access-token"},
	Docs:  "https://developer.vimeo.com/api/reference/authentication-extras#delete_token",
	Does:  "DELETE /tokens",
	Page:  "https://developer.vimeo.com/apps",
	Steps: []string{"Delete it on the page of its app at https://developer.vimeo.com/apps."},
	Do:    one(bearer("DELETE", "/tokens"), usual()),
})
