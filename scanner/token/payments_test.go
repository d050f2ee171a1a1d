package token

import "testing"

func TestPayments(t *testing.T) {
	merchant := fill(digits+smalls, 16)
	checkFacts(t, []want{
		{given{value: "A21AA" + chars(92)}, "paypal: REST access token; lives 9h"},
		{given{rule: "paypal-client-secret", value: "E" + chars(79), parts: map[string]string{"paypal-client-id": "A" + chars(79)}},
			"paypal: client secret of a REST app; subject A" + chars(79) + "; never expires"},
		{given{value: "access_token$production$" + merchant + "$" + hexes(32)},
			"braintree: access token of a linked merchant; account merchant " + merchant + "; never expires; environment live"},
		{given{value: "access_token$sandbox$" + merchant + "$" + hexes(32)},
			"braintree: access token of a linked merchant; account merchant " + merchant + "; never expires; environment test; risk -1 it works in the sandbox only: no money moves"},
		{given{rule: "adyen-api-key", value: "AQE" + chars(80)}, "adyen: API key; never expires"},
		{given{value: "access-production-" + uuid()}, "plaid: access token of a linked account; never expires; environment live"},
		{given{value: "access-sandbox-" + uuid()}, "plaid: access token of a linked account; never expires; environment test; risk -1 the accounts of the sandbox are made up"},
		{given{rule: "plaid-secret", value: hexes(30), parts: map[string]string{"plaid-client-id": hexes(24)}}, "plaid: secret of a team; account " + hexes(24) + "; never expires"},
		{given{value: "xnd_production_" + chars(60)}, "xendit: secret key; never expires; environment live"},
		{given{value: "EZTK" + chars(54)}, "easypost: API key; never expires; environment test; risk -1 it works in test mode only: nothing of it is real"},
	})
}

func TestShopify(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "shpat_" + hexes(32), lines: "https://my-shop.myshopify.com/admin"}, "shopify: access token of an app; account my-shop.myshopify.com; host my-shop.myshopify.com"},
		{given{value: "shpca_" + hexes(32)}, "shopify: access token of a custom app; never expires"},
		{given{value: "shppa_" + hexes(32)}, "shopify: password of a private app (legacy); never expires"},
		{given{value: "shpss_" + hexes(32)}, "shopify: client secret of an app; never expires; risk +0 it is of an app, and so reaches all shops that have installed it"},
	})
}

func TestSquare(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "EAAA" + chars(60)}, "square: access token"},
		{given{value: "EAAA" + chars(160)}, "facebook: access token of a user, page or system user; host graph.facebook.com"},
		{given{value: "sq0csp-" + chars(43)}, "square: OAuth application secret; never expires; environment live; risk +0 it is of an application, and so reaches all sellers that have connected it"},
		{given{value: "sandbox-sq0csb-" + chars(43)}, "square: OAuth application secret; never expires; environment test; risk -1 it works in the sandbox only: no money moves"},
	})
}
