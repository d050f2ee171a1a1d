package token

import (
	"crypto/ecdh"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Identities of age (age-encryption.org/v1; for plugins C2SP, age-plugin). That of
// X25519 gives its recipient, which stands in configurations such as .sops.yaml: it
// says which files the identity opens.
var _ = later(func() { register(Family{Name: "age", Tell: tellAge}) })

// agePlugins are plugins whose identity is only a reference to a device.
var agePlugins = map[string]string{
	"yubikey": "a YubiKey", "tpm": "the TPM of one machine", "se": "the Secure Enclave of one Mac", "fido2-hmac": "a FIDO2 token",
}

func tellAge(in *Input, t *leak.Token) bool {
	start := strings.ToUpper(in.Secret[:min(len(in.Secret), len("AGE-SECRET-KEY-"))])
	if start != "AGE-SECRET-KEY-" && !strings.HasPrefix(start, "AGE-PLUGIN-") {
		return false
	}
	head, data, ok := fromBech32(in.Secret)
	if !ok {
		return false
	}
	t.Issuer, t.NeverExpires = "age", true
	t.Grants = []string{"opens every file that is encrypted to it, also in the history"}
	switch plugin, isPlugin := strings.CutPrefix(strings.TrimSuffix(head, "-"), "age-plugin-"); {
	case isPlugin:
		t.Kind = "age identity of the plugin " + plugin
		if device := agePlugins[plugin]; device != "" {
			risk(t, -2, "the key itself is in "+device+": this is only a reference to it")
		}
	case head == "age-secret-key-pq-":
		t.Kind = "age identity (ML-KEM-768 and X25519)"
	case head == "age-secret-key-":
		t.Kind = "age identity (X25519)"
		if key, err := ecdh.X25519().NewPrivateKey(data); err == nil {
			t.Subject = toBech32("age", key.PublicKey().Bytes())
		}
	default:
		return false
	}
	return true
}
