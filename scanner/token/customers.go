package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Services that keep customers:
// developers.hubspot.com/docs/guides/apps/private-apps/overview,
// help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_tokens_scopes.htm (a
// session id begins with the id of its organisation),
// developers.intercom.com/docs/build-an-integration/learn-more/authentication.
var (
	_ = later(func() {
		registerKinds("hubspot", "HubSpot",
			kind{prefix: "pat-", min: 44, looks: func(s string) bool { return hubSpotRegion(s) != "" }, is: "access token of a private app", never: true, more: func(in *Input, t *leak.Token) { detail(t, "Region", hubSpotRegion(in.Secret)) },
				grants: "reading and changing contacts, deals and more, within its scopes"},
			kind{rules: []string{"hubspot-client-secret"}, is: "client secret of an app", never: true,
				grants: "tokens of every account that installed the app, and forging its webhooks"},
			kind{rules: []string{"hubspot-api-key"}, is: "developer API key",
				grants: "an account's apps and their settings",
				notes:  []string{"keys to the data of an account stopped working in November 2022"}})
	})
	_ = later(func() {
		registerKinds("salesforce", "Salesforce",
			kind{prefix: "00D", min: 63, looks: func(s string) bool { return salesforceOrg(s) != "" }, is: "session id or access token", more: salesforce,
				grants: "reading and changing an organisation's records as its user",
				note:   "it ends with its session: by default when nobody has used it for two hours"},
			kind{prefix: "5Aep8", min: 65, is: "refresh token", never: true, more: salesforceHost,
				grants: "access tokens of a user, with the key of the connected app"},
			kind{rules: []string{"salesforce-consumer-secret"}, is: "consumer secret of a connected app", never: true, more: salesforceHost,
				grants: "signing in as a connected app, with its consumer key"},
			kind{rules: []string{"salesforce-security-token"}, is: "security token of a user", more: salesforceHost,
				grants: "signing in to the API from an unknown address, behind the user's password",
				note:   "it ends with the password",
				risks:  states("it opens nothing without the user's password")})
	})
	_ = later(func() {
		registerKinds("intercom", "Intercom",
			kind{prefix: "dG9rOj", min: 46, is: "access token", never: true,
				grants: "reading and changing contacts, conversations and articles of a workspace"},
			kind{rules: []string{"intercom-client-secret"}, is: "client secret of an app", never: true,
				grants: "tokens in exchange for authorisation codes, and forging the app's webhooks"},
			kind{rules: []string{"intercom-identity-secret"}, is: "identity verification secret", never: true,
				grants: "signing any user in to the messenger, and so reading their conversations"})
	})
)

// hubSpotRegion returns the data centre of a token "pat-REGION-UUID", "" if it is none.
func hubSpotRegion(s string) string {
	region, id, ok := strings.Cut(strings.TrimPrefix(s, "pat-"), "-")
	if !ok || !isUUID(id) || len(region) != 3 {
		return ""
	}
	return region
}

// salesforceOrg returns the id of the organisation of a session, of 15 or 18 characters.
func salesforceOrg(s string) string {
	id, _, ok := strings.Cut(s, "!")
	if !ok || len(id) != 15 && len(id) != 18 || !written(id, base62, 15) {
		return ""
	}
	return id
}

func salesforce(in *Input, t *leak.Token) {
	t.Account = "organisation " + salesforceOrg(in.Secret)
	salesforceHost(in, t)
}

func salesforceHost(in *Input, t *leak.Token) {
	at(t, used(in, "my.salesforce.com", "salesforce.com"))
	if strings.Contains(t.Host, ".sandbox.") || t.Host == "test.salesforce.com" {
		t.Environment = leak.EnvironmentTest
		risk(t, -1, "it is used with a sandbox")
	}
}
