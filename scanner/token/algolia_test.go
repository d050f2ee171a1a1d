package token

import "testing"

func TestAlgolia(t *testing.T) {
	const public = "; risk -1 it is made to be given to the browser of one user"
	checkFacts(t, []want{
		{given{value: base64Of(hexes(64) + "restrictIndices=%5B%22Movies%22%5D&validUntil=2524604400")},
			"algolia: secured API key; scopes Movies; expires 2049-12-31T23:00:00Z" + public},
		{given{value: base64Of(hexes(64) + "filters=_tags%3Auser_42&restrictSources=192.0.2.0%2F24&userToken=user42"), parts: map[string]string{"algolia-app-id": "ABCDEFGHIJ"}},
			"algolia: secured API key; subject user42; account application ABCDEFGHIJ; never expires; bound by address to 192.0.2.0/24; Filters _tags:user_42" + public},
		{given{value: base64Of(hexes(64) + "validUntil=99999999999999999999")}, "algolia: secured API key; never expires" + public},
		{given{value: base64Of(hexes(64) + "no parameters")}, "nothing"},
		{given{value: base64Of(hexes(100))}, "nothing"},
		{given{rule: "algolia-admin-key", value: hexes(32), parts: map[string]string{"algolia-app-id": "ABCDEFGHIJ"}}, "algolia: API key; account application ABCDEFGHIJ"},
	})
}
