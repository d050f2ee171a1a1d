package token

import "testing"

func TestMail(t *testing.T) {
	checkFacts(t, []want{
		{given{value: "SG." + chars(22) + "." + chars(43)}, "sendgrid: API key; never expires; Key id " + chars(22)},
		{given{rule: "mailgun-private-api-token", value: "key-" + hexes(32)}, "mailgun: primary API key; never expires"},
		{given{rule: "mailgun-api-key", value: hexes(32) + "-" + hexes(8) + "-" + hexes(8)}, "mailgun: API key or sending key"},
		{given{rule: "mailgun-webhook-signing-key", value: hexes(32)}, "mailgun: signing key of webhooks; never expires"},
		{given{value: hexes(32) + "-us6"}, "mailchimp: Marketing API key; never expires; host us6.api.mailchimp.com"},
		{given{value: hexes(32) + "-us"}, "nothing"},
		{given{rule: "mandrill-key-with-prefix", value: "md-" + chars(22)}, "mandrill: API key and SMTP password; never expires"},
		{given{rule: "postmark-server-token", value: uuid()}, "postmark: server API token; never expires"},
		{given{value: "xkeysib-" + hexes(64) + "-" + chars(16)}, "brevo: API key; never expires"},
		{given{value: "re_" + chars(8) + "_" + chars(24)}, "resend: API key; never expires"},
	})
}
