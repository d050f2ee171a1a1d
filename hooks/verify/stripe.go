package verify

import "github.com/leaksieve/leaksieve/rules/request"

// A key without the right to see its account is answered 403, one that is none 401; see
// "HTTP status code summary" and the error code api_key_expired.
var _ = register(Issuer{
	Name: "stripe", Title: "Stripe", Bases: []string{"https://api.stripe.com"},
	Rules: []string{"stripe-live-secret-key", "stripe-live-restricted-key", "stripe-test-secret-key", "stripe-test-restricted-key"},
	Docs:  "https://docs.stripe.com/api/errors",
	Tells: "account, its name and country",
	Request: request.Must(request.Request{
		URL:      "/v1/account",
		Headers:  bearer(),
		Active:   []string{"status 200 and json object = account", "status 403 and json error.type = invalid_request_error"},
		Ended:    []string{"status 401 and json error.code = api_key_expired"},
		Inactive: []string{"status 401 and json error.type = invalid_request_error"},
		Owner:    "json settings.dashboard.display_name or json business_profile.name or json email", Account: "json id",
		Details: map[string]string{"country": "json country"},
	}),
})

var _ = register(Issuer{
	Name: "stripe", Title: "Stripe", Bases: []string{"https://api.stripe.com"},
	Rules:  []string{"stripe-organization-key", "stripe-test-organization-key", "stripe-ephemeral-key", "stripe-client-secret", "stripe-webhook-secret"},
	Docs:   "https://docs.stripe.com/keys",
	Cannot: "it is asked about together with an account, object or version that is not known here",
})
