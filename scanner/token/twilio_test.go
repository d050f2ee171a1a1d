package token

import "testing"

func TestTwilio(t *testing.T) {
	account, key := "AC"+hexes(32), "SK"+hexes(32)
	checkFacts(t, []want{
		{Input{Secret: key}, "twilio: identifier of an API key; risk +0 it opens nothing without its secret"},
		{Input{Rule: "twilio-api-key-secret", Secret: chars(32), Parts: map[string]string{"twilio-api-key": key, "twilio-account-sid": account}},
			"twilio: secret of an API key; subject API key " + key + "; account " + account + "; never expires"},
		{Input{Rule: "twilio-sid-and-token", Secret: hexes(32), Match: account + ":" + hexes(32)},
			"twilio: auth token of an account; account " + account + "; never expires"},
		{Input{Rule: "twilio-auth-token", Secret: hexes(32), Lines: "ACME AC AC1 " + account + "0 ACE"}, "twilio: auth token of an account; never expires"},
	})
}
