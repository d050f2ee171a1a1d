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
	_ = registerForms("sendgrid", "SendGrid",
		form{prefix: "SG.", least: 66, is: "API key", lives: forever, tell: sendGridID,
			grants: "sending mail and, with full access, everything in the account but billing"})
	_ = registerForms("mailgun", "Mailgun",
		form{rules: []string{"mailgun-*"}, prefix: "key-", least: 32, is: "primary API key", lives: forever,
			grants: "everything in the account: sending from all domains, logs, addresses, settings"},
		form{rules: []string{"mailgun-webhook-signing-key"}, is: "signing key of webhooks", lives: forever,
			grants: "forging the events that Mailgun posts"},
		form{rules: []string{"mailgun-api-key"}, is: "API key or sending key",
			grants: "sending from all domains and reading logs, within its role; a sending key sends from one domain",
			notes:  []string{"it expires only if a date was set"}})
	_ = registerForms("mailchimp", "Mailchimp",
		form{looks: func(s string) bool { return mailchimpCentre(s) != "" }, is: "Marketing API key", lives: forever, tell: mailchimp,
			grants: "everything in the account: contacts, campaigns, exports"})
	_ = registerForms("mandrill", "Mailchimp Transactional",
		form{rules: []string{"mandrill-*"}, is: "API key and SMTP password", lives: forever,
			grants: "sending mail in your name and reading what was sent, unless it is limited to some calls or addresses"})
	_ = registerForms("postmark", "Postmark",
		form{rules: []string{"postmark-server-token"}, is: "server API token", lives: forever,
			grants: "sending mail from one server and reading its messages, bounces and settings"})
	_ = registerForms("brevo", "Brevo",
		form{prefix: "xkeysib-", least: 64, is: "API key", lives: forever,
			grants: "sending mail and texts, and reading contacts"},
		form{prefix: "xsmtpsib-", least: 64, is: "SMTP key", lives: forever,
			grants: "sending mail by SMTP"})
	_ = registerForms("resend", "Resend",
		form{prefix: "re_", least: 33, looks: func(s string) bool { return len(s) == 36 && s[11] == '_' && written(s, base62+"_", 36) }, is: "API key", lives: forever,
			grants: "sending mail from its domains; with full access domains, keys and contacts, too"})
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
