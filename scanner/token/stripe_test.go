package token

import (
	"strings"
	"testing"
)

func TestStripe(t *testing.T) {
	const rule = "stripe-access-token" // gitleaks' name for them
	account := "acct_" + chars(16)
	ephemeral := strings.TrimRight(base64Of(account+","+chars(31)), "=")
	checkFacts(t, []want{
		{given{rule: rule, value: "sk_live_" + chars(99)}, "stripe: secret key; never expires; environment live; risk +1 it is not restricted: it moves money"},
		{given{rule: rule, value: "sk_test_" + chars(24)}, "stripe: secret key; never expires; environment test; risk -1 it works in a sandbox only: no money moves"},
		{given{rule: rule, value: "rk_live_" + chars(99)}, "stripe: restricted key; never expires; environment live"},
		{given{rule: "clerk-live-secret-key", value: "sk_live_" + chars(42)}, "clerk: secret key; never expires; environment live"},
		{given{rule: "some-rule", value: "sk_live_" + chars(42)}, "nothing"},
		{given{value: "sk_org_live_" + chars(40)}, "stripe: organisation key; never expires; environment live; risk +1 it opens every account of an organisation"},
		{given{value: "ek_live_" + ephemeral + "_00" + chars(8)}, "stripe: ephemeral key; account " + account + "; lives 1h; environment live"},
		{given{value: "ek_test_" + chars(60)}, "stripe: ephemeral key; lives 1h; environment test; risk -1 it works in a sandbox only: no money moves"},
		{given{rule: "stripe-client-secret", value: "pi_" + chars(24) + "_secret_" + chars(25)},
			"stripe: client secret of one payment or set-up; subject pi_" + chars(24) + "; risk -1 it is made to be given to the browser of one customer"},
		{given{rule: "stripe-webhook-secret", value: "whsec_" + chars(32)}, "stripe: signing secret of a webhook; never expires"},
	})
}
