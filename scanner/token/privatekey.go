package token

import (
	"crypto/ed25519"
	"encoding/asn1"
	"encoding/json"
	"math/big"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Private keys in PEM: PKCS#1 (RFC 8017), PKCS#8 (RFC 5958), SEC 1 (RFC 5915), DSA as
// OpenSSL writes it, OpenSSH's own, and cosign's. What is told is the public half; a
// certificate of the same key that stands near says for what it is used.
var _ = later(func() { register(Family{Name: "private-key", Tell: tellPrivateKey}) })

func tellPrivateKey(in *Input, t *leak.Token) bool {
	for _, b := range pemOf(in.Secret) {
		if !strings.HasSuffix(b.label, "PRIVATE KEY") || strings.HasPrefix(b.label, "SSH2") {
			continue
		}
		t.Kind = "private key"
		t.NeverExpires = true
		if b.cut {
			detail(t, "Form", "the end is missing, or was not read")
		}
		tellPEM(in, t, &b)
		if in.Is("kubeconfig-client-key") || assignedTo(in, "clientkeydata") {
			t.Kind += " of a kubeconfig"
			tellCluster(in, t)
		}
		return true
	}
	return false
}

func tellPEM(in *Input, t *leak.Token, b *pemBlock) {
	body := string(b.body)
	switch {
	case strings.HasPrefix(body, opensshMagic):
		tellOpenSSH(in, t, b.body)
	case strings.HasPrefix(body, `{"kdf"`):
		tellCosign(in, t, b.body)
	case strings.Contains(b.headers["Proc-Type"], "ENCRYPTED"):
		t.Kind = kindOfLabel(b.label)
		cipher, _, _ := strings.Cut(b.headers["DEK-Info"], ",")
		detail(t, "Cipher", word(cipher))
		protected(in, t, "one round of MD5 makes the key of the passphrase (RFC 1421, OpenSSL): a weak passphrase does not hold")
		tellCertificates(in, t, nil)
	default:
		if encryptedPKCS8(in, t, b.body) {
			tellCertificates(in, t, nil)
			return
		}
		p := publicOf(b.body)
		if p == nil {
			t.Kind = kindOfLabel(b.label)
			detail(t, "Content", "not readable: cut, changed or made up")
			return
		}
		t.Kind = p.algorithm + " private key"
		p.tell(t)
		tellCertificates(in, t, p)
	}
}

// kindOfLabel is what a label says of a key that can not be read.
func kindOfLabel(label string) string {
	switch strings.TrimSuffix(label, " PRIVATE KEY") {
	case "RSA":
		return "RSA private key"
	case "DSA":
		return "DSA private key"
	case "EC":
		return "ECDSA private key"
	case "OPENSSH":
		return "OpenSSH private key"
	}
	return "private key"
}

// protected says that a secret is encrypted. The rules of such keys have that in their
// severity already.
func protected(in *Input, t *leak.Token, how string) {
	t.Encrypted = true
	change := -1
	for _, name := range append([]string{in.Rule}, in.Names...) {
		if strings.Contains(name, "encrypted") {
			change = 0
		}
	}
	text := "protected by a passphrase"
	if how != "" {
		text += "; " + how
	}
	risk(t, change, text)
}

// word returns what of a text is a name, "" if it is none: no more than 64 letters,
// digits and marks.
func word(s string) string {
	s = strings.TrimSpace(s)
	ok := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.@+/:, ", r)
	}
	if len(s) > 64 || strings.ContainsFunc(s, func(r rune) bool { return !ok(r) }) {
		return ""
	}
	return s
}

// publicOf returns the public half of a private key in DER, nil if it is none that we
// can read.
func publicOf(der []byte) *publicHalf {
	var outer asn1.RawValue
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || outer.Tag != asn1.TagSequence || len(rest) > 64 {
		return nil
	}
	parts := elements(outer.Bytes, 12)
	if len(parts) < 2 {
		return nil
	}
	switch second := parts[1]; {
	case second.Tag == asn1.TagSequence && len(parts) >= 3:
		return publicPKCS8(parts)
	case second.Tag == asn1.TagOctetString:
		return publicSEC1(parts, nil)
	case second.Tag == asn1.TagInteger && len(parts) >= 9:
		return publicPKCS1(parts)
	case second.Tag == asn1.TagInteger && len(parts) == 6:
		n := integers(parts)
		if n == nil {
			return nil
		}
		p, _ := publicDSA(n[1], n[2], n[3], n[4])
		return p
	}
	return nil
}

// elements returns the values of a SEQUENCE or SET, nil if there are more than max or
// one is malformed. It looks one level deep, whatever is below.
func elements(der []byte, most int) (all []asn1.RawValue) {
	for len(der) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil || len(all) == most {
			return nil
		}
		all, der = append(all, v), rest
	}
	return all
}

// integers reads INTEGERs; nil if one is none, or too large to be of a key.
func integers(values []asn1.RawValue) (all []*big.Int) {
	for _, v := range values {
		if v.Tag != asn1.TagInteger || v.Class != asn1.ClassUniversal || len(v.Bytes) > maxKeyBits/8+1 || len(v.Bytes) == 0 {
			return nil
		}
		all = append(all, new(big.Int).SetBytes(v.Bytes))
	}
	return all
}

