package token

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// tool runs a program that makes or reads keys; a test is skipped where it is not
// installed, or does not do what it is asked.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip(name + " is not installed")
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	require.NoError(t, err, "%s %s: %s", name, strings.Join(args, " "), out)
	return string(out)
}

func content(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(b)
}

// detailOf returns a fact of a token, "" if it has none of the name.
func detailOf(t *leak.Token, name string) string {
	for _, d := range t.Details {
		if d.Name == name {
			return d.Value
		}
	}
	return ""
}

func risksOf(t *leak.Token) string {
	var all []string
	for _, r := range t.Risks {
		all = append(all, r.Text)
	}
	return strings.Join(all, "\n")
}

func TestPrivateKeysOfOpenSSL(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	for name, tc := range map[string]struct {
		make [][]string
		kind string
		size string
	}{
		"PKCS#1":              {make: [][]string{{"genrsa", "-traditional", "-out", in("k"), "2048"}}, kind: "RSA private key", size: "2048 bits"},
		"PKCS#8":              {make: [][]string{{"genrsa", "-out", in("k"), "2048"}}, kind: "RSA private key", size: "2048 bits"},
		"too short":           {make: [][]string{{"genrsa", "-out", in("k"), "1024"}}, kind: "RSA private key", size: "1024 bits"},
		"broken":              {make: [][]string{{"genrsa", "-out", in("k"), "512"}}, kind: "RSA private key", size: "512 bits"},
		"P-256":               {make: [][]string{{"genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", in("k")}}, kind: "ECDSA private key", size: "256 bits"},
		"P-521 in SEC 1":      {make: [][]string{{"ecparam", "-name", "secp521r1", "-genkey", "-noout", "-out", in("k")}}, kind: "ECDSA private key", size: "521 bits"},
		"with its parameters": {make: [][]string{{"ecparam", "-name", "secp384r1", "-genkey", "-out", in("k")}}, kind: "ECDSA private key", size: "384 bits"},
		"secp256k1":           {make: [][]string{{"ecparam", "-name", "secp256k1", "-genkey", "-noout", "-out", in("k")}}, kind: "ECDSA private key", size: "256 bits"},
		"without public key":  {make: [][]string{{"ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", in("f")}, {"ec", "-in", in("f"), "-no_public", "-out", in("k")}}, kind: "ECDSA private key", size: "256 bits"},
		"Ed25519":             {make: [][]string{{"genpkey", "-algorithm", "ED25519", "-out", in("k")}}, kind: "Ed25519 private key", size: "256 bits"},
		"X25519":              {make: [][]string{{"genpkey", "-algorithm", "X25519", "-out", in("k")}}, kind: "X25519 private key", size: "256 bits"},
		"DSA in PKCS#8":       {make: [][]string{{"dsaparam", "-out", in("p"), "1024"}, {"genpkey", "-paramfile", in("p"), "-out", in("k")}}, kind: "DSA private key", size: "1024 bits"},
		"DSA":                 {make: [][]string{{"dsaparam", "-genkey", "-out", in("f"), "1024"}, {"dsa", "-in", in("f"), "-out", in("k")}}, kind: "DSA private key", size: "1024 bits"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, args := range tc.make {
				tool(t, "openssl", args...)
			}
			got := Read(&Input{Rule: "pem-private-key", Secret: content(t, in("k"))})
			require.NotNil(t, got)
			assert.Equal(t, "private-key", got.Family)
			assert.Equal(t, tc.kind, got.Kind)
			assert.Equal(t, tc.size, detailOf(got, "Size"))
			assert.True(t, got.NeverExpires)
			assert.False(t, got.Encrypted)
			tool(t, "openssl", "pkey", "-in", in("k"), "-pubout", "-outform", "DER", "-out", in("pub"))
			sum := sha256.Sum256([]byte(content(t, in("pub"))))
			assert.Equal(t, fmt.Sprintf("%x", sum[:]), detailOf(got, "Public key SHA-256 (SPKI)"))
			for _, line := range strings.Split(strings.TrimSpace(content(t, in("k"))), "\n") {
				if len(line) > 40 && !strings.HasPrefix(line, "-----") {
					assert.NotContains(t, said(got), line[:40])
				}
			}
		})
	}
}

// said is everything that a token tells, in one text.
func said(t *leak.Token) string {
	all := []string{t.Family, t.Issuer, t.Kind, t.Subject, t.Account, t.Host, t.Environment}
	all = append(append(append(all, t.Audience...), t.Scopes...), t.Grants...)
	for _, d := range t.Details {
		all = append(all, d.Name+" "+d.Value)
	}
	return strings.Join(append(all, risksOf(t)), "\n")
}

func TestShortRSAKeysAreARisk(t *testing.T) {
	for bits, want := range map[string]string{"512": "broken", "1024": "too few", "2048": ""} {
		key := tool(t, "openssl", "genrsa", bits)
		got := Read(&Input{Secret: key[strings.Index(key, "-----BEGIN"):]})
		require.NotNil(t, got)
		if want == "" {
			assert.Empty(t, got.Risks)
			continue
		}
		assert.Contains(t, risksOf(got), want)
	}
}

