package token

import "testing"

func TestMail(t *testing.T) {
	checkFacts(t, []want{
		{Input{Secret: "SG." + chars(22) + "." + chars(43)}, "sendgrid: API key; never expires; Key id " + chars(22)},
		{Input{Rule: "mailgun-private-api-token", Secret: "key-" + hexes(32)}, "mailgun: primary API key; never expires"},
		{Input{Rule: "mailgun-api-key", Secret: hexes(32) + "-" + hexes(8) + "-" + hexes(8)}, "mailgun: API key or sending key"},
		{Input{Rule: "mailgun-webhook-signing-key", Secret: hexes(32)}, "mailgun: signing key of webhooks; never expires"},
		{Input{Secret: hexes(32) + "-us6"}, "mailchimp: Marketing API key; never expires; host us6.api.mailchimp.com"},
		{Input{Secret: hexes(32) + "-us"}, "nothing"},
		{Input{Rule: "mandrill-key-with-prefix", Secret: "md-" + chars(22)}, "mandrill: API key and SMTP password; never expires"},
		{Input{Rule: "postmark-server-token", Secret: uuid()}, "postmark: server API token; never expires"},
		{Input{Secret: "xkeysib-" + hexes(64) + "-" + chars(16)}, "brevo: API key; never expires"},
		{Input{Secret: "re_" + chars(8) + "_" + chars(24)}, "resend: API key; never expires"},
	})
}
