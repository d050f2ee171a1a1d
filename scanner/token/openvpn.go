package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// OpenVPN's static keys (openvpn(8), --secret, --tls-auth, --tls-crypt): 2048 random
// bits that all sides share, never with a passphrase.
var _ = later(func() { register(Family{Name: "openvpn", Tell: tellOpenVPN}) })

func tellOpenVPN(in *Input, t *leak.Token) bool {
	if !strings.Contains(in.Secret, "-BEGIN OpenVPN Static key V1-") && !strings.Contains(in.Secret, "-BEGIN OpenVPN tls-crypt-v2 ") {
		return false
	}
	t.Issuer, t.Kind, t.NeverExpires = "OpenVPN", "OpenVPN static key", true
	around := in.Near + in.Lines
	switch {
	case strings.Contains(in.Secret, "tls-crypt-v2"):
		t.Kind = "OpenVPN key of tls-crypt-v2"
		risk(t, -1, "it hides the handshake; signing in takes a certificate besides")
	case strings.Contains(around, "<tls-auth>"), strings.Contains(around, "<tls-crypt>"):
		detail(t, "Used for", "TLS handshake (tls-auth, tls-crypt)")
		risk(t, -1, "it guards the handshake; signing in takes a certificate or password besides")
	case strings.Contains(around, "<secret>"):
		detail(t, "Used for", "all traffic (--secret)")
		risk(t, 1, "it encrypts all traffic and there is no forward secrecy: recorded traffic can be read")
	}
	detail(t, "Size", "2048 bits, shared by all sides")
	return true
}
