package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// 1Password's service accounts (developer.1password.com/docs/service-accounts): a token
// is "ops_" and base64 of JSON that holds the address of the account, the e-mail of the
// service account and its keys, of which nothing is told. The Secret Key of a person:
// support.1password.com/secret-key-security.
var _ = later(func() {
	registerKinds("1password", "1Password",
		kind{prefix: "ops_eyJ", min: 107, is: "service account token", more: onePassword,
			grants: "reading, and where it was allowed writing, the items of the vaults of a service account",
			note:   "it expires only if that was chosen when it was made",
			risks:  states("every secret in its vaults is to be changed, too")},
		kind{prefix: "A3-", min: 33, looks: func(s string) bool { return strings.Count(s, "-") >= 5 && written(s, digits+capitals+"-", 30) }, is: "Secret Key", never: true, more: onePasswordKey,
			grants: "decrypting all of an account, with the account password",
			risks:  states("it opens nothing without the account password")},
	)
})

func onePassword(in *Input, t *leak.Token) {
	o, ok := base64Object(strings.TrimPrefix(in.Secret, "ops_"))
	if !ok {
		return
	}
	t.Subject = o.text("email")
	where := o.text("signInAddress")
	if u, err := url.Parse(where); err == nil && u.Host != "" {
		where = u.Host
	}
	if where != "" && len(where) <= 253 && written(where, base62+"-.:", 1) {
		at(t, where)
		t.Account = where
	}
}

// onePasswordKey tells the account id, the second part of "A3-ID-…", by which 1Password
// names an account to its owner.
func onePasswordKey(in *Input, t *leak.Token) {
	if parts := strings.Split(in.Secret, "-"); len(parts) >= 6 && len(parts[1]) == 6 {
		t.Account = parts[1]
	}
}
