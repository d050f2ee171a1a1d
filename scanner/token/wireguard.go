package token

import (
	"crypto/ecdh"
	"encoding/base64"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Keys of WireGuard (wg(8)): 32 bytes of Curve25519 in base64. The public key is what
// the peers have in their configuration.
var _ = later(func() { register(Family{Name: "wireguard", Tell: tellWireGuard}) })

func tellWireGuard(in *Input, t *leak.Token) bool {
	shared := in.Is("wireguard-preshared-key") || assignedTo(in, "presharedkey")
	if !shared && !in.Is("wireguard-private-key") && !(assignedTo(in, "privatekey") && strings.Contains(in.Near+in.Lines, "[Interface]")) {
		return false
	}
	b, err := base64.StdEncoding.DecodeString(in.Secret)
	if err != nil || len(b) != 32 {
		return false
	}
	t.Issuer, t.NeverExpires = "WireGuard", true
	t.Account = fieldIn(in.Near, "Address")
	if shared {
		t.Kind = "WireGuard preshared key"
		risk(t, -1, "it opens nothing without a private key of one of the two peers")
		return true
	}
	t.Kind = "WireGuard private key"
	t.Grants = []string{"joins the network as this peer, and reads what was sent to it where the traffic is recorded"}
	if key, err := ecdh.X25519().NewPrivateKey(b); err == nil {
		t.Subject = "peer " + base64.StdEncoding.EncodeToString(key.PublicKey().Bytes())
	}
	if endpoint := fieldIn(in.Near, "Endpoint"); endpoint != "" {
		t.Host, t.Reach = endpoint, leak.ReachOf(endpoint)
	}
	return true
}

// fieldIn returns the value of the first "Name = value" line of a text.
func fieldIn(text, name string) string {
	for l := range strings.Lines(text[:min(len(text), maxPEM)]) {
		if key, value, ok := strings.Cut(l, "="); ok && strings.EqualFold(strings.TrimSpace(key), name) {
			return word(value)
		}
	}
	return ""
}
