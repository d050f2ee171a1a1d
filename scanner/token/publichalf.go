package token

import (
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/big"
	"strconv"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// publicHalf is what of a key pair may be told.
type publicHalf struct {
	algorithm string // "RSA", "ECDSA"
	curve     string // "P-256"
	bits      int
	spki      []byte // SubjectPublicKeyInfo (RFC 5280) in DER; nil if it is not known
	ssh       []byte // the same as OpenSSH writes it (RFC 4253, section 6.6); nil if it has no such form
}

// maxKeyBits bounds the numbers of a key: OpenSSL and OpenSSH use no larger RSA key.
const maxKeyBits = 16384

// tell adds what is known of a public half: size, and the fingerprints by which it is
// found in access logs, authorized_keys and certificates.
func (p *publicHalf) tell(t *leak.Token) {
	size := ""
	if p.bits > 0 {
		size = strconv.Itoa(p.bits) + " bits"
	}
	detail(t, "Algorithm", p.algorithm)
	detail(t, "Curve", p.curve)
	detail(t, "Size", size)
	if p.spki != nil {
		sum := sha256.Sum256(p.spki)
		detail(t, "Public key SHA-256 (SPKI)", fmt.Sprintf("%x", sum[:]))
	}
	if p.ssh != nil {
		detail(t, "SSH fingerprint", sshFingerprint(p.ssh))
	}
	switch {
	case (p.algorithm == "RSA" || p.algorithm == "DSA") && p.bits > 0 && p.bits < 1024:
		risk(t, 1, strconv.Itoa(p.bits)+" bits are broken: whoever has the public key can compute this one")
	case (p.algorithm == "RSA" || p.algorithm == "DSA") && p.bits > 0 && p.bits < 2048:
		risk(t, 0, strconv.Itoa(p.bits)+" bits are too few (NIST SP 800-131A: 2048)")
	}
	if note := publishedKeys[p.id()]; note != "" {
		risk(t, -2, "a published test key that everybody has: "+note)
	}
}

// id is the fingerprint of the public half, "" if it is not known.
func (p *publicHalf) id() string {
	if p.spki == nil {
		return ""
	}
	sum := sha256.Sum256(p.spki)
	return fmt.Sprintf("%x", sum[:8])
}

// sshFingerprint is that of ssh-keygen -l: SHA-256 in base64 without padding.
func sshFingerprint(blob []byte) string {
	sum := sha256.Sum256(blob)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

// Object identifiers of public keys: RFC 3279, RFC 5480, RFC 8410, RFC 5639.
var (
	oidRSA     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidDSA     = asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1}
	oidEC      = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidX25519  = asn1.ObjectIdentifier{1, 3, 101, 110}
	oidEd25519 = asn1.ObjectIdentifier{1, 3, 101, 112}
)

// keyAlgorithms names algorithms of private keys whose numbers are not looked into.
var keyAlgorithms = map[string]string{
	"1.2.840.113549.1.1.10":   "RSA-PSS",
	"1.2.840.113549.1.3.1":    "Diffie-Hellman",
	"1.2.840.10046.2.1":       "Diffie-Hellman",
	"1.3.101.111":             "X448",
	"1.3.101.113":             "Ed448",
	"2.16.840.1.101.3.4.3.17": "ML-DSA-44",
	"2.16.840.1.101.3.4.3.18": "ML-DSA-65",
	"2.16.840.1.101.3.4.3.19": "ML-DSA-87",
	"2.16.840.1.101.3.4.4.1":  "ML-KEM-512",
	"2.16.840.1.101.3.4.4.2":  "ML-KEM-768",
	"2.16.840.1.101.3.4.4.3":  "ML-KEM-1024",
	"1.2.643.7.1.1.1.1":       "GOST R 34.10-2012",
	"1.2.643.7.1.1.1.2":       "GOST R 34.10-2012",
}

// ellipticCurve is a curve of ECDSA and ECDH by its names.
type ellipticCurve struct {
	oid  asn1.ObjectIdentifier
	name string // of FIPS 186-5, SEC 2 or RFC 5639; also that of JWK (RFC 7518)
	ssh  string // of RFC 5656; "" if OpenSSH has none
	bits int
	ecdh func() ecdh.Curve // nil if Go has it not
}

var ellipticCurves = []ellipticCurve{
	{oid: asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 7}, name: "P-256", ssh: "nistp256", bits: 256, ecdh: ecdh.P256},
	{oid: asn1.ObjectIdentifier{1, 3, 132, 0, 34}, name: "P-384", ssh: "nistp384", bits: 384, ecdh: ecdh.P384},
	{oid: asn1.ObjectIdentifier{1, 3, 132, 0, 35}, name: "P-521", ssh: "nistp521", bits: 521, ecdh: ecdh.P521},
	{oid: asn1.ObjectIdentifier{1, 3, 132, 0, 33}, name: "P-224", bits: 224},
	{oid: asn1.ObjectIdentifier{1, 2, 840, 10045, 3, 1, 1}, name: "P-192", bits: 192},
	{oid: asn1.ObjectIdentifier{1, 3, 132, 0, 10}, name: "secp256k1", bits: 256},
	{oid: asn1.ObjectIdentifier{1, 3, 36, 3, 3, 2, 8, 1, 1, 7}, name: "brainpoolP256r1", bits: 256},
	{oid: asn1.ObjectIdentifier{1, 3, 36, 3, 3, 2, 8, 1, 1, 11}, name: "brainpoolP384r1", bits: 384},
	{oid: asn1.ObjectIdentifier{1, 3, 36, 3, 3, 2, 8, 1, 1, 13}, name: "brainpoolP512r1", bits: 512},
	{oid: asn1.ObjectIdentifier{1, 2, 156, 10197, 1, 301}, name: "SM2", bits: 256},
}

