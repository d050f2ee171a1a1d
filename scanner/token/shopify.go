package token

import "github.com/leaksieve/leaksieve/scanner/leak"

// Shopify's tokens: the prefixes of
// shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing and
// shopify.dev/docs/apps/build/authentication-authorization; how long one lives:
// .../access-tokens/offline-access-tokens (an hour if it is one that expires; public apps
// must use these from 2027 on).
var _ = registerForms("shopify", "Shopify",
	shopify(form{prefix: "shpat_", is: "access token of an app", grants: shopifyGrants,
		notes: []string{"one that expires lives for an hour; an offline token of a custom app, or of before 2026, has no end"}}),
	shopify(form{prefix: "shpca_", is: "access token of a custom app", lives: forever, grants: shopifyGrants}),
	shopify(form{prefix: "shppa_", is: "password of a private app (legacy)", lives: forever, grants: shopifyGrants}),
	shopify(form{prefix: "shpss_", is: "client secret of an app", lives: forever,
		grants: "tokens of every shop that installed the app, and forging the webhooks that Shopify sends it",
		risks:  states("it is of an app, and so reaches all shops that have installed it")}),
	shopify(form{prefix: "shptka_", is: "password of the Theme Access app", lives: forever,
		grants: "changing and publishing the themes of a shop"}),
	form{prefix: "prtapi_", least: 32, is: "Partner API token", lives: forever,
		grants: "reading the apps, payouts and transactions of a partner, as its permissions say"},
	form{rules: []string{"shopify-cli-token"}, is: "CLI token of a partner",
		grants: "deploying the apps of a partner from CI"},
)

const shopifyGrants = "reading and changing a shop's orders, customers and products, within its scopes"

func shopify(f form) form {
	f.least = 32
	f.tell = func(in *Input, t *leak.Token) { at(t, used(in, "myshopify.com")); t.Account = t.Host }
	return f
}
