package token

import (
	"fmt"
	"hash/crc32"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys and tokens of Cloudflare
// (developers.cloudflare.com/fundamentals/api/get-started/token-formats, /create-token,
// /keys and /ca-keys; /cloudflare-one/access-controls/service-credentials/service-tokens;
// TunnelToken of github.com/cloudflare/cloudflared, connection/connection.go).
var _ = later(func() { register(Family{Name: "cloudflare", Tell: tellCloudflare}) })

const cloudflareLife = "until it is revoked, unless it was given an end"

var cloudflareKinds = []kind{
	{rules: []string{"cloudflare-user-token"}, prefix: "cfut_", min: 53, is: "API token of a user",
		grants: "zones, DNS and workers of all accounts of its user, within its permissions", note: cloudflareLife},
	{rules: []string{"cloudflare-account-token"}, prefix: "cfat_", min: 53, is: "API token of an account",
		grants: "zones, DNS and workers of one account, within its permissions", note: cloudflareLife},
	{rules: []string{"cloudflare-global-key"}, prefix: "cfk_", min: 52, is: "global API key", never: true,
		grants: "everything that its user may do, in all accounts"},
	{rules: []string{"cloudflare-global-api-key"}, is: "global API key", never: true,
		grants: "everything that its user may do, in all accounts, with the user's e-mail address"},
	{rules: []string{"cloudflare-origin-ca-key"}, is: "origin CA key", never: true,
		grants: "issuing and revoking origin certificates of the zones of its user"},
	{rules: []string{"cloudflare-api-token"}, is: "API token",
		grants: "zones, DNS and workers, within its permissions", note: cloudflareLife},
	{rules: []string{"cloudflare-turnstile-secret"}, is: "secret key of a Turnstile widget", never: true,
		grants: "asking whether answers of the challenge of a site are right; it opens no data"},
	{rules: []string{"cloudflare-r2-secret"}, is: "secret access key of R2", note: cloudflareLife,
		grants: "the objects of the buckets that its token names"},
	{rules: []string{"cloudflare-access-client-secret"}, is: "client secret of a service token of Access",
		note: "a year unless its owner chose otherwise or has prolonged it", grants: "every application that admits the service token, with its client id"},
}

var cloudflareTunnel = kind{rules: []string{"cloudflare-tunnel-token"}, is: "token of a tunnel", never: true,
	grants: "running the tunnel, and so receiving the traffic of its host names"}

func tellCloudflare(in *Input, t *leak.Token) bool {
	if tellTunnel(in, t) {
		return true
	}
	if cloudflareTunnel.of(in) { // cut off
		cloudflareTunnel.tell("Cloudflare", t)
		return true
	}
	k := tellKind(in, t, "Cloudflare", cloudflareKinds)
	if k == nil {
		return false
	}
	if body, ok := strings.CutPrefix(in.Secret, k.prefix); ok && k.prefix != "" && len(body) == 48 &&
		fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body[:40]))) == body[40:] {
		t.Checksum = leak.ChecksumValid
	}
	return true
}

// tellTunnel reads the token of a tunnel: base64 of JSON with the account, the tunnel
// and its secret.
func tellTunnel(in *Input, t *leak.Token) bool {
	if !strings.HasPrefix(in.Secret, "eyJ") || strings.Contains(in.Secret, ".") { // {"
		return false
	}
	o, ok := base64Object(in.Secret)
	if !ok || !isHex(o.text("a"), 32) || o.text("s") == "" || len(o.text("t")) != 36 {
		return false
	}
	cloudflareTunnel.tell("Cloudflare", t)
	t.Account, t.Subject = o.text("a"), "tunnel "+o.text("t")
	detail(t, "Region", o.text("e"))
	return true
}

func isHex(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789abcdef") == "" }
