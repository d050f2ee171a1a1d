package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Sentry's tokens (docs.sentry.io/account/auth-tokens,
// docs.sentry.io/security-legal-pii/security/token-formats). That of an organisation is
// "sntrys_", base64 of JSON with iat, url, region_url and org, "_" and a secret
// (github.com/getsentry/rfcs, text/0091-ci-upload-tokens.md).
var _ = later(func() {
	registerKinds("sentry", "Sentry",
		kind{prefix: "sntrys_", min: 47, is: "organisation token", more: sentryOrg,
			grants: "uploading releases and source maps of an organisation from CI; nothing can be read",
		},
		kind{prefix: "sntryu_", min: 71, is: "personal token", never: true,
			grants: "everything within its scopes, in all organisations of its owner"},
		kind{prefix: "sntryi_", min: 71, is: "token of an internal integration", never: true,
			grants: "what the permissions of the integration say, in its organisation"},
	)
})

func sentryOrg(in *Input, t *leak.Token) {
	body := in.Secret[len("sntrys_"):]
	if i := strings.LastIndexByte(body, '_'); i > 0 {
		body = body[:i]
	}
	o, ok := base64Object(body)
	if !ok {
		return
	}
	t.Account, t.Issued = o.text("org"), o.seconds("iat")
	for _, member := range []string{"region_url", "url"} {
		if u, err := url.Parse(o.text(member)); err == nil && u.Host != "" && t.Host == "" {
			at(t, u.Host)
		}
	}
}
