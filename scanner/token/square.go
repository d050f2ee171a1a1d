package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Square's credentials (developer.squareup.com/docs/build-basics/access-tokens,
// .../oauth-api/overview, .../devtools/sandbox/overview; an OAuth access token expires in
// 30 days: developer.squareup.com/reference/square/objects/ObtainTokenResponse).
var _ = later(func() {
	registerKinds("square", "Square",
		kind{prefix: "EAAA", min: 64, looks: squareToken, is: "access token",
			grants: "payments, customers and orders of a seller: without limits for a personal token, within its scopes for an OAuth one",
			note:   "an OAuth access token lives for 30 days, a personal one until it is replaced; tokens of the sandbox look the same"},
		kind{prefix: "EQAA", min: 64, looks: squareToken, is: "OAuth refresh token",
			grants: "new access tokens of a seller, with the application's secret"},
		kind{prefix: "sq0atp-", min: 29, is: "access token (older form)", env: leak.EnvironmentLive,
			grants: "payments, customers and orders of a seller"},
		kind{prefix: "sq0csp-", min: 47, is: "OAuth application secret", never: true, env: leak.EnvironmentLive,
			grants: "tokens of every seller that connected the application",
			risks:  states("it is of an application, and so reaches all sellers that have connected it")},
		kind{prefix: "sandbox-sq0csb-", min: 55, is: "OAuth application secret", never: true, env: leak.EnvironmentTest,
			grants: "tokens of test sellers", risks: lowers(squareTest)},
		kind{prefix: "sandbox-sq0atb-", min: 35, is: "access token (older form)", env: leak.EnvironmentTest,
			grants: "payments of a test seller", risks: lowers(squareTest)},
	)
})

const squareTest = "it works in the sandbox only: no money moves"

func squareToken(s string) bool { return len(s) == 64 && written(s, base62+"_-", 64) }
