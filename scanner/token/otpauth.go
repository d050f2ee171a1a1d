package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Seeds of one-time passwords as URIs (github.com/google/google-authenticator/wiki/
// Key-Uri-Format): whoever holds one has the second factor.
var _ = later(func() { register(Family{Name: "otpauth", Tell: tellOTP}) })

func tellOTP(in *Input, t *leak.Token) bool {
	text := in.Match + " " + in.Lines
	if !strings.HasPrefix(in.Secret, "otpauth") && !strings.Contains(text[:min(len(text), 2*maxLink)], "otpauth") {
		return false
	}
	t.NeverExpires = true
	t.Grants = []string{"makes the one-time passwords of the account: the second factor is none any more"}
	if in.Is("otpauth-migration") || strings.Contains(text, "otpauth-migration://") {
		t.Kind = "export of one-time password seeds"
		return true
	}
	start := strings.Index(text, "otpauth")
	uri := text[start : start+endOf(text[start:min(len(text), start+maxLink)], " \t\r\n\"'<>`")]
	if strings.HasPrefix(strings.ToLower(uri), "otpauth%3a") {
		uri, _ = url.QueryUnescape(uri)
	}
	if !strings.Contains(uri, in.Secret) && !strings.Contains(in.Secret, uri) {
		return false
	}
	u, err := url.Parse(uri)
	if err != nil || u.Host != "totp" && u.Host != "hotp" {
		t.Kind = "seed of one-time passwords"
		return true
	}
	t.Kind = "seed of one-time passwords (" + strings.ToUpper(u.Host) + ")"
	issuer, account, ok := strings.Cut(strings.TrimPrefix(u.Path, "/"), ":")
	if !ok {
		issuer, account = "", issuer
	}
	t.Issuer = line(or(u.Query().Get("issuer"), issuer))
	t.Subject = shownUser(account)
	detail(t, "Algorithm", word(u.Query().Get("algorithm")))
	return true
}
