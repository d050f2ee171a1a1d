package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Services whose rules tell live keys from those of a sandbox, and no more is to be
// known of them. Each issuer's page is among the refs of its rules.
var (
	_ = later(func() {
		registerKinds("clerk", "Clerk", rulePair("clerk-live-secret-key", "clerk-test-secret-key", "secret key",
			"every user of an application: reading, changing, signing in as them")...)
	})
	_ = later(func() {
		registerKinds("workos", "WorkOS", rulePair("workos-live-api-key", "workos-test-api-key", "API key",
			"the directories and users of every customer of an environment")...)
	})
	_ = later(func() {
		registerKinds("stytch", "Stytch", rulePair("stytch-live-secret", "stytch-test-secret", "secret of a project",
			"signing in as, making and deleting any user, with the project's id")...)
	})
	_ = later(func() {
		registerKinds("magic", "Magic", rulePair("magic-live-secret-key", "magic-test-secret-key", "secret key",
			"the users of an application and their sessions")...)
	})
	_ = later(func() {
		registerKinds("paystack", "Paystack", rulePair("paystack-live-secret-key", "paystack-test-secret-key", "secret key",
			"payments, refunds and transfers of a business")...)
	})
	_ = later(func() {
		registerKinds("payjp", "PAY.JP", rulePair("payjp-secret-key", "payjp-test-secret-key", "secret key",
			"charges, refunds and customers of a merchant")...)
	})
	_ = later(func() {
		registerKinds("omise", "Omise", rulePair("omise-secret-key", "omise-test-secret-key", "secret key",
			"charges, refunds and transfers of a merchant")...)
	})
	_ = later(func() {
		registerKinds("mollie", "Mollie", rulePair("mollie-live-key", "mollie-test-key", "API key",
			"payments, refunds and customers of a profile",
			kind{rules: []string{"mollie-access-token"}, is: "access token", grants: "payments, refunds and profiles of an organisation, within its scopes"})...)
	})
	_ = later(func() {
		registerKinds("flutterwave", "Flutterwave", rulePair("flutterwave-secret-key", "flutterwave-test-secret-key", "secret key",
			"payments, refunds and transfers of a business",
			further("flutterwave-encryption-key", "encryption key", "encrypting card details in a business's name"),
			kind{rules: []string{"flutterwave-test-encryption-key"}, is: "encryption key", never: true, env: leak.EnvironmentTest, grants: "encrypting made-up card details"})...)
	})
	_ = later(func() {
		registerKinds("gocardless", "GoCardless", rulePair("gocardless-access-token", "gocardless-sandbox-token", "access token",
			"mandates, payments and payouts of a merchant",
			further("gocardless-bank-data-secret", "secret of bank account data", "access tokens for the accounts that people have linked"))...)
	})
	_ = later(func() {
		registerKinds("midtrans", "Midtrans", rulePair("midtrans-server-key", "midtrans-sandbox-server-key", "server key",
			"charges and refunds of a merchant")...)
	})
	_ = later(func() {
		registerKinds("mercadopago", "Mercado Pago", rulePair("mercadopago-access-token", "mercadopago-test-token", "access token",
			"payments, refunds and customers of an account",
			further("mercadopago-client-secret", "client secret of an application", "tokens of sellers that allowed the application"))...)
	})
	_ = later(func() {
		registerKinds("mercury", "Mercury", rulePair("mercury-token", "mercury-sandbox-token", "API token",
			"accounts, transactions and, if it may write, payments of a company")...)
	})
	_ = later(func() {
		registerKinds("nexi", "Nexi", rulePair("nexi-secret-key", "nexi-test-secret-key", "secret key",
			"charges and refunds of a merchant")...)
	})
	_ = later(func() {
		registerKinds("klarna", "Klarna", rulePair("klarna-api-key", "klarna-test-api-key", "API key",
			"orders, captures and refunds of a merchant")...)
	})
	_ = later(func() {
		registerKinds("yookassa", "YooKassa", rulePair("yookassa-secret-key", "yookassa-test-secret-key", "secret key",
			"payments and refunds of a shop, with its id")...)
	})
	_ = later(func() {
		registerKinds("toss", "Toss Payments", rulePair("toss-secret-key", "toss-test-secret-key", "secret key",
			"payments and refunds of a merchant")...)
	})
	_ = later(func() {
		registerKinds("worldpay", "Worldpay", rulePair("worldpay-live-service-key", "worldpay-test-service-key", "service key",
			"charges and refunds of a merchant")...)
	})
	_ = later(func() {
		registerKinds("chargebee", "Chargebee", rulePair("chargebee-api-key", "chargebee-test-api-key", "API key",
			"customers, subscriptions and invoices of a site, within the kind of the key")...)
	})
	_ = later(func() {
		registerKinds("checkout", "Checkout.com", rulePair("checkout-secret-key", "checkout-sandbox-secret-key", "secret key",
			"payments, refunds and payouts of an account, within the scopes of the key",
			further("checkout-previous-secret-key", "secret key (older form)", "payments, refunds and payouts of an account"))...)
	})
	_ = later(func() {
		registerKinds("circle", "Circle", rulePair("circle-api-key", "circle-test-api-key", "API key",
			"wallets and transfers of an account, some of them with its entity secret",
			further("circle-entity-secret", "entity secret", "transfers out of the wallets of an account, with its API key"))...)
	})
	_ = later(func() {
		registerKinds("lob", "Lob", rulePair("lob-live-key", "lob-test-key", "API key",
			"printing and posting letters and checks at the account's cost, and its addresses")...)
	})
	_ = later(func() {
		registerKinds("onfido", "Onfido", rulePair("onfido-live-token", "onfido-sandbox-token", "API token",
			"the identity documents, faces and checks of applicants")...)
	})
	_ = later(func() {
		registerKinds("persona", "Persona", rulePair("persona-api-key", "persona-sandbox-api-key", "API key",
			"the identity documents and inquiries of people, within the permissions of the key")...)
	})
	_ = later(func() {
		registerKinds("sumsub", "Sumsub", rulePair("sumsub-app-token", "sumsub-sandbox-token", "app token",
			"the identity documents and checks of applicants, with its secret key",
			further("sumsub-secret-key", "secret key of an app token", "signing requests for the documents and checks of applicants, with its app token"))...)
	})
	_ = later(func() {
		registerKinds("paddle", "Paddle", rulePair("paddle-api-key", "paddle-sandbox-api-key", "API key",
			"customers, subscriptions and transactions of a seller, within the permissions of the key",
			further("paddle-webhook-secret", "signing secret of notifications", "forging events that an endpoint takes for Paddle's"),
			further("paddle-vendor-auth-code", "auth code of a vendor (Paddle Classic)", "subscriptions, payments and refunds of a vendor, with the vendor's id"))...)
	})
	_ = later(func() {
		registerKinds("ebay", "eBay", rulePair("ebay-cert-id", "ebay-sandbox-cert-id", "client secret of an application",
			"tokens of an application, and of the sellers that allowed it")...)
	})
	_ = later(func() {
		registerKinds("blockfrost", "Blockfrost",
			blockfrost("mainnet", leak.EnvironmentLive), blockfrost("preprod", leak.EnvironmentTest),
			blockfrost("preview", leak.EnvironmentTest), blockfrost("testnet", leak.EnvironmentTest),
			blockfrost("ipfs", ""))
	})
	_ = later(func() {
		registerKinds("convex", "Convex",
			convex("prod:", "deploy key of production", leak.EnvironmentLive),
			convex("dev:", "deploy key of a development deployment", leak.EnvironmentTest),
			convex("preview:", "deploy key of previews", leak.EnvironmentTest),
			convex("project:", "token of a project", ""))
	})
)

