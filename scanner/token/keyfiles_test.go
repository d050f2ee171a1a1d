package token

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPuTTYKeys(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		kind string
		pass string
		kdf  string
	}{
		"version 3":            {args: []string{"-t", "ed25519"}, kind: "Ed25519 PuTTY private key, version 3"},
		"version 2":            {args: []string{"-t", "rsa", "-b", "2048", "--ppk-param", "version=2"}, kind: "RSA PuTTY private key, version 2"},
		"encrypted":            {args: []string{"-t", "ecdsa", "-b", "256", "--ppk-param", "memory=8192,passes=13"}, kind: "ECDSA PuTTY private key, version 3", pass: "swordfish!", kdf: "Argon2id, 8192 KiB, 13 passes"},
		"encrypted, version 2": {args: []string{"-t", "rsa", "-b", "2048", "--ppk-param", "version=2"}, kind: "RSA PuTTY private key, version 2", pass: "swordfish!", kdf: "SHA-1, 1 round"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.WriteFile(filepath.Join(dir, "pass"), []byte(tc.pass), 0o600))
			file := filepath.Join(dir, "k.ppk")
			tool(t, "puttygen", append(tc.args, "-q", "-C", "bob@acme", "--new-passphrase", filepath.Join(dir, "pass"), "-o", file)...)
			printed := strings.Fields(tool(t, "puttygen", "-l", file))
			got := Read(&Input{Secret: content(t, file)})
			require.NotNil(t, got)
			assert.Equal(t, "putty", got.Family)
			assert.Equal(t, tc.kind, got.Kind)
			assert.Equal(t, "bob@acme", got.Subject)
			assert.Equal(t, printed[2], detailOf(got, "SSH fingerprint"))
			assert.Equal(t, tc.pass != "", got.Encrypted)
			assert.Equal(t, tc.kdf, detailOf(got, "KDF"))
			written := Read(&Input{Secret: strings.ReplaceAll(content(t, file), "\n", `\n`)})
			assert.Equal(t, printed[2], detailOf(written, "SSH fingerprint"))
		})
	}
}

func TestKeysOfSSHCom(t *testing.T) {
	for name, cipher := range map[string]string{"clear": "none", "encrypted": "3des-cbc"} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "k")
			tool(t, "puttygen", "-q", "-t", "rsa", "-b", "1024", "-C", "old@acme", "--new-passphrase", "/dev/null", "-O", "private-sshcom", "-o", file)
			text := content(t, file)
			if cipher != "none" {
				pass := filepath.Join(t.TempDir(), "pass")
				require.NoError(t, os.WriteFile(pass, []byte("swordfish!"), 0o600))
				tool(t, "puttygen", "-q", "-t", "rsa", "-b", "1024", "-C", "old@acme", "--new-passphrase", pass, "-O", "private-sshcom", "-o", file)
				text = content(t, file)
			}
			got := Read(&Input{Secret: text})
			require.NotNil(t, got)
			assert.Equal(t, "ssh-com", got.Family)
			assert.Equal(t, "RSA", detailOf(got, "Algorithm"))
			assert.Equal(t, "old@acme", got.Subject)
			assert.Equal(t, cipher != "none", got.Encrypted)
		})
	}
}

func TestAgeIdentities(t *testing.T) {
	file := filepath.Join(t.TempDir(), "k")
	printed := tool(t, "age-keygen", "-o", file) // "Public key: age1…"
	lines := strings.Fields(content(t, file))
	got := Read(&Input{Secret: lines[len(lines)-1]})
	require.NotNil(t, got)
	assert.Equal(t, "age", got.Family)
	assert.Equal(t, strings.TrimSpace(strings.TrimPrefix(printed, "Public key: ")), got.Subject)
	assert.True(t, got.NeverExpires)
}

func TestAgePlugins(t *testing.T) {
	for name, tc := range map[string]struct {
		head   string
		kind   string
		change int
	}{
		"hardware":     {head: "age-plugin-yubikey-", kind: "age identity of the plugin yubikey", change: -2},
		"any":          {head: "age-plugin-acme-", kind: "age identity of the plugin acme"},
		"post-quantum": {head: "age-secret-key-pq-", kind: "age identity (ML-KEM-768 and X25519)"},
	} {
		t.Run(name, func(t *testing.T) {
			secret := strings.ToUpper(toBech32(tc.head, make([]byte, 32)))
			got := Read(&Input{Secret: secret})
			require.NotNil(t, got)
			assert.Equal(t, tc.kind, got.Kind)
			assert.Equal(t, tc.change, change(got))
			last := "Q"
			if strings.HasSuffix(secret, last) {
				last = "P"
			}
			assert.Nil(t, Read(&Input{Secret: secret[:len(secret)-1] + last}), "a wrong checksum")
		})
	}
}