func TestEncryptedPrivateKeys(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	tool(t, "openssl", "genrsa", "-out", in("k"), "1024")
	for name, tc := range map[string]struct {
		args   []string
		kind   string
		cipher string
		kdf    string
		risk   string
	}{
		"PBES2":       {args: []string{"pkcs8", "-topk8", "-v2", "aes-256-cbc", "-iter", "2048"}, kind: "encrypted private key (PKCS#8)", cipher: "AES-256-CBC", kdf: "PBKDF2, 2048 rounds", risk: "only 2048 rounds"},
		"many rounds": {args: []string{"pkcs8", "-topk8", "-v2", "aes-128-cbc", "-iter", "600000"}, kind: "encrypted private key (PKCS#8)", cipher: "AES-128-CBC", kdf: "PBKDF2, 600000 rounds", risk: "protected by a passphrase"},
		"scrypt":      {args: []string{"pkcs8", "-topk8", "-scrypt"}, kind: "encrypted private key (PKCS#8)", cipher: "AES-256-CBC", kdf: "scrypt, N 16384", risk: "protected by a passphrase"},
		"PBES1":       {args: []string{"pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES"}, kind: "encrypted private key (PKCS#8)", cipher: "PKCS#12: SHA-1, 3DES", kdf: "PBKDF1, 2048 rounds", risk: "outdated"},
		"traditional": {args: []string{"rsa", "-traditional", "-aes256"}, kind: "RSA private key", cipher: "AES-256-CBC", risk: "one round of MD5"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append(tc.args, "-in", in("k"), "-passout", "pass:whatever", "-out", in("e"))
			tool(t, "openssl", args...)
			for rule, change := range map[string]int{"acme-key": -1, "pem-encrypted-private-key": 0} {
				got := Read(&Input{Rule: rule, Secret: content(t, in("e"))})
				require.NotNil(t, got)
				assert.Equal(t, tc.kind, got.Kind)
				assert.True(t, got.Encrypted)
				assert.Equal(t, tc.cipher, detailOf(got, "Cipher"))
				assert.Equal(t, tc.kdf, detailOf(got, "KDF"))
				assert.Contains(t, risksOf(got), tc.risk)
				assert.Equal(t, change, got.Risks[0].Change)
			}
		})
	}
}

func TestPrivateKeysAsTheyStandInSources(t *testing.T) {
	out := tool(t, "openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
	key := strings.TrimSpace(out[strings.Index(out, "-----BEGIN"):])
	lines := strings.Split(key, "\n")
	want := detailOf(Read(&Input{Secret: key}), "Public key SHA-256 (SPKI)")
	require.NotEmpty(t, want)
	for name, secret := range map[string]string{
		"written-out line ends":   strings.ReplaceAll(key, "\n", `\n`),
		"twice":                   strings.ReplaceAll(key, "\n", `\\n`),
		"of Windows":              strings.ReplaceAll(key, "\n", "\r\n"),
		"written out, of Windows": strings.ReplaceAll(key, "\n", `\r\n`),
		"strings that are joined": strings.Join(lines, "\\n\" +\n  \""),
		"strings of C":            strings.Join(lines, "\\n\"\n  \""),
		"a comment":               strings.Join(lines, "\n# "),
		"a patch":                 strings.Join(lines, "\n+"),
		"indented":                strings.Join(lines, "\n    "),
		"a list of strings":       strings.Join(lines, "\",\n  \""),
		"blanks":                  strings.Join(lines, " "),
		"a query":                 strings.Join(lines, "%0A"),
		"base64":                  base64.StdEncoding.EncodeToString([]byte(key + "\n")),
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(&Input{Secret: secret})
			require.NotNil(t, got)
			assert.Equal(t, want, detailOf(got, "Public key SHA-256 (SPKI)"))
		})
	}
	cut := Read(&Input{Secret: strings.Join(lines[:len(lines)-3], "\n")})
	require.NotNil(t, cut)
	assert.Contains(t, detailOf(cut, "Form"), "missing")
}

