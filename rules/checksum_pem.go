package rules

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/rand"
	"strings"
)

// A private key in PEM (RFC 7468, RFC 1421) or OpenPGP armour (RFC 9580) has a
// body of base64 between lines of one label. In sources it often stands on one
// line with "\n" written out, indented, or in a comment.
var (
	_ = registerChecksum("pem", validPEM)
	_ = registerTemplate("pem", func(r *rand.Rand, label string) string { return samplePEM(r, label, "\n") })
	_ = registerTemplate("pem-one-line", func(r *rand.Rand, label string) string { return samplePEM(r, label, `\n`) })
	_ = registerTemplate("pem-comment", func(r *rand.Rand, label string) string { return "# " + samplePEM(r, label, "\n# ") })
	_ = registerTemplate("pem-broken", func(r *rand.Rand, label string) string {
		return "-----BEGIN " + label + "-----\n" + strings.Repeat("...\n", 5) + "-----END " + label + "-----"
	})
)

var pemBlock = &Pattern{expr: `^-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END ([A-Z0-9 ]+)-----$`}

// minKeyBytes is less than any private key takes in DER: Ed25519 has 48.
const minKeyBytes = 40

// pemIgnored matches what may stand in a body that is no base64: written-out line
// ends, quotes, concatenation, headers such as "Proc-Type: 4,ENCRYPTED", and the
// checksum line of OpenPGP armour.
var pemIgnored = &Pattern{expr: `["']\s*[+.&]\s*["']|\\+u000[aAdD]|\\[nrt]|%0[aAdD]|&#(?:10|13|x[aAdD]);|["',;\s\\]|<br\s*/?>|[A-Za-z-]+: [^\n\\]*(?:\n|\\n)|=[A-Za-z0-9+/]{4}(?:\s|\\n)*$`}

// pemMargin matches what stands before the last line of a key in a comment, a
// patch or a quotation, and so before the others.
var pemMargin = &Pattern{expr: `\n[ \t]*([#/*;>+%|!-]{1,3})[ \t]*$`}

// withoutMargin returns the lines of a body without what stands before each.
func withoutMargin(body string) string {
	m := pemMargin.Regexp().FindStringSubmatch(body)
	if m == nil {
		return body
	}
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimLeft(line, " \t"), m[1])
	}
	return strings.Join(lines, "\n")
}

func validPEM(secret string) bool {
	m := pemBlock.Regexp().FindStringSubmatch(secret)
	if m == nil {
		return cutPEM(secret)
	}
	if m[1] != m[3] {
		return false
	}
	body := strings.TrimRight(pemIgnored.Regexp().ReplaceAllString(withoutMargin(m[2]), ""), "=")
	der, err := base64.RawStdEncoding.DecodeString(body)
	return err == nil && len(der) >= minKeyBytes || cutPEM(secret)
}

// pemLine matches a line of a key, but the last: of 64 characters, or of 70 in OpenSSH's.
var pemLine = &Pattern{expr: `[A-Za-z0-9+/]{60,}`}

// cutPEM reports whether there are three whole lines of what a key has, if not all
// of it: most of a small key, and a sign that the rest of a large one is not far.
func cutPEM(secret string) bool {
	lines := pemLine.Regexp().FindAllString(secret, -1)
	return len(lines) >= 3 && Entropy(strings.Join(lines, "")) > minPEMEntropy
}

// minPEMEntropy is below that of any 192 characters of random base64, and above that
// of words.
const minPEMEntropy = 5

func samplePEM(r *rand.Rand, label, newline string) string {
	seed := make([]byte, ed25519.SeedSize)
	for i := range seed {
		seed[i] = byte(r.Intn(256))
	}
	der, err := x509.MarshalPKCS8PrivateKey(ed25519.NewKeyFromSeed(seed))
	if err != nil {
		panic(err) // a key of the right size always marshals
	}
	text := strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: label, Bytes: append(der, seed...)})))
	return strings.ReplaceAll(text, "\n", newline)
}
