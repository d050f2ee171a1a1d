package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Twilio's credentials (twilio.com/docs/iam/api-keys, twilio.com/docs/iam/api/authtoken,
// twilio.com/docs/usage/requests-to-twilio). The identifier of an account begins with
// "AC", that of an API key with "SK".
var _ = later(func() {
	registerKinds("twilio", "Twilio",
		kind{prefix: "SK", min: 34, looks: func(s string) bool { return len(s) == 34 && written(s[2:], hexDigits, 32) }, is: "identifier of an API key", more: twilioAccount,
			grants: "calls, texts and logs of an account, with its secret",
			risks:  states("it opens nothing without its secret")},
		kind{rules: []string{"twilio-api-key-secret"}, is: "secret of an API key", never: true, more: twilioAccount,
			grants: "calls and texts at the cost of an account, and its logs; only a main key manages accounts and keys"},
		kind{rules: []string{"twilio-auth-token", "twilio-sid-and-token", "twilio-token-in-assignment"}, is: "auth token of an account", never: true, more: twilioAccount,
			grants: "everything in an account: calls, texts, logs, numbers, its subaccounts and keys",
			notes:  []string{"an account has one, and a secondary one to change it; Twilio signs its webhooks with it, too"}},
	)
})

// twilioAccount tells the account and key that stand beside a secret.
func twilioAccount(in *Input, t *leak.Token) {
	id := in.Part("twilio-account-sid")
	for _, where := range []string{in.Match, in.Lines} {
		for i := 0; id == "" && i >= 0; {
			if i = strings.Index(where, "AC"); i < 0 {
				break
			}
			if where = where[i:]; len(where) >= 34 && written(where[2:34], hexDigits, 32) && (len(where) == 34 || !written(where[34:35], base62, 1)) {
				id = where[:34]
			}
			where = where[2:]
		}
	}
	t.Account = text(id, maxText)
	if key := in.Part("twilio-api-key"); len(key) == 34 {
		t.Subject = "API key " + key
	}
}
