package token

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gpg runs GnuPG with a home of its own, which is short enough for its socket.
func gpg(t *testing.T) func(args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("gpg is not installed")
	}
	home, err := os.MkdirTemp("", "gpg")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(home, "gpg-agent.conf"), []byte("s2k-count 65536\n"), 0o600)) // its default takes seconds
	t.Cleanup(func() {
		_ = exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
		_ = os.RemoveAll(home)
	})
	return func(args ...string) string {
		t.Helper()
		out, err := exec.Command("gpg", append([]string{"--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback"}, args...)...).Output()
		require.NoError(t, err, args)
		return string(out)
	}
}

func TestPGPKeys(t *testing.T) {
	for name, tc := range map[string]struct {
		algorithm string
		expires   string
		pass      string
		kind      string
	}{
		"Ed25519":   {algorithm: "ed25519", expires: "0", kind: "OpenPGP private key (EdDSA Ed25519)"},
		"RSA":       {algorithm: "rsa2048", expires: "2w", kind: "OpenPGP private key (RSA)"},
		"P-384":     {algorithm: "nistp384", expires: "0", kind: "OpenPGP private key (ECDSA P-384)"},
		"encrypted": {algorithm: "ed25519", expires: "1y", pass: "swordfish!", kind: "OpenPGP private key (EdDSA Ed25519)"},
	} {
		t.Run(name, func(t *testing.T) {
			run := gpg(t)
			run("--passphrase", tc.pass, "--quick-generate-key", "Rel Ease <release@acme.io>", tc.algorithm, "sign,cert", tc.expires)
			listed := run("--list-keys", "--with-colons")
			var fingerprint, created, expires string
			for l := range strings.Lines(listed) {
				f := strings.Split(l, ":")
				switch f[0] {
				case "pub":
					created, expires = f[5], f[6]
				case "fpr":
					fingerprint = f[9]
				}
			}
			run("--passphrase", tc.pass, "--quick-add-key", fingerprint, map[bool]string{true: "rsa2048", false: "cv25519"}[tc.algorithm == "rsa2048"], "encrypt", "0")
			secret := run("--passphrase", tc.pass, "--armor", "--export-secret-keys")
			got := Read(&Input{Rule: "pgp-private-key", Secret: secret})
			require.NotNil(t, got)
			assert.Equal(t, "pgp", got.Family)
			assert.Equal(t, tc.kind, got.Kind)
			assert.Equal(t, "Rel Ease <release@acme.io>", got.Subject)
			assert.Equal(t, fingerprint, detailOf(got, "Fingerprint"))
			assert.Equal(t, fingerprint[24:], detailOf(got, "Key id"))
			assert.NotEmpty(t, detailOf(got, "Subkey"))
			assert.Equal(t, []string{"certifies other keys", "signs, as commits and packages", "decrypts what was sent to its owner"}, got.Grants)
			assert.Equal(t, tc.pass != "", got.Encrypted)
			require.NotNil(t, got.Issued)
			assert.Equal(t, created, unix(got.Issued.Unix()))
			assert.Nil(t, got.Expires, "whoever holds it can give it another date, and decrypt after that")
			assert.True(t, got.NeverExpires)
			if tc.expires == "0" {
				assert.Empty(t, detailOf(got, "Date of expiry"))
			} else {
				end, err := strconv.ParseInt(expires, 10, 64)
				require.NoError(t, err)
				assert.Equal(t, time.Unix(end, 0).UTC().Format(time.DateOnly)+", which its holder can change", detailOf(got, "Date of expiry"))
			}
			if tc.pass != "" {
				assert.Contains(t, detailOf(got, "Encryption"), "AES-")
			}
			written := Read(&Input{Secret: strings.ReplaceAll(secret, "\n", `\n`)})
			assert.Equal(t, got, written)

			subkeys := run("--passphrase", tc.pass, "--armor", "--export-secret-subkeys")
			assert.Contains(t, risksOf(Read(&Input{Secret: subkeys})), "the secret of the primary key is kept elsewhere")
		})
	}
}

func TestPGPKeysThatAreNone(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "no base64": "....", "a packet that is too long": "\n\nlf///////w==\n", "zeroes": "\n\nAAAAAAAAAAAAAAAA\n",
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(&Input{Secret: "-----BEGIN PGP PRIVATE " + "KEY BLOCK-----" + body + "-----END PGP PRIVATE " + "KEY BLOCK-----"})
			require.NotNil(t, got)
			assert.Contains(t, detailOf(got, "Content"), "not readable")
		})
	}
}

func unix(seconds int64) string { return strconv.FormatInt(seconds, 10) }
