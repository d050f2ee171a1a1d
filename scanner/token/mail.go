package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Services that send mail:
// twilio.com/docs/sendgrid/api-reference/api-keys (what stands between the dots is the
// key's id), documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt,
// mailchimp.com/developer/marketing/docs/fundamentals (the data centre behind the dash),
// mailchimp.com/developer/transactional/docs/authentication-delivery ("md-", test keys),
// postmarkapp.com/developer/api/overview, developers.brevo.com, resend.com/docs.
var (
	_ = later(func() {
		registerKinds("sendgrid", "SendGrid",
			kind{prefix: "SG.", min: 69, is: "API key", never: true, more: sendGridID,
				grants: "sending mail and, with full access, everything in the account but billing"})
	})
	_ = later(func() {
		registerKinds("mailgun", "Mailgun",
			kind{only: []string{"mailgun-*"}, prefix: "key-", min: 36, is: "primary API key", never: true,
				grants: "everything in the account: sending from all domains, logs, addresses, settings"},
			kind{rules: []string{"mailgun-webhook-signing-key"}, is: "signing key of webhooks", never: true,
				grants: "forging the events that Mailgun posts"},
			kind{rules: []string{"mailgun-api-key"}, is: "API key or sending key",
				grants: "sending from all domains and reading logs, within its role; a sending key sends from one domain",
				note:   "it expires only if a date was set"})
	})
	_ = later(func() {
		registerKinds("mailchimp", "Mailchimp",
			kind{looks: func(s string) bool { return mailchimpCentre(s) != "" }, is: "Marketing API key", never: true, more: mailchimp,
				grants: "everything in the account: contacts, campaigns, exports"})
	})
	_ = later(func() {
		registerKinds("mandrill", "Mailchimp Transactional",
			kind{rules: []string{"mandrill-*"}, is: "API key and SMTP password", never: true,
				grants: "sending mail in your name and reading what was sent, unless it is limited to some calls or addresses"})
	})
	_ = later(func() {
		registerKinds("postmark", "Postmark",
			kind{rules: []string{"postmark-server-token"}, is: "server API token", never: true,
				grants: "sending mail from one server and reading its messages, bounces and settings"})
	})
	_ = later(func() {
		registerKinds("brevo", "Brevo",
			kind{prefix: "xkeysib-", min: 72, is: "API key", never: true,
				grants: "sending mail and texts, and reading contacts"},
			kind{prefix: "xsmtpsib-", min: 73, is: "SMTP key", never: true,
				grants: "sending mail by SMTP"})
	})
	_ = later(func() {
		registerKinds("resend", "Resend",
			kind{prefix: "re_", min: 36, looks: func(s string) bool { return len(s) == 36 && s[11] == '_' && written(s, base62+"_", 36) }, is: "API key", never: true,
				grants: "sending mail from its domains; with full access domains, keys and contacts, too"})
	})
)

// sendGridID tells the key's id, by which it is listed and deleted.
func sendGridID(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "."); len(parts) == 3 && len(parts[1]) == 22 {
		detail(t, "Key id", parts[1])
	}
}

// mailchimpCentre returns the data centre of a key, "us6", "" if it is none.
func mailchimpCentre(s string) string {
	key, centre, ok := strings.Cut(s, "-")
	if !ok || len(key) != 32 || !written(key, hexDigits, 32) || !strings.HasPrefix(centre, "us") || !written(centre[2:], digits, 1) || len(centre) > 4 {
		return ""
	}
	return centre
}

func mailchimp(in *Input, t *leak.Token) {
	at(t, mailchimpCentre(in.Secret)+".api.mailchimp.com")
}
