package token

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPKCS12(t *testing.T) {
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	tool(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", in("k"), "-out", in("c"), "-days", "30", "-subj", "/CN=push.acme.test", "-addext", "basicConstraints=critical,CA:FALSE")
	for name, tc := range map[string]struct {
		args    []string
		risk    string
		change  int
		cipher  string
		subject string
	}{
		"a password":            {args: []string{"-passout", "pass:swordfish!"}, risk: "protected by a passphrase", change: -1, cipher: "AES-256-CBC"},
		"the empty password":    {args: []string{"-passout", "pass:"}, risk: "the empty password opens it", change: 1, cipher: "AES-256-CBC"},
		"empty, with SHA-1":     {args: []string{"-passout", "pass:", "-macalg", "sha1"}, risk: "the empty password opens it", change: 1, cipher: "AES-256-CBC"},
		"without encryption":    {args: []string{"-passout", "pass:swordfish!", "-keypbe", "NONE", "-certpbe", "NONE"}, risk: "its key is not encrypted", subject: "push.acme.test"},
		"certificates in clear": {args: []string{"-passout", "pass:swordfish!", "-certpbe", "NONE"}, risk: "protected", change: -1, cipher: "AES-256-CBC", subject: "push.acme.test"},
		"the oldest encryption": {args: []string{"-passout", "pass:swordfish!", "-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES"}, risk: "outdated", change: -1, cipher: "PKCS#12: SHA-1, 3DES"},
	} {
		t.Run(name, func(t *testing.T) {
			tool(t, "openssl", append([]string{"pkcs12", "-export", "-name", "push key", "-inkey", in("k"), "-in", in("c"), "-out", in("p")}, tc.args...)...)
			got := Read(&Input{Secret: base64.StdEncoding.EncodeToString([]byte(content(t, in("p"))))})
			require.NotNil(t, got)
			assert.Equal(t, "pkcs12", got.Family)
			assert.Contains(t, risksOf(got), tc.risk)
			assert.Equal(t, tc.change, change(got))
			assert.Equal(t, tc.cipher, detailOf(got, "Cipher"))
			assert.Equal(t, tc.subject, got.Subject)
			assert.Equal(t, "push key", detailOf(got, "Name"))
		})
	}
}

func TestJavaKeyStores(t *testing.T) {
	for name, tc := range map[string]struct{ kind, storeType string }{
		"JKS": {kind: "Java key store (JKS)", storeType: "JKS"}, "JCEKS": {kind: "Java key store (JCEKS)", storeType: "JCEKS"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "ks")
			tool(t, "keytool", "-genkeypair", "-alias", "upload", "-keyalg", "EC", "-storetype", tc.storeType, "-storepass", "swordfish", "-keypass", "swordfish",
				"-dname", "CN=Acme Upload", "-keystore", file)
			got := Read(&Input{Secret: base64.StdEncoding.EncodeToString([]byte(content(t, file)))})
			require.NotNil(t, got)
			assert.Equal(t, "java-keystore", got.Family)
			assert.Equal(t, tc.kind, got.Kind)
			assert.Equal(t, "1", detailOf(got, "Entries"))
			assert.Contains(t, detailOf(got, "Private key"), "upload")
			assert.Equal(t, "Acme Upload", got.Subject)
			assert.True(t, got.Encrypted)
		})
	}
}

func TestJWK(t *testing.T) {
	// The thumbprint of RFC 7638, section 3.1; its modulus is put together from there.
	n := "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs" +
		"tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI" +
		"SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
	rsa, err := json.Marshal(map[string]string{"kty": "RSA", "n": n, "e": "AQAB", "d": "AQAB", "kid": "2011-04-29", "alg": "RS256", "use": "sig"})
	require.NoError(t, err)
	for name, secret := range map[string]string{
		"JSON": string(rsa), "a string of JSON": strings.ReplaceAll(string(rsa), `"`, `\"`), "other quotes": strings.ReplaceAll(string(rsa), `"`, `'`),
		"code": strings.NewReplacer(`"kty"`, "kty", `"n"`, "n", `"e"`, "e", `"d"`, "d", `"kid"`, "kid", `"alg"`, "alg", `"use"`, "use").Replace(string(rsa)),
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(&Input{Secret: secret})
			require.NotNil(t, got)
			assert.Equal(t, "jwk", got.Family)
			assert.Equal(t, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", detailOf(got, "Thumbprint (RFC 7638)"))
			assert.Equal(t, "2048 bits", detailOf(got, "Size"))
			assert.Equal(t, "2011-04-29", detailOf(got, "Key id"))
			assert.Equal(t, "RS256", detailOf(got, "Algorithm of JOSE"))
			assert.NotEmpty(t, got.Grants)
		})
	}
	assert.Nil(t, Read(&Input{Secret: `{"kty":"RSA","n":"` + n + `","e":"AQAB"}`}), "a public key")
	oct := Read(&Input{Secret: `{"kty":"oct","k":"` + base64.RawURLEncoding.EncodeToString(make([]byte, 32)) + `"}`})
	require.NotNil(t, oct)
	assert.Equal(t, "256 bits", detailOf(oct, "Size"))
}

func TestJWKOnCurvesHaveTheirPublicHalf(t *testing.T) {
	d := big.NewInt(123456789).FillBytes(make([]byte, 32))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), d)
	require.NoError(t, err)
	point, err := key.PublicKey.Bytes()
	require.NoError(t, err)
	b64 := base64.RawURLEncoding.EncodeToString
	jwk, err := json.Marshal(map[string]string{"kty": "EC", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:]), "d": b64(d)})
	require.NoError(t, err)
	got := Read(&Input{Secret: string(jwk)})
	require.NotNil(t, got)
	p := publicEC(curveNamed("P-256"), point, nil)
	sum := sha256.Sum256(p.spki)
	assert.Equal(t, fmt.Sprintf("%x", sum[:]), detailOf(got, "Public key SHA-256 (SPKI)"))
}

func TestXMLKeys(t *testing.T) {
	n := base64.StdEncoding.EncodeToString(append([]byte{0xc1}, make([]byte, 255)...))
	got := Read(&Input{Secret: "<RSAKeyValue><Modulus>" + n + "</Modulus><Exponent>AQAB</Exponent><P>AQ==</P><D>" + n + "</D></RSAKeyValue>"})
	require.NotNil(t, got)
	assert.Equal(t, "xml-rsa-key", got.Family)
	assert.Equal(t, "2048 bits", detailOf(got, "Size"))
}