// rulePair is the two kinds of an issuer whose live and test keys have rules of their
// own.
func rulePair(live, test, is, grants string, more ...kind) []kind {
	forms := pair("", "", is, 0, grants)
	forms[0].rules, forms[1].rules = []string{live}, []string{test}
	return append(forms, more...)
}

// further is a kind with a rule of its own beside a pair.
func further(rule, is, grants string) kind {
	return kind{rules: []string{rule}, is: is, never: true, grants: grants}
}

// blockfrost is a project id, which begins with its network (docs.blockfrost.io).
func blockfrost(network, env string) kind {
	return kind{only: []string{"blockfrost-project-id"}, prefix: network, min: len(network) + 32, is: "project id of " + network, never: true, env: env,
		grants: "requests to " + network + " at the project's cost"}
}

// convex is a deploy key, "KIND:DEPLOYMENT|…" (docs.convex.dev/cli/deploy-key-types).
func convex(prefix, is, env string) kind {
	return kind{only: []string{"convex-deploy-key"}, prefix: prefix, is: is, env: env,
		grants: "deploying functions, and reading and writing the data behind them",
		more: func(in *Input, t *leak.Token) {
			if name, _, ok := strings.Cut(in.Secret[len(prefix):], "|"); ok && len(name) <= 80 && written(name, digits+smalls+"-:", 3) {
				t.Account = "deployment " + name
			}
		}}
}