func TestCertificatesBesideAKey(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	tool(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", in("k"), "-out", in("c"), "-days", "30",
		"-subj", "/O=Acme/CN=web.acme.test", "-addext", "subjectAltName=DNS:web.acme.test,IP:10.0.0.7",
		"-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth")
	tool(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", in("cak"), "-out", in("ca"), "-days", "30", "-subj", "/CN=Acme Root")
	key, cert := content(t, in("k")), content(t, in("c"))
	block, _ := pem.Decode([]byte(cert))
	parsed, err := x509.ParseCertificate(block.Bytes)
	require.NoError(t, err)

	got := Read(&Input{Secret: key, Lines: key, Near: key + cert})
	require.NotNil(t, got)
	assert.Equal(t, "web.acme.test, Acme", got.Subject)
	assert.Equal(t, []string{"web.acme.test", "10.0.0.7"}, got.Audience)
	require.NotNil(t, got.Expires)
	assert.True(t, got.Expires.Equal(parsed.NotAfter))
	assert.False(t, got.NeverExpires)
	assert.Contains(t, got.Scopes, "serverAuth")
	assert.Equal(t, "self-signed", detailOf(got, "Certificate"))
	assert.Equal(t, 0, change(got))

	of := Read(&Input{Secret: content(t, in("cak")), Near: key + cert + content(t, in("ca"))})
	assert.Equal(t, "Acme Root", of.Subject)
	assert.Equal(t, 1, change(of))
	assert.Contains(t, risksOf(of), "certificate authority")

	other := Read(&Input{Secret: content(t, in("cak")), Near: cert})
	assert.Empty(t, other.Subject)
	assert.True(t, other.NeverExpires)
	assert.Contains(t, detailOf(other, "Certificate beside it, of another key"), "web.acme.test")
}

func change(t *leak.Token) (sum int) {
	for _, r := range t.Risks {
		sum += r.Change
	}
	return sum
}

func TestOpenSSHKeys(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		kind string
		pass string
	}{
		"RSA":               {args: []string{"-t", "rsa", "-b", "2048"}, kind: "RSA SSH private key"},
		"ECDSA":             {args: []string{"-t", "ecdsa", "-b", "384"}, kind: "ECDSA SSH private key"},
		"Ed25519":           {args: []string{"-t", "ed25519"}, kind: "Ed25519 SSH private key"},
		"Ed25519 encrypted": {args: []string{"-t", "ed25519", "-a", "20"}, kind: "Ed25519 SSH private key", pass: "swordfish!"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "k")
			tool(t, "ssh-keygen", append(tc.args, "-q", "-N", tc.pass, "-C", "deploy@acme", "-f", file)...)
			printed := strings.Fields(tool(t, "ssh-keygen", "-l", "-f", file+".pub")) // "256 SHA256:… deploy@acme (ED25519)"
			got := Read(&Input{Secret: content(t, file)})
			require.NotNil(t, got)
			assert.Equal(t, tc.kind, got.Kind)
			assert.Equal(t, printed[0]+" bits", detailOf(got, "Size"))
			assert.Equal(t, printed[1], detailOf(got, "SSH fingerprint"))
			assert.Equal(t, tc.pass != "", got.Encrypted)
			if tc.pass == "" {
				assert.Equal(t, "deploy@acme", got.Subject)
				return
			}
			assert.Equal(t, "aes256-ctr", detailOf(got, "Cipher"))
			assert.Equal(t, "bcrypt, 20 rounds", detailOf(got, "KDF"))
		})
	}
}

func TestPEMKeysHaveTheFingerprintOfSSH(t *testing.T) {
	file := filepath.Join(t.TempDir(), "k")
	tool(t, "ssh-keygen", "-q", "-m", "PEM", "-t", "ecdsa", "-N", "", "-f", file)
	printed := strings.Fields(tool(t, "ssh-keygen", "-l", "-f", file+".pub"))
	assert.Equal(t, printed[1], detailOf(Read(&Input{Secret: content(t, file)}), "SSH fingerprint"))
}

func TestPublishedKeysAreNoDanger(t *testing.T) {
	n, ok := new(big.Int).SetString("9d61b19deffd5a60ba844af492ec2cc4"+"4449c5697b326919703bac031cae7f60", 16) // RFC 8032, section 7.1
	require.True(t, ok)
	seed := n.Bytes()
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(seed))
	require.NoError(t, err)
	got := Read(&Input{Secret: string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))})
	require.NotNil(t, got)
	assert.Equal(t, -2, change(got))
	assert.Contains(t, risksOf(got), "RFC 8032")
}

func TestHostileKeysCostNothing(t *testing.T) {
	huge := func(tag byte, n int) []byte { // a value of n bytes
		return append([]byte{tag, 0x83, byte(n >> 16), byte(n >> 8), byte(n)}, bytes.Repeat([]byte{0x7f}, n)...)
	}
	nested := []byte{0x30, 0}
	for range 2000 {
		nested = huge(0x30, len(nested))[:5]
		nested = append(nested, 0x30)
	}
	integer := huge(0x02, 190_000)
	var rsa []byte
	for range 9 {
		rsa = append(rsa, integer[:21_000]...)
	}
	for name, der := range map[string][]byte{
		"a modulus of 190 kB": append(huge(0x30, len(integer)+3)[:5], append([]byte{2, 1, 0}, integer...)...),
		"many integers":       append(huge(0x30, len(rsa))[:5], rsa...),
		"nested sequences":    nested,
		"many elements":       append(huge(0x30, 190_000)[:5], bytes.Repeat([]byte{5, 0}, 95_000)...),
		"nothing":             {0x30},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			secret := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: der}))
			got := Read(&Input{Secret: secret, Near: secret})
			require.NotNil(t, got)
			assert.Contains(t, detailOf(got, "Content")+detailOf(got, "Form"), "cut", "%+v", got)
			assert.Less(t, time.Since(start), time.Second)
		})
	}
}
