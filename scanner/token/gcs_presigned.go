package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Signed URLs of Cloud Storage (cloud.google.com/storage/docs/authentication/signatures
// and /storage/docs/access-control/signed-urls-v2). Those of version 4 live for seven
// days at most.
var _ = later(func() { register(Family{Name: "gcs-presigned", Tell: tellSignedURL}) })

func tellSignedURL(in *Input, t *leak.Token) bool {
	v4 := mentions(in, "X-Goog-Signature=")
	if !v4 && !mentions(in, "GoogleAccessId=") {
		return false
	}
	u := urlAround(in)
	switch {
	case v4 && u.signs(in, "x-goog-signature") && u.query["x-goog-credential"] != "":
		tellCredential(u, "x-goog-", t)
		t.Subject, _, _ = strings.Cut(u.query["x-goog-credential"], "/")
		t.Lifetime = 7 * day
	case !v4 && u.signs(in, "signature"):
		t.Subject = u.query["googleaccessid"]
		t.Expires = epoch(u.query["expires"])
	default:
		return false
	}
	t.Issuer, t.Kind = "Google Cloud", "signed URL of Cloud Storage"
	t.Grants = []string{"the one request that was signed, such as reading one object, to whoever has the URL"}
	if !strings.Contains(t.Subject, "@") {
		t.Subject = "" // the id of an HMAC key
	}
	t.Subject = text(t.Subject, maxText)
	t.Account = projectOf(t.Subject)
	if u.host != "" {
		at(t, u.host)
		detail(t, "Object", u.path)
	}
	sayPresigned(t)
	return true
}
