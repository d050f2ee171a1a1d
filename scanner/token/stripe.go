package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Stripe's keys (docs.stripe.com/keys, docs.stripe.com/get-started/account/orgs,
// docs.stripe.com/api/ephemeral_keys, docs.stripe.com/webhooks). Other issuers write
// keys like "sk_live_…", too, so that a rule has to say whose they are.
var _ = later(func() {
	registerKinds("stripe", "Stripe",
		stripe(kind{prefix: "sk_live_", is: "secret key", never: true, env: leak.EnvironmentLive,
			grants: "everything in a live account: charges, refunds, payouts, customers",
			risks:  raises("it is not restricted: it moves money")}),
		stripe(kind{prefix: "sk_test_", is: "secret key", never: true, env: leak.EnvironmentTest, risks: lowers(stripeTest),
			grants: "everything in a sandbox"}),
		stripe(kind{prefix: "rk_live_", is: "restricted key", never: true, env: leak.EnvironmentLive,
			grants: "what its permissions say, in a live account"}),
		stripe(kind{prefix: "rk_test_", is: "restricted key", never: true, env: leak.EnvironmentTest, risks: lowers(stripeTest),
			grants: "what its permissions say, in a sandbox"}),
		kind{prefix: "sk_org_live_", min: 32, is: "organisation key", never: true, env: leak.EnvironmentLive,
			grants: "what its permissions say, in every live account of an organisation",
			risks:  raises("it opens every account of an organisation")},
		kind{prefix: "sk_org_test_", min: 32, is: "organisation key", never: true, env: leak.EnvironmentTest, risks: lowers(stripeTest),
			grants: "what its permissions say, in every sandbox of an organisation"},
		kind{prefix: "rk_org_live_", min: 32, is: "restricted organisation key", never: true, env: leak.EnvironmentLive,
			grants: "what its permissions say, in the live accounts of an organisation"},
		kind{prefix: "rk_org_test_", min: 32, is: "restricted organisation key", never: true, env: leak.EnvironmentTest, risks: lowers(stripeTest),
			grants: "what its permissions say, in the sandboxes of an organisation"},
		kind{prefix: "ek_live_", min: 28, is: "ephemeral key", lifetime: hour, env: leak.EnvironmentLive, more: stripeAccount,
			grants: "reading and changing one customer from an app"},
		kind{prefix: "ek_test_", min: 28, is: "ephemeral key", lifetime: hour, env: leak.EnvironmentTest, more: stripeAccount, risks: lowers(stripeTest),
			grants: "reading and changing one customer of a sandbox"},
		kind{rules: []string{"stripe-client-secret"}, is: "client secret of one payment or set-up", more: stripeIntent,
			grants: "completing or reading that one payment, with a publishable key",
			risks:  lowers("it is made to be given to the browser of one customer")},
		kind{only: []string{"stripe-webhook-secret"}, prefix: "whsec_", min: 26, is: "signing secret of a webhook", never: true,
			grants: "forging events that an endpoint takes for Stripe's; nothing can be read"},
		stripe(kind{prefix: "pk_live_", is: "publishable key", env: leak.EnvironmentLive, never: true,
			grants: "tokens of cards and payments for its account", risks: lowers("it is made to be public")}),
		stripe(kind{prefix: "pk_test_", is: "publishable key", env: leak.EnvironmentTest, never: true,
			grants: "tokens of test cards", risks: lowers("it is made to be public")}),
	)
})

const stripeTest = "it works in a sandbox only: no money moves"

func stripe(f kind) kind {
	f.only, f.min = []string{"stripe-*"}, len(f.prefix)+24
	return f
}

// stripeAccount reads the account of an ephemeral key, base64 of "acct_…,secret".
func stripeAccount(in *Input, t *leak.Token) {
	body, _, _ := strings.Cut(in.Secret[len("ek_live_"):], "_")
	b, _ := unbase64(body[:len(body)/4*4])
	if id, _, ok := strings.Cut(string(b), ","); ok && strings.HasPrefix(id, "acct_") && written(id[5:], base62, 14) && len(id) <= 30 {
		t.Account = id
	}
}

// stripeIntent tells the payment or set-up: "pi_…_secret_…", "seti_…_secret_…".
func stripeIntent(in *Input, t *leak.Token) {
	if id, _, ok := strings.Cut(in.Secret, "_secret_"); ok && written(id, base62+"_", 10) && len(id) <= 40 {
		t.Subject = id
	}
}
