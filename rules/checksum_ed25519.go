package rules

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"math/rand"
	"strconv"
	"strings"
)

// A private key of Ed25519 is often stored as 64 bytes, a seed and the public key
// that follows from it (RFC 8032, section 5.1.5): by Solana in base 58 and as a JSON
// array of numbers (solana.com/docs/intro/installation), by NEAR in base 58 behind
// "ed25519:" (docs.near.org/protocol/access-keys), by Coinbase in base 64
// (docs.cdp.coinbase.com/get-started/authentication/cdp-api-keys).
var (
	_ = registerChecksum("ed25519-keypair", func(secret string) bool { return isKeyPair(keyPairBytes(secret)) })

	_ = registerTemplate("ed25519-base58", func(r *rand.Rand, _ string) string {
		return encodeBase58(drawKeyPair(r), base58Digits)
	})
	_ = registerTemplate("ed25519-base58-bad", func(r *rand.Rand, _ string) string {
		return spoilIn(encodeBase58(drawKeyPair(r), base58Digits), base58Digits)
	})
	_ = registerTemplate("ed25519-base64", func(r *rand.Rand, _ string) string {
		return base64.StdEncoding.EncodeToString(drawKeyPair(r))
	})
	_ = registerTemplate("ed25519-array", func(r *rand.Rand, separator string) string {
		numbers := make([]string, 0, ed25519.PrivateKeySize)
		for _, b := range drawKeyPair(r) {
			numbers = append(numbers, fmt.Sprint(b))
		}
		return strings.Join(numbers, ","+separator)
	})
)

func isKeyPair(b []byte) bool {
	return len(b) == ed25519.PrivateKeySize && bytes.Equal(ed25519.NewKeyFromSeed(b[:ed25519.SeedSize]), b)
}

// keyPairBytes reads a key in any of its notations.
func keyPairBytes(s string) []byte {
	if strings.Contains(s, ",") {
		return numberArray(s)
	}
	if b, err := base64.StdEncoding.DecodeString(s); err == nil && len(s) == 88 && strings.HasSuffix(s, "==") {
		return b
	}
	b, _ := decodeBase58(strings.TrimPrefix(s, "ed25519:"), base58Digits)
	return b
}

// numberArray reads the numbers between the brackets of an array.
func numberArray(s string) (out []byte) {
	for field := range strings.SplitSeq(s, ",") {
		n, err := strconv.ParseUint(strings.TrimSpace(field), 10, 8)
		if err != nil || len(out) == ed25519.PrivateKeySize {
			return nil
		}
		out = append(out, byte(n))
	}
	return out
}

func drawKeyPair(r *rand.Rand) []byte { return ed25519.NewKeyFromSeed(drawBytes(r, "r32")) }