// publicPKCS1 reads version, n, e, d, p, q, …
func publicPKCS1(parts []asn1.RawValue) *publicHalf {
	n := integers(parts[:9])
	if n == nil {
		return nil
	}
	p, _ := publicRSA(n[1], n[2])
	return p
}

// publicSEC1 reads version, private key, [0] curve, [1] public key (RFC 5915); in
// PKCS#8 the curve stands outside.
func publicSEC1(parts []asn1.RawValue, curve asn1.ObjectIdentifier) *publicHalf {
	var point []byte
	for _, p := range parts[2:] {
		var bits asn1.BitString
		switch {
		case p.Class != asn1.ClassContextSpecific:
			return nil
		case p.Tag == 0:
			var oid asn1.ObjectIdentifier
			if _, err := asn1.Unmarshal(p.Bytes, &oid); err == nil {
				curve = oid
			}
		case p.Tag == 1:
			if _, err := asn1.Unmarshal(p.Bytes, &bits); err == nil {
				point = bits.Bytes
			}
		}
	}
	if curve == nil || len(parts[1].Bytes) > 128 {
		return nil
	}
	return publicEC(curveOf(curve), point, parts[1].Bytes)
}

// publicPKCS8 reads version, algorithm and private key of RFC 5958.
func publicPKCS8(parts []asn1.RawValue) *publicHalf {
	var alg algorithmID
	if _, err := asn1.Unmarshal(parts[1].FullBytes, &alg); err != nil || parts[2].Tag != asn1.TagOctetString {
		return nil
	}
	private := parts[2].Bytes
	switch {
	case alg.Algorithm.Equal(oidRSA):
		if inner := sequence(private, 12); len(inner) >= 9 {
			return publicPKCS1(inner)
		}
	case alg.Algorithm.Equal(oidEC):
		var curve asn1.ObjectIdentifier
		_, err := asn1.Unmarshal(alg.Parameters.FullBytes, &curve)
		if inner := sequence(private, 4); err == nil && len(inner) >= 2 && inner[1].Tag == asn1.TagOctetString {
			return publicSEC1(inner, curve)
		}
	case alg.Algorithm.Equal(oidEd25519):
		if seed := octets(private); len(seed) == ed25519.SeedSize {
			return publicEd25519(ed25519.NewKeyFromSeed(seed)[ed25519.SeedSize:])
		}
	case alg.Algorithm.Equal(oidX25519):
		return publicX25519(octets(private))
	case alg.Algorithm.Equal(oidDSA):
		return publicDSA8(alg.Parameters, private)
	case keyAlgorithms[alg.Algorithm.String()] != "":
		return &publicHalf{algorithm: keyAlgorithms[alg.Algorithm.String()]}
	}
	return nil
}

// publicDSA8 computes the public number of DSA, which PKCS#8 leaves out.
func publicDSA8(parameters asn1.RawValue, private []byte) *publicHalf {
	n := integers(elements(parameters.Bytes, 3))
	var x asn1.RawValue
	if _, err := asn1.Unmarshal(private, &x); err != nil || len(n) != 3 || n[0].BitLen() > 4096 || n[0].Sign() <= 0 || n[1].BitLen() > 512 {
		return nil
	}
	exponent := integers([]asn1.RawValue{x})
	if exponent == nil || exponent[0].BitLen() > 512 {
		return nil
	}
	p, _ := publicDSA(n[0], n[1], n[2], new(big.Int).Exp(n[2], exponent[0], n[0]))
	return p
}

// sequence returns what is in a SEQUENCE.
func sequence(der []byte, most int) []asn1.RawValue {
	var v asn1.RawValue
	if _, err := asn1.Unmarshal(der, &v); err != nil || v.Tag != asn1.TagSequence || v.Class != asn1.ClassUniversal {
		return nil
	}
	return elements(v.Bytes, most)
}

// octets returns what is in an OCTET STRING.
func octets(der []byte) []byte {
	var v asn1.RawValue
	if _, err := asn1.Unmarshal(der, &v); err != nil || v.Tag != asn1.TagOctetString {
		return nil
	}
	return v.Bytes
}

// tellCosign reads the key of cosign or Sigstore: JSON that names KDF and cipher
// (docs.sigstore.dev, go-securesystemslib/encrypted).
func tellCosign(in *Input, t *leak.Token, body []byte) {
	var k struct {
		KDF struct {
			Name   string
			Params struct{ N, R, P uint32 }
		}
		Cipher struct{ Name string }
	}
	t.Kind, t.Issuer = "signing key of cosign", "Sigstore"
	if json.Unmarshal(body, &k) == nil {
		detail(t, "Cipher", word(k.Cipher.Name))
		if name := word(k.KDF.Name); name != "" {
			detail(t, "KDF", name+", N "+strconv.FormatUint(uint64(k.KDF.Params.N), 10))
		}
	}
	protected(in, t, "")
}
