package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Shopify's tokens: the prefixes of
// shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing and
// shopify.dev/docs/apps/build/authentication-authorization; how long one lifetime:
// .../access-tokens/offline-access-tokens (an hour if it is one that expires; public apps
// must use these from 2027 on).
var _ = later(func() {
	registerKinds("shopify", "Shopify",
		shopify(kind{prefix: "shpat_", is: "access token of an app", grants: shopifyGrants,
			note: "one that expires lives for an hour; an offline token of a custom app, or of before 2026, has no end"}),
		shopify(kind{prefix: "shpca_", is: "access token of a custom app", never: true, grants: shopifyGrants}),
		shopify(kind{prefix: "shppa_", is: "password of a private app (legacy)", never: true, grants: shopifyGrants}),
		shopify(kind{prefix: "shpss_", is: "client secret of an app", never: true,
			grants: "tokens of every shop that installed the app, and forging the webhooks that Shopify sends it",
			risks:  states("it is of an app, and so reaches all shops that have installed it")}),
		shopify(kind{prefix: "shptka_", is: "password of the Theme Access app", never: true,
			grants: "changing and publishing the themes of a shop"}),
		kind{prefix: "prtapi_", min: 39, is: "Partner API token", never: true,
			grants: "reading the apps, payouts and transactions of a partner, as its permissions say"},
		kind{rules: []string{"shopify-cli-token"}, is: "CLI token of a partner",
			grants: "deploying the apps of a partner from CI"},
	)
})

const shopifyGrants = "reading and changing a shop's orders, customers and products, within its scopes"

func shopify(f kind) kind {
	f.min = len(f.prefix) + 32
	f.more = func(in *Input, t *leak.Token) { at(t, used(in, "myshopify.com")); t.Account = t.Host }
	return f
}
