package token

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Containers and places, whatever is in them: no panic, and no time to speak of.
func FuzzKeys(f *testing.F) {
	armour := func(label, body string) string {
		return "-----BEGIN " + label + "-----\n" + base64.StdEncoding.EncodeToString([]byte(body)) + "\n-----END " + label + "-----"
	}
	label := "PRIVATE " + "KEY"
	for _, s := range []string{
		armour("RSA "+label, "\x30\x0a\x02\x01\x00\x02\x05\x00\x80\x00\x00\x00"), armour(label, "\x30\x84\xff\xff\xff\xff"), armour("EC "+label, "\x30\x05\x02\x01\x01\x04\x00"),
		armour("OPENSSH "+label, opensshMagic+"\x00\x00\x00\x04none\x00\x00\x00\x04none\x00\x00\x00\x00\xff\xff\xff\xff"),
		armour("PGP "+label+" BLOCK", "\x95\x01\x0d\x04\x00\x00\x00\x00\x01"), armour("PGP "+label+" BLOCK", "\xc5\xff\x7f\xff\xff\xff\x04"),
		armour("ENCRYPTED COSIGN "+label, `{"kdf":{"params":{"N":-1}}}`), "-----BEGIN -----BEGIN " + label + "----------END", "LS0t" + "LS0t",
		puttyHead + "3: x\nPublic-Lines: 999999999\nAAAA", puttyHead, "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/56wAAAAA=\n---- END",
		"/u3+7QAAAAL/////", "zs7OzgAAAAIAAAABAAAAAwAA", "MIIABgIBAzCABgkq", "RWQAAA==", "AGE-SECRET-KEY-1", "$ANSIBLE_VAULT;;", "ENC[,iv:,tag:]", "$2y$99$" + strings.Repeat("a", 53),
		"$P$z" + strings.Repeat("a", 30), `{"kty":"EC","crv":"P-256","d":"AA","x":"AA"}`, `{"kty":"oct","k":"="}`, "<RSAKeyValue><Modulus></Modulus><D>",
	} {
		f.Add("x", s, s, s, s)
	}
	for _, s := range []string{
		"://:s@", "a://s@[", "jdbc:oracle:/s@(description", "host=;password=s", "machine a login b password s", "password: s", "Basic s", "k=s;Server=,;Password=s",
		"https://%zz:s@%/..git?sslmode=&ssl=", "clusters:\nusers:\nserver: ://\ntoken: s", "x:s:", "kubeadm join --token s",
	} {
		f.Add("generic-password", "s", s, s, s)
	}
	f.Fuzz(func(t *testing.T, rule, secret, match, lines, near string) {
		in := &Input{Rule: rule, Secret: secret, Match: match, Lines: lines, Near: near}
		start := time.Now()
		tok := Read(in)
		require.Less(t, time.Since(start), 2*time.Second)
		require.Equal(t, tok, Read(in))
		if tok != nil {
			assertShown(t, tok)
		}
	})
}
