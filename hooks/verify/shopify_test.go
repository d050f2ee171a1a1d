package verify

import (
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = contract("shopify",
	documented{
		name: "lives", rule: "shopify-access-token",
		bases:  []string{"https://acme.myshopify.com"},
		asks:   "GET acme.myshopify.com/admin/oauth/access_scopes.json",
		header: header{"X-Shopify-Access-Token": "{{secret}}"},
		answer: outboundtest.Answer(200, `{"access_scopes": [{"handle": "write_product_listings"}, {"handle": "read_shipping"}]}`),
		want:   leak.Verdict{State: leak.StateActive, Reason: "status 200 and json access_scopes.*.handle", Scopes: []string{"read_shipping", "write_product_listings"}},
	},
	documented{
		name: "revoked", rule: "shopify-access-token",
		bases:  []string{"https://acme.myshopify.com"},
		asks:   "GET acme.myshopify.com/admin/oauth/access_scopes.json",
		answer: outboundtest.Answer(401, `{"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"}`),
		want:   leak.Verdict{State: leak.StateInactive, Reason: "status 401 and json errors ~ 'Invalid API key or access token'"},
	},
)
