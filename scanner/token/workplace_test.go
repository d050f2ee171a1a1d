package token

import "testing"

func TestWorkplace(t *testing.T) {
	checkFacts(t, []want{
		{Input{Secret: "ntn_" + "12345678901" + chars(35)}, "notion: token of an integration; never expires"},
		{Input{Rule: "notion-api-token", Secret: "secret_" + chars(43)}, "notion: token of an integration (older form); never expires"},
		{Input{Secret: "lin_api_" + chars(40)}, "linear: personal API key; never expires"},
		{Input{Secret: "lin_oauth_" + chars(64)}, "linear: OAuth access token"},
		{Input{Secret: "PMAK-" + hexes(24) + "-" + hexes(34)}, "postman: API key"},
		{Input{Secret: "pat" + chars(14) + "." + hexes(64)}, "airtable: personal access token; Token id pat" + chars(14)},
		{Input{Rule: "airtable-api-key", Secret: "key" + chars(14)}, "airtable: API key (legacy); risk -1 Airtable takes no such keys since February 2024"},
		{Input{Secret: "1/" + "1201234567890123" + ":" + hexes(32)}, "asana: personal access token; never expires"},
		{Input{Secret: "2/" + "1201234567890123/1201234567890124" + ":" + hexes(32)}, "asana: personal access token; never expires"},
		{Input{Secret: "1/" + "x" + ":" + hexes(32)}, "nothing"},
		{Input{Secret: "figd_" + chars(40)}, "figma: personal access token; lives 2160h"},
		{Input{Secret: "sl." + "u." + chars(140)}, "dropbox: short-lived access token; lives 4h"},
		{Input{Rule: "dropbox-refresh-token", Secret: chars(64)}, "dropbox: refresh token or long-lived access token; never expires"},
		{Input{Rule: "box-developer-token", Secret: chars(32)}, "box: developer token; lives 1h"},
		{Input{Rule: "zoom-client-secret", Secret: chars(32)}, "zoom: client secret of an app; never expires"},
		{Input{Rule: "clickup-api-token", Secret: "pk_" + "12345678_" + fill(capitals, 32)}, "clickup: personal API token; subject user 12345678; never expires"},
	})
}

func TestCustomers(t *testing.T) {
	org := "00D" + chars(12)
	checkFacts(t, []want{
		{Input{Secret: "pat-eu1-" + uuid()}, "hubspot: access token of a private app; never expires; Region eu1"},
		{Input{Secret: org + "!" + chars(96), Lines: "https://acme--dev.sandbox.my.salesforce.com"},
			"salesforce: session id or access token; account organisation " + org + "; environment test; host acme--dev.sandbox.my.salesforce.com; risk -1 it is used with a sandbox"},
		{Input{Secret: "00D" + chars(9) + "!" + chars(96)}, "nothing"},
		{Input{Rule: "salesforce-consumer-secret", Secret: hexes(64)}, "salesforce: consumer secret of a connected app; never expires"},
		{Input{Secret: "dG9rOj" + chars(53) + "="}, "intercom: access token; never expires"},
	})
}

func TestAtlassian(t *testing.T) {
	checkFacts(t, []want{
		{Input{Secret: "ATATT3xFfGF0" + chars(171) + "=" + "0123ABCD", Lines: "https://acme.atlassian.net/rest"}, "atlassian: API token; lives 8760h; host acme.atlassian.net"},
		{Input{Secret: "ATBB" + chars(24) + "0123ABCD"}, "atlassian: Bitbucket app password; never expires; risk -1 Bitbucket takes no app passwords since June 2026"},
		{Input{Secret: "BBDC-" + chars(44)}, "atlassian: HTTP access token of Bitbucket Data Center"},
		{Input{Rule: "jira-data-center-token", Secret: chars(44)}, "atlassian: personal access token of Jira or Confluence Data Center"},
	})
}

func TestIdentity(t *testing.T) {
	checkFacts(t, []want{
		{Input{Rule: "okta-access-token", Secret: "00" + chars(40), Lines: "acme.okta.com"}, "okta: API token; host acme.okta.com; risk +1 whoever administers Okta signs in everywhere as anybody"},
		{Input{Rule: "auth0-client-secret", Secret: chars(64), Lines: "domain: acme.eu.auth0.com"}, "auth0: client secret of an application; never expires; host acme.eu.auth0.com"},
		{Input{Rule: "databricks-api-token", Secret: "dapi" + hexes(32) + "-2", Lines: "https://adb-1234567890.12.azuredatabricks.net"},
			"databricks: personal access token; account workspace adb-1234567890.12.azuredatabricks.net; lives 17520h; host adb-1234567890.12.azuredatabricks.net"},
		{Input{Secret: "dose" + hexes(32)}, "databricks: OAuth secret of a service principal; lives 17520h"},
	})
}
