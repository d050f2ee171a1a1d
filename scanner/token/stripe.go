package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Stripe's keys (docs.stripe.com/keys, docs.stripe.com/get-started/account/orgs,
// docs.stripe.com/api/ephemeral_keys, docs.stripe.com/webhooks). Other issuers write
// keys like "sk_live_…", too, so that a rule has to say whose they are.
var _ = registerForms("stripe", "Stripe",
	stripe(form{prefix: "sk_live_", is: "secret key", lives: forever, env: leak.EnvironmentLive,
		grants: "everything in a live account: charges, refunds, payouts, customers",
		risks:  raises("it is not restricted: it moves money")}),
	stripe(form{prefix: "sk_test_", is: "secret key", lives: forever, env: leak.EnvironmentTest, risks: lowers(stripeTest),
		grants: "everything in a sandbox"}),
	stripe(form{prefix: "rk_live_", is: "restricted key", lives: forever, env: leak.EnvironmentLive,
		grants: "what its permissions say, in a live account"}),
	stripe(form{prefix: "rk_test_", is: "restricted key", lives: forever, env: leak.EnvironmentTest, risks: lowers(stripeTest),
		grants: "what its permissions say, in a sandbox"}),
	form{prefix: "sk_org_live_", least: 20, is: "organisation key", lives: forever, env: leak.EnvironmentLive,
		grants: "what its permissions say, in every live account of an organisation",
		risks:  raises("it opens every account of an organisation")},
	form{prefix: "sk_org_test_", least: 20, is: "organisation key", lives: forever, env: leak.EnvironmentTest, risks: lowers(stripeTest),
		grants: "what its permissions say, in every sandbox of an organisation"},
	form{prefix: "rk_org_live_", least: 20, is: "restricted organisation key", lives: forever, env: leak.EnvironmentLive,
		grants: "what its permissions say, in the live accounts of an organisation"},
	form{prefix: "rk_org_test_", least: 20, is: "restricted organisation key", lives: forever, env: leak.EnvironmentTest, risks: lowers(stripeTest),
		grants: "what its permissions say, in the sandboxes of an organisation"},
	form{prefix: "ek_live_", least: 20, is: "ephemeral key", lives: hour, env: leak.EnvironmentLive, tell: stripeAccount,
		grants: "reading and changing one customer from an app"},
	form{prefix: "ek_test_", least: 20, is: "ephemeral key", lives: hour, env: leak.EnvironmentTest, tell: stripeAccount, risks: lowers(stripeTest),
		grants: "reading and changing one customer of a sandbox"},
	form{rules: []string{"stripe-client-secret"}, is: "client secret of one payment or set-up", tell: stripeIntent,
		grants: "completing or reading that one payment, with a publishable key",
		risks:  lowers("it is made to be given to the browser of one customer")},
	form{rules: []string{"stripe-webhook-secret"}, prefix: "whsec_", least: 20, is: "signing secret of a webhook", lives: forever,
		grants: "forging events that an endpoint takes for Stripe's; nothing can be read"},
	stripe(form{prefix: "pk_live_", is: "publishable key", env: leak.EnvironmentLive, lives: forever,
		grants: "tokens of cards and payments for its account", risks: lowers("it is made to be public")}),
	stripe(form{prefix: "pk_test_", is: "publishable key", env: leak.EnvironmentTest, lives: forever,
		grants: "tokens of test cards", risks: lowers("it is made to be public")}),
)

const stripeTest = "it works in a sandbox only: no money moves"

func stripe(f form) form {
	f.rules, f.least = []string{"stripe-*"}, 24
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
