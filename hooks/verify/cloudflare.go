package verify

import "github.com/leaksieve/leaksieve/rules/request"

var cloudflareVerify = request.Request{
	URL:     "/client/v4/user/tokens/verify",
	Headers: bearer(),
	Active:  []string{"status 200 and json result.status = active"},
	Ended:   []string{"status 200 and json result.status = disabled", "status 200 and json result.status = expired"},
	Expires: "json result.expires_on",
	Details: map[string]string{"token id": "json result.id"},
}

// Tokens whose form says that they are a user's.
var _ = register(Issuer{
	Name: "cloudflare", Title: "Cloudflare", Bases: []string{"https://api.cloudflare.com"},
	Rules:   []string{"cloudflare-user-token"},
	Docs:    "https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/",
	Tells:   "expiry, id",
	Request: request.Must(cloudflareUser()),
})

func cloudflareUser() request.Request {
	r := cloudflareVerify
	r.Inactive = []string{"status 401 and json errors.0.code = 1000"}
	return r
}

// Tokens of the older form may be an account's, which this request does not know.
var _ = register(Issuer{
	Name: "cloudflare", Title: "Cloudflare", Bases: []string{"https://api.cloudflare.com"},
	Rules:   []string{"cloudflare-api-token"},
	Docs:    "https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/",
	Tells:   "expiry, id; that it is expired or disabled",
	Request: request.Must(cloudflareAny()),
})

func cloudflareAny() request.Request {
	r := cloudflareVerify
	r.Unclear = []string{"status 401 and json errors.0.code = 1000"}
	return r
}

var _ = register(Issuer{
	Name: "cloudflare", Title: "Cloudflare", Bases: []string{"https://api.cloudflare.com"},
	Rules:  []string{"cloudflare-account-token", "cloudflare-global-key", "cloudflare-global-api-key", "cloudflare-origin-ca-key"},
	Docs:   "https://developers.cloudflare.com/fundamentals/api/get-started/",
	Cannot: "Cloudflare takes it together with the id of the account or the e-mail address of the user, which is not known here",
})
