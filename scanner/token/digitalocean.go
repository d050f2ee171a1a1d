package token

// Tokens of DigitalOcean (docs.digitalocean.com/reference/api/create-personal-access-token,
// /reference/api/oauth-api, /products/spaces/how-to/manage-access). An OAuth token is
// said to expire in 2592000 seconds.
var _ = later(func() {
	register(Family{Name: "digitalocean", Tell: tellKinds("DigitalOcean", []kind{
		{rules: []string{"digitalocean-pat"}, prefix: "dop_v1_", min: 71, is: "personal access token",
			grants: "the servers, databases and networks of a team as its owner, within its scopes", note: "as chosen when it was made: 30 days to no end"},
		{rules: []string{"digitalocean-oauth"}, prefix: "doo_v1_", min: 71, is: "OAuth access token", lifetime: 30 * day,
			grants: "what a user granted to an application: to read, or to read and write"},
		{rules: []string{"digitalocean-refresh"}, prefix: "dor_v1_", min: 71, is: "OAuth refresh token",
			grants: "new access tokens of an application, with its secret"},
		{rules: []string{"digitalocean-spaces-secret"}, is: "secret key of Spaces", never: true,
			grants: "the objects of the buckets that it was made for, or of all"},
	})})
})
