package rules

import (
	"encoding/base64"
	"math/rand"
	"strings"
)

// A JSON Web Key (RFC 7517, RFC 7518 section 6, RFC 8037) is private when it has
// the member "d", or is symmetric and has "k". Public ones are everywhere.
var (
	_ = registerChecksum("jwk", privateJWK)
	_ = registerTemplate("jwk-bytes", func(r *rand.Rand, n string) string {
		b := make([]byte, jwkCurves[n])
		for i := range b {
			b[i] = byte(r.Intn(256))
		}
		return base64.RawURLEncoding.EncodeToString(b)
	})
)

// jwkCurves holds the bytes that a private key on a curve has.
var jwkCurves = map[string]int{
	"P-256": 32, "P-384": 48, "P-521": 66, "secp256k1": 32,
	"Ed25519": 32, "X25519": 32, "Ed448": 57, "X448": 56,
}

// minRSAPrivate is what the private exponent of the shortest RSA key has in bytes,
// and minOct what a key of a symmetric algorithm does.
const (
	minRSAPrivate = 60
	minOct        = 16
)

// jwkMember matches a member of an object in JSON, in a string of JSON or in code.
var jwkMember = &Pattern{expr: `\b(kty|crv|d|k)\\?["']?\s{0,8}:\s{0,8}\\?["']([^"'\\]*)`}

func privateJWK(secret string) bool {
	members := map[string]string{}
	for _, m := range jwkMember.Regexp().FindAllStringSubmatch(secret, -1) {
		members[m[1]] = m[2]
	}
	size := func(name string) int {
		b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(members[name], "="))
		if err != nil || Entropy(members[name]) < 2 {
			return 0
		}
		return len(b)
	}
	switch members["kty"] {
	case "RSA":
		return size("d") >= minRSAPrivate
	case "EC", "OKP":
		want := jwkCurves[members["crv"]]
		return want > 0 && size("d") == want
	case "oct":
		return size("k") >= minOct
	}
	return false
}
