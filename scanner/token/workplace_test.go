package token

import "testing"

func TestWorkplace(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "ntn_" + "12345678901" + chars(35)}, "notion: token of an integration; never expires"},
		{given{rule: "notion-api-token", value: "secret_" + chars(43)}, "notion: token of an integration (older form); never expires"},
		{given{value: "lin_api_" + chars(40)}, "linear: personal API key; never expires"},
		{given{value: "lin_oauth_" + chars(64)}, "linear: OAuth access token"},
		{given{value: "PMAK-" + hexes(24) + "-" + hexes(34)}, "postman: API key"},
		{given{value: "pat" + chars(14) + "." + hexes(64)}, "airtable: personal access token; Token id pat" + chars(14)},
		{given{rule: "airtable-api-key", value: "key" + chars(14)}, "airtable: API key (legacy); risk -1 Airtable takes no such keys since February 2024"},
		{given{value: "1/" + "1201234567890123" + ":" + hexes(32)}, "asana: personal access token; never expires"},
		{given{value: "2/" + "1201234567890123/1201234567890124" + ":" + hexes(32)}, "asana: personal access token; never expires"},
		{given{value: "1/" + "x" + ":" + hexes(32)}, "nothing"},
		{given{value: "figd_" + chars(40)}, "figma: personal access token"},
		{given{value: "sl." + "u." + chars(140)}, "dropbox: short-lived access token; lives 4h"},
		{given{rule: "dropbox-refresh-token", value: chars(64)}, "dropbox: refresh token or long-lived access token; never expires"},
		{given{rule: "box-developer-token", value: chars(32)}, "box: developer token; lives 1h"},
		{given{rule: "zoom-client-secret", value: chars(32)}, "zoom: client secret of an app; never expires"},
		{given{rule: "clickup-api-token", value: "pk_" + "12345678_" + fill(capitals, 32)}, "clickup: personal API token; subject user 12345678; never expires"},
	})
}

func TestCustomers(t *testing.T) {
	org := "00D" + chars(12)
	checkFacts(t, []want{
		{given{value: "pat-eu1-" + uuid()}, "hubspot: access token of a private app; never expires; Region eu1"},
		{given{value: org + "!" + chars(96), lines: "https://acme--dev.sandbox.my.salesforce.com"},
			"salesforce: session id or access token; account organisation " + org + "; environment test; host acme--dev.sandbox.my.salesforce.com; risk -1 it is used with a sandbox"},
		{given{value: "00D" + chars(9) + "!" + chars(96)}, "nothing"},
		{given{rule: "salesforce-consumer-secret", value: hexes(64)}, "salesforce: consumer secret of a connected app; never expires"},
		{given{value: "dG9rOj" + chars(53) + "="}, "intercom: access token; never expires"},
	})
}

func TestAtlassian(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "ATATT3xFfGF0" + chars(171) + "=" + "0123ABCD", lines: "https://acme.atlassian.net/rest"}, "atlassian: API token; lives 8760h; host acme.atlassian.net"},
		{given{value: "ATBB" + chars(24) + "0123ABCD"}, "atlassian: Bitbucket app password; expires 2026-07-28T00:00:00Z"},
		{given{value: "BBDC-" + chars(44)}, "atlassian: HTTP access token of Bitbucket Data Center"},
		{given{rule: "jira-data-center-token", value: chars(44)}, "atlassian: personal access token of Jira or Confluence Data Center"},
	})
}

func TestIdentity(t *testing.T) {
	checkFacts(t, []want{
		{given{rule: "okta-access-token", value: "00" + chars(40), lines: "acme.okta.com"}, "okta: API token; host acme.okta.com; risk +1 whoever administers Okta signs in everywhere as anybody"},
		{given{rule: "auth0-client-secret", value: chars(64), lines: "domain: acme.eu.auth0.com"}, "auth0: client secret of an application; never expires; host acme.eu.auth0.com"},
		{given{rule: "databricks-api-token", value: "dapi" + hexes(32) + "-2", lines: "https://adb-1234567890.12.azuredatabricks.net"},
			"databricks: personal access token; account workspace adb-1234567890.12.azuredatabricks.net; host adb-1234567890.12.azuredatabricks.net"},
		{given{value: "dose" + hexes(32)}, "databricks: OAuth secret of a service principal; lives 17520h"},
	})
}
