package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Services that move money, most with a sandbox whose keys look different:
// developer.paypal.com/api/rest/authentication (an access token lives for nine hours),
// developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials,
// docs.adyen.com/development-resources/api-credentials,
// plaid.com/docs/api/items and plaid.com/docs/quickstart/glossary (an access token does
// not expire), docs.xendit.co, docs.cashfree.com, docs.asaas.com, docs.easypost.com,
// docs.goshippo.com, duffel.com/docs, docs.radar.com.
var (
	_ = later(func() {
		registerKinds("paypal", "PayPal",
			kind{prefix: "A21AA", min: 85, is: "REST access token", lifetime: 9 * hour,
				grants: "what the REST app may do: payments, refunds, payouts"},
			kind{rules: []string{"paypal-client-secret"}, is: "client secret of a REST app", never: true, more: payPalClient,
				grants: "access tokens of the app, with its client id: payments, refunds, payouts",
				notes:  []string{"secrets of the sandbox look the same"}})
	})
	_ = later(func() {
		registerKinds("braintree", "Braintree",
			kind{prefix: "access_token$production$", min: 64, is: "access token of a linked merchant", never: true, env: leak.EnvironmentLive, more: braintreeMerchant,
				grants: "charging and refunding for a merchant through PayPal"},
			kind{prefix: "access_token$sandbox$", min: 61, is: "access token of a linked merchant", never: true, env: leak.EnvironmentTest, more: braintreeMerchant,
				grants: "test payments", risks: lowers("it works in the sandbox only: no money moves")},
			kind{rules: []string{"braintree-private-key"}, is: "private key of the gateway", never: true,
				grants: "charges, refunds and customers of a merchant, with the public key and the merchant id"})
	})
	_ = later(func() {
		registerKinds("adyen", "Adyen",
			kind{rules: []string{"adyen-api-key"}, is: "API key", never: true,
				grants: "payments, refunds and, with that role, payouts of a company's merchant accounts",
				notes:  []string{"keys of the test platform look the same"}},
			kind{rules: []string{"adyen-hmac-key"}, is: "HMAC key of webhooks", never: true,
				grants: "forging notifications that a shop takes for payments"})
	})
	_ = later(func() {
		registerKinds("plaid", "Plaid",
			kind{prefix: "access-production-", min: 54, is: "access token of a linked account", never: true, env: leak.EnvironmentLive,
				grants: "balances, transactions and identity of one person's bank account, with the keys of the team"},
			kind{prefix: "access-development-", min: 55, is: "access token of a linked account", env: leak.EnvironmentTest,
				grants: "balances and transactions of one person's bank account, with the keys of the team",
				risks:  lowers("Plaid has shut its development environment")},
			kind{prefix: "access-sandbox-", min: 51, is: "access token of a linked account", never: true, env: leak.EnvironmentTest,
				grants: "made-up accounts", risks: lowers("the accounts of the sandbox are made up")},
			kind{rules: []string{"plaid-secret"}, is: "secret of a team", never: true, more: plaidClient,
				grants: "every call for the accounts linked to a team, with its client id and their access tokens",
				notes:  []string{"the secrets of production and of the sandbox look the same"}})
	})
	_ = later(func() {
		registerKinds("xendit", "Xendit", pair("xnd_production_", "xnd_development_", "secret key", 40,
			"payments and payouts from the balance, as its permissions say")...)
	})
	_ = later(func() {
		registerKinds("cashfree", "Cashfree", pair("cfsk_ma_prod_", "cfsk_ma_test_", "secret key", 32,
			"payments, refunds and payouts, with its app id")...)
	})
	_ = later(func() {
		registerKinds("asaas", "Asaas", pair("aact_prod_", "aact_hmlg_", "API key", 40,
			"charges, transfers and payouts of an account")...)
	})
	_ = later(func() {
		registerKinds("easypost", "EasyPost", pair("EZAK", "EZTK", "API key", 54,
			"buying postage at the account's cost, and its shipments and addresses")...)
	})
	_ = later(func() {
		registerKinds("shippo", "Shippo", pair("shippo_live_", "shippo_test_", "API token", 40,
			"buying shipping labels at the account's cost, and its shipments and addresses")...)
	})
	_ = later(func() {
		registerKinds("duffel", "Duffel", pair("duffel_live_", "duffel_test_", "access token", 40,
			"booking flights at the account's cost, and the passengers of its orders")...)
	})
	_ = later(func() {
		registerKinds("radar", "Radar", pair("prj_live_sk_", "prj_test_sk_", "secret key", 40,
			"the locations of an app's users, and its geofences")...)
	})
)

// pair is the two kinds of an issuer whose live and test keys differ in their prefix.
func pair(live, test, is string, least int, grants string) []kind {
	return []kind{
		{prefix: live, min: len(live) + least, is: is, never: true, env: leak.EnvironmentLive, grants: grants},
		{prefix: test, min: len(test) + least, is: is, never: true, env: leak.EnvironmentTest, grants: grants + ", all of it in test mode",
			risks: lowers("it works in test mode only: nothing of it is real")},
	}
}

// braintreeMerchant tells the id of the merchant: "access_token$ENVIRONMENT$ID$…".
func braintreeMerchant(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "$"); len(parts) == 4 && written(parts[2], digits+smalls, 16) && len(parts[2]) == 16 {
		t.Account = "merchant " + parts[2]
	}
}

func payPalClient(in *Input, t *leak.Token) { t.Subject = text(in.Part("paypal-client-id"), maxText) }

func plaidClient(in *Input, t *leak.Token) { t.Account = text(in.Part("plaid-client-id"), maxText) }
