package token

import "testing"

func TestTwilio(t *testing.T) {
	account, key := "AC"+hexes(32), "SK"+hexes(32)
	checkFacts(t, []want{
		{given{value: key}, "twilio: identifier of an API key; risk +0 it opens nothing without its secret"},
		{given{rule: "twilio-api-key-secret", value: chars(32), parts: map[string]string{"twilio-api-key": key, "twilio-account-sid": account}},
			"twilio: secret of an API key; subject API key " + key + "; account " + account + "; never expires"},
		{given{rule: "twilio-sid-and-token", value: hexes(32), match: account + ":" + hexes(32)},
			"twilio: auth token of an account; account " + account + "; never expires"},
		{given{rule: "twilio-auth-token", value: hexes(32), lines: "ACME AC AC1 " + account + "0 ACE"}, "twilio: auth token of an account; never expires"},
	})
}
