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
	_ = registerForms("paypal", "PayPal",
		form{prefix: "A21AA", least: 80, is: "REST access token", lives: 9 * hour,
			grants: "what the REST app may do: payments, refunds, payouts"},
		form{rules: []string{"paypal-client-secret"}, is: "client secret of a REST app", lives: forever, tell: payPalClient,
			grants: "access tokens of the app, with its client id: payments, refunds, payouts",
			notes:  []string{"secrets of the sandbox look the same"}})
	_ = registerForms("braintree", "Braintree",
		form{prefix: "access_token$production$", least: 40, is: "access token of a linked merchant", lives: forever, env: leak.EnvironmentLive, tell: braintreeMerchant,
			grants: "charging and refunding for a merchant through PayPal"},
		form{prefix: "access_token$sandbox$", least: 40, is: "access token of a linked merchant", lives: forever, env: leak.EnvironmentTest, tell: braintreeMerchant,
			grants: "test payments", risks: lowers("it works in the sandbox only: no money moves")},
		form{rules: []string{"braintree-private-key"}, is: "private key of the gateway", lives: forever,
			grants: "charges, refunds and customers of a merchant, with the public key and the merchant id"})
	_ = registerForms("adyen", "Adyen",
		form{rules: []string{"adyen-api-key"}, is: "API key", lives: forever,
			grants: "payments, refunds and, with that role, payouts of a company's merchant accounts",
			notes:  []string{"keys of the test platform look the same"}},
		form{rules: []string{"adyen-hmac-key"}, is: "HMAC key of webhooks", lives: forever,
			grants: "forging notifications that a shop takes for payments"})
	_ = registerForms("plaid", "Plaid",
		form{prefix: "access-production-", least: 36, is: "access token of a linked account", lives: forever, env: leak.EnvironmentLive,
			grants: "balances, transactions and identity of one person's bank account, with the keys of the team"},
		form{prefix: "access-development-", least: 36, is: "access token of a linked account", env: leak.EnvironmentTest,
			grants: "balances and transactions of one person's bank account, with the keys of the team",
			risks:  lowers("Plaid has shut its development environment")},
		form{prefix: "access-sandbox-", least: 36, is: "access token of a linked account", lives: forever, env: leak.EnvironmentTest,
			grants: "made-up accounts", risks: lowers("the accounts of the sandbox are made up")},
		form{rules: []string{"plaid-secret"}, is: "secret of a team", lives: forever, tell: plaidClient,
			grants: "every call for the accounts linked to a team, with its client id and their access tokens",
			notes:  []string{"the secrets of production and of the sandbox look the same"}})
	_ = registerForms("xendit", "Xendit", pair("xnd_production_", "xnd_development_", "secret key", 40,
		"payments and payouts from the balance, as its permissions say")...)
	_ = registerForms("cashfree", "Cashfree", pair("cfsk_ma_prod_", "cfsk_ma_test_", "secret key", 32,
		"payments, refunds and payouts, with its app id")...)
	_ = registerForms("asaas", "Asaas", pair("aact_prod_", "aact_hmlg_", "API key", 40,
		"charges, transfers and payouts of an account")...)
	_ = registerForms("easypost", "EasyPost", pair("EZAK", "EZTK", "API key", 54,
		"buying postage at the account's cost, and its shipments and addresses")...)
	_ = registerForms("shippo", "Shippo", pair("shippo_live_", "shippo_test_", "API token", 40,
		"buying shipping labels at the account's cost, and its shipments and addresses")...)
	_ = registerForms("duffel", "Duffel", pair("duffel_live_", "duffel_test_", "access token", 40,
		"booking flights at the account's cost, and the passengers of its orders")...)
	_ = registerForms("radar", "Radar", pair("prj_live_sk_", "prj_test_sk_", "secret key", 40,
		"the locations of an app's users, and its geofences")...)
)

// pair is the two forms of an issuer whose live and test keys differ in their prefix.
func pair(live, test, is string, least int, grants string) []form {
	return []form{
		{prefix: live, least: least, is: is, lives: forever, env: leak.EnvironmentLive, grants: grants},
		{prefix: test, least: least, is: is, lives: forever, env: leak.EnvironmentTest, grants: grants + ", all of it in test mode",
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