func TestMinisignKeys(t *testing.T) {
	file := filepath.Join(t.TempDir(), "k")
	tool(t, "minisign", "-G", "-W", "-p", file+".pub", "-s", file)
	got := Read(&Input{Secret: strings.Split(content(t, file), "\n")[1]})
	require.NotNil(t, got)
	assert.Equal(t, "minisign", got.Family)
	assert.False(t, got.Encrypted)
	id := strings.TrimPrefix(got.Subject, "key ")
	assert.Contains(t, content(t, file+".pub"), id)
	whole := Read(&Input{Secret: base64.StdEncoding.EncodeToString([]byte(content(t, file)))})
	require.NotNil(t, whole)
	assert.Equal(t, got.Subject, whole.Subject)

	key, err := base64.StdEncoding.DecodeString(strings.Split(content(t, file), "\n")[1])
	require.NoError(t, err)
	copy(key[2:4], "Sc")
	encrypted := Read(&Input{Secret: base64.StdEncoding.EncodeToString(key)})
	require.NotNil(t, encrypted)
	assert.True(t, encrypted.Encrypted)
	assert.Empty(t, encrypted.Subject, "the key number is encrypted, too")
}

func TestSignifyKeys(t *testing.T) {
	file := filepath.Join(t.TempDir(), "k")
	tool(t, "signify-openbsd", "-G", "-n", "-p", file+".pub", "-s", file+".sec")
	got := Read(&Input{Secret: strings.Split(content(t, file+".sec"), "\n")[1]})
	require.NotNil(t, got)
	assert.Equal(t, "signify secret key", got.Kind)
	assert.False(t, got.Encrypted)
	public, err := base64.StdEncoding.DecodeString(strings.Split(content(t, file+".pub"), "\n")[1])
	require.NoError(t, err)
	assert.Equal(t, "key "+fmt.Sprintf("%x", public[2:10]), got.Subject)
}

func TestWireGuardKeys(t *testing.T) {
	private := strings.TrimSpace(tool(t, "wg", "genkey"))
	cmd := exec.Command("wg", "pubkey")
	cmd.Stdin = strings.NewReader(private)
	public, err := cmd.Output()
	require.NoError(t, err)
	config := "[Interface]\nPrivateKey = " + private + "\nAddress = 10.8.0.2/32\n[Peer]\nEndpoint = vpn.acme.io:51820\n"
	got := Read(&Input{Rule: "wireguard-private-key", Secret: private, Lines: "PrivateKey = " + private, Near: config})
	require.NotNil(t, got)
	assert.Equal(t, "peer "+strings.TrimSpace(string(public)), got.Subject)
	assert.Equal(t, "vpn.acme.io:51820", got.Host)
	assert.Equal(t, "10.8.0.2/32", got.Account)
	assert.Equal(t, "wireguard", Read(&Input{Rule: "of-a-user", Secret: private, Lines: "PrivateKey = " + private, Near: config}).Family)
	shared := Read(&Input{Rule: "wireguard-preshared-key", Secret: private, Lines: "PresharedKey = " + private})
	require.NotNil(t, shared)
	assert.Equal(t, -1, change(shared))
}

func TestOpenVPNKeys(t *testing.T) {
	key := "-----BEGIN OpenVPN Static key V1-----\n" + strings.Repeat(strings.Repeat("0a1b", 8)+"\n", 16) + "-----END OpenVPN Static key V1-----"
	for name, tc := range map[string]struct {
		near   string
		change int
	}{
		"alone":     {},
		"handshake": {near: "<tls-crypt>\n" + key + "\n</tls-crypt>", change: -1},
		"traffic":   {near: "<secret>\n" + key + "\n</secret>", change: 1},
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(&Input{Secret: key, Near: tc.near})
			require.NotNil(t, got)
			assert.Equal(t, "openvpn", got.Family)
			assert.Equal(t, tc.change, change(got))
		})
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{
		`DB_PASSWORD="{}"`:          "DB_PASSWORD",
		`  "dbPassword": "{}",`:     "dbPassword",
		`spring.mail.password = {}`: "spring.mail.password",
		`config['api_key'] = '{}';`: "api_key",
		`define('DB_PASS', '{}');`:  "DB_PASS",
		`:secret_key => "{}"`:       "secret_key",
		`{\"token\": \"{}\"}`:       "token",
		"user = bob\npassword: {}":  "password",
		`mysql -p{}`:                "",
		`storePassword "{}"`:        "storePassword",
		`say "{}"`:                  "",
		`{}`:                        "",
		`password := {}`:            "password",
		`--token={}`:                "token",
	} {
		assert.Equal(t, want, nameIn(inLine(text)), text)
	}
}
