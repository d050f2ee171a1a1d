package verify

import "github.com/leaksieve/leaksieve/rules/request"

var _ = register(Issuer{
	Name: "hubspot", Title: "HubSpot", Bases: []string{"https://api.hubapi.com"},
	Rules: []string{"hubspot-private-app-token"},
	Docs:  "https://developers.hubspot.com/docs/api-reference/account-account-info-v3/account-information/get-account-info-v3-details",
	Tells: "account",
	Request: request.Must(request.Request{
		URL:      "/account-info/v3/details",
		Headers:  map[string]string{"Authorization": "Bearer {{secret}}"},
		Active:   []string{"status 200 and json portalId", "status 403 and json category = MISSING_SCOPES"},
		Ended:    []string{"status 401 and json category = EXPIRED_AUTHENTICATION"},
		Inactive: []string{"status 401 and json category = INVALID_AUTHENTICATION"},
		Account:  "json portalId",
		Details:  map[string]string{"account type": "json accountType"},
	}),
})
