package verify

import "github.com/leaksieve/leaksieve/rules/request"

// The one way to ask is to put the token in the query.
var _ = register(Issuer{
	Name: "mapbox", Title: "Mapbox", Bases: []string{"https://api.mapbox.com"},
	Rules: []string{"mapbox-secret-token", "mapbox-temporary-token"},
	Docs:  "https://docs.mapbox.com/api/accounts/tokens/#retrieve-a-token",
	Tells: "user, scopes, expiry",
	Request: request.Must(request.Request{
		URL:      "/tokens/v2?access_token={{secret}}",
		Active:   []string{"status 200 and json code = TokenValid"},
		Ended:    []string{"status 200 and json code = TokenExpired", "status 200 and json code = TokenRevoked"},
		Inactive: []string{"status 200 and json code = TokenInvalid", "status 200 and json code = TokenMalformed"},
		Owner:    "json token.user",
		Scopes:   "json token.scopes",
		Expires:  "json token.expires",
	}),
})
