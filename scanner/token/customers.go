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
	_ = registerForms("hubspot", "HubSpot",
		form{prefix: "pat-", least: 40, looks: func(s string) bool { return hubSpotRegion(s) != "" }, is: "access token of a private app", lives: forever, tell: func(in *Input, t *leak.Token) { detail(t, "Region", hubSpotRegion(in.Secret)) },
			grants: "reading and changing contacts, deals and more, within its scopes"},
		form{rules: []string{"hubspot-client-secret"}, is: "client secret of an app", lives: forever,
			grants: "tokens of every account that installed the app, and forging its webhooks"},
		form{rules: []string{"hubspot-api-key"}, is: "developer API key",
			grants: "an account's apps and their settings",
			notes:  []string{"keys to the data of an account stopped working in November 2022"}})
	_ = registerForms("salesforce", "Salesforce",
		form{prefix: "00D", least: 60, looks: func(s string) bool { return salesforceOrg(s) != "" }, is: "session id or access token", tell: salesforce,
			grants: "reading and changing an organisation's records as its user",
			notes:  []string{"it ends with its session: by default when nobody has used it for two hours"}},
		form{prefix: "5Aep8", least: 60, is: "refresh token", lives: forever, tell: salesforceHost,
			grants: "access tokens of a user, with the key of the connected app"},
		form{rules: []string{"salesforce-consumer-secret"}, is: "consumer secret of a connected app", lives: forever, tell: salesforceHost,
			grants: "signing in as a connected app, with its consumer key"},
		form{rules: []string{"salesforce-security-token"}, is: "security token of a user", tell: salesforceHost,
			grants: "signing in to the API from an unknown address, behind the user's password",
			notes:  []string{"it ends with the password"},
			risks:  states("it opens nothing without the user's password")})
	_ = registerForms("intercom", "Intercom",
		form{prefix: "dG9rOj", least: 40, is: "access token", lives: forever,
			grants: "reading and changing contacts, conversations and articles of a workspace"},
		form{rules: []string{"intercom-client-secret"}, is: "client secret of an app", lives: forever,
			grants: "tokens in exchange for authorisation codes, and forging the app's webhooks"},
		form{rules: []string{"intercom-identity-secret"}, is: "identity verification secret", lives: forever,
			grants: "signing any user in to the messenger, and so reading their conversations"})
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