// curveNamed returns the curve of a name, of any kind; nil if there is none.
func curveNamed(name string) *ellipticCurve {
	for i, c := range ellipticCurves {
		if name != "" && (c.name == name || c.ssh == name) {
			return &ellipticCurves[i]
		}
	}
	return nil
}

func curveOf(oid asn1.ObjectIdentifier) *ellipticCurve {
	for i, c := range ellipticCurves {
		if c.oid.Equal(oid) {
			return &ellipticCurves[i]
		}
	}
	return nil
}

type algorithmID struct {
	Algorithm  asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

// publicRSA returns the public half of modulus and exponent, false if they are none
// of a key or too large to be looked at.
func publicRSA(n, e *big.Int) (*publicHalf, bool) {
	if n == nil || e == nil || n.Sign() <= 0 || e.Sign() <= 0 || n.BitLen() < 256 || n.BitLen() > maxKeyBits || e.BitLen() > n.BitLen() {
		return nil, false
	}
	key, err := asn1.Marshal(struct{ N, E *big.Int }{n, e})
	if err != nil {
		return nil, false
	}
	p := &publicHalf{algorithm: "RSA", bits: n.BitLen(), spki: spki(algorithmID{oidRSA, asn1.NullRawValue}, key)}
	p.ssh = sshBlob([]byte("ssh-rsa"), mpint(e), mpint(n))
	return p, true
}

// publicDSA returns the public half of the numbers of DSA.
func publicDSA(p, q, g, y *big.Int) (*publicHalf, bool) {
	for _, n := range []*big.Int{p, q, g, y} {
		if n == nil || n.Sign() <= 0 || n.BitLen() > maxKeyBits {
			return nil, false
		}
	}
	parameters, err := asn1.Marshal(struct{ P, Q, G *big.Int }{p, q, g})
	if err != nil {
		return nil, false
	}
	key, err := asn1.Marshal(y)
	if err != nil {
		return nil, false
	}
	return &publicHalf{
		algorithm: "DSA", bits: p.BitLen(),
		spki: spki(algorithmID{oidDSA, asn1.RawValue{FullBytes: parameters}}, key),
		ssh:  sshBlob([]byte("ssh-dss"), mpint(p), mpint(q), mpint(g), mpint(y)),
	}, true
}

// publicEC returns the public half of a key on a curve; point is empty where the key
// does not say it, and private then gives it on the curves that Go has.
func publicEC(c *ellipticCurve, point, private []byte) *publicHalf {
	if c == nil {
		return &publicHalf{algorithm: "ECDSA"}
	}
	p := &publicHalf{algorithm: "ECDSA", curve: c.name, bits: c.bits}
	if c.ecdh != nil {
		if key, err := c.ecdh().NewPrivateKey(leftPadded(private, (c.bits+7)/8)); err == nil {
			point = key.PublicKey().Bytes()
		}
	}
	if len(point) == 0 || len(point) > 256 {
		return p
	}
	parameters, err := asn1.Marshal(c.oid)
	if err != nil {
		return p
	}
	p.spki = spki(algorithmID{oidEC, asn1.RawValue{FullBytes: parameters}}, point)
	if c.ssh != "" {
		p.ssh = sshBlob([]byte("ecdsa-sha2-"+c.ssh), []byte(c.ssh), point)
	}
	return p
}

// publicEd25519 returns the public half with these 32 bytes.
func publicEd25519(public []byte) *publicHalf {
	return &publicHalf{
		algorithm: "Ed25519", bits: 256,
		spki: spki(algorithmID{Algorithm: oidEd25519}, public),
		ssh:  sshBlob([]byte("ssh-ed25519"), public),
	}
}

// publicX25519 returns the public half of a private key of X25519, nil if it is none.
func publicX25519(private []byte) *publicHalf {
	key, err := ecdh.X25519().NewPrivateKey(private)
	if err != nil {
		return nil
	}
	return &publicHalf{algorithm: "X25519", bits: 256, spki: spki(algorithmID{Algorithm: oidX25519}, key.PublicKey().Bytes())}
}

// spki encodes a SubjectPublicKeyInfo, nil if that fails.
func spki(algorithm algorithmID, key []byte) []byte {
	der, err := asn1.Marshal(struct {
		Algorithm algorithmID
		Key       asn1.BitString
	}{algorithm, asn1.BitString{Bytes: key, BitLength: 8 * len(key)}})
	if err != nil {
		return nil
	}
	return der
}

// sshBlob writes strings of RFC 4251, section 5, one after the other.
func sshBlob(parts ...[]byte) (blob []byte) {
	for _, p := range parts {
		blob = append(binary.BigEndian.AppendUint32(blob, uint32(len(p))), p...)
	}
	return blob
}

// mpint is a positive number as RFC 4251 writes it: with a zero before a high bit.
func mpint(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) > 0 && b[0] >= 0x80 {
		b = append([]byte{0}, b...)
	}
	return b
}

func leftPadded(b []byte, size int) []byte {
	if len(b) >= size {
		return b
	}
	return append(make([]byte, size-len(b)), b...)
}
