package rules

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math/rand"
	"strconv"
	"strings"
)

// Base58Check: bytes and the first four of their double SHA-256, in base 58, a "1"
// for each zero byte at the front: en.bitcoin.it/wiki/Base58Check_encoding. Bitcoin's
// private keys (WIF) and extended keys (BIP-32) have it, and those of coins that came
// after; Ripple's seeds in an alphabet of their own: xrpl.org/docs/references/protocol/data-types/base58-encodings.
var (
	_ = registerChecksum("base58check", func(secret string) bool { return base58Checks(secret, base58Digits) })
	_ = registerChecksum("ripple-seed", func(secret string) bool { return base58Checks(secret, rippleDigits) })

	_ = registerTemplate("base58check", func(r *rand.Rand, parts string) string { return base58Check(drawBytes(r, parts), base58Digits) })
	_ = registerTemplate("base58check-bad", func(r *rand.Rand, parts string) string {
		return spoilIn(base58Check(drawBytes(r, parts), base58Digits), base58Digits)
	})
	_ = registerTemplate("ripple", func(r *rand.Rand, parts string) string { return base58Check(drawBytes(r, parts), rippleDigits) })
	_ = registerTemplate("ripple-bad", func(r *rand.Rand, parts string) string {
		return spoilIn(base58Check(drawBytes(r, parts), rippleDigits), rippleDigits)
	})
	_ = registerTemplate("base58sum", func(r *rand.Rand, argument string) string { return base58Sum(r, argument, base58Digits) })
	_ = registerTemplate("ripple-sum", func(r *rand.Rand, argument string) string { return base58Sum(r, argument, rippleDigits) })
)

const (
	base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	rippleDigits = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
)

func base58Checks(s, alphabet string) bool {
	b, ok := decodeBase58(s, alphabet)
	if !ok || len(b) < 5 {
		return false
	}
	body, sum := b[:len(b)-4], b[len(b)-4:]
	return bytes.Equal(doubleSHA256(body), sum)
}

func base58Check(body []byte, alphabet string) string {
	return encodeBase58(append(bytes.Clone(body), doubleSHA256(body)...), alphabet)
}

// base58Sum draws a text of a given beginning and so many characters after it, whose
// check is right: "xprv/107".
func base58Sum(r *rand.Rand, argument, alphabet string) string {
	begin, length, _ := strings.Cut(argument, "/")
	n, err := strconv.Atoi(length)
	if err != nil || n < 8 || n > maxBase58 {
		return begin
	}
	b, ok := decodeBase58(begin+draw(r, alphabet, n), alphabet)
	if !ok {
		return begin
	}
	return base58Check(b[:len(b)-4], alphabet)
}

// doubleSHA256 returns the four bytes that are the check.
func doubleSHA256(b []byte) []byte {
	first := sha256.Sum256(b)
	second := sha256.Sum256(first[:])
	return second[:4]
}

// maxBase58 bounds what is decoded, for the time of it grows with the square.
const maxBase58 = 256

func decodeBase58(s, alphabet string) ([]byte, bool) {
	if len(s) > maxBase58 {
		return nil, false
	}
	var number []byte // the least significant byte first
	for i := range len(s) {
		carry := strings.IndexByte(alphabet, s[i])
		if carry < 0 {
			return nil, false
		}
		for j := range number {
			carry += int(number[j]) * 58
			number[j], carry = byte(carry), carry>>8
		}
		if carry > 0 {
			number = append(number, byte(carry))
		}
	}
	for i := 0; i < len(s) && s[i] == alphabet[0]; i++ {
		number = append(number, 0)
	}
	return reversed(number), true
}

func encodeBase58(b []byte, alphabet string) string {
	var number []byte // of digits, the least significant first
	for _, c := range b {
		carry := int(c)
		for j := range number {
			carry += int(number[j]) << 8
			number[j], carry = byte(carry%58), carry/58
		}
		for ; carry > 0; carry /= 58 {
			number = append(number, byte(carry%58))
		}
	}
	for i := 0; i < len(b) && b[i] == 0; i++ {
		number = append(number, 0)
	}
	out := reversed(number)
	for i, d := range out {
		out[i] = alphabet[d]
	}
	return string(out)
}

func reversed(b []byte) []byte {
	out := make([]byte, len(b))
	for i, c := range b {
		out[len(b)-1-i] = c
	}
	return out
}

// drawBytes draws what parts describe, joined by dots: "r32" is 32 random bytes,
// anything else hexadecimal digits.
func drawBytes(r *rand.Rand, parts string) (out []byte) {
	for part := range strings.SplitSeq(parts, ".") {
		if n, err := strconv.Atoi(strings.TrimPrefix(part, "r")); err == nil && part[0] == 'r' && n > 0 && n <= maxBase58 {
			b := make([]byte, n)
			_, _ = r.Read(b) // never fails
			out = append(out, b...)
			continue
		}
		b, _ := hex.DecodeString(part) // a mistake in a sample makes a token that fails its check
		out = append(out, b...)
	}
	return out
}

// spoilIn changes the last character to its neighbour in an alphabet.
func spoilIn(token, alphabet string) string {
	last := strings.IndexByte(alphabet, token[len(token)-1])
	return token[:len(token)-1] + string(alphabet[(last+1)%len(alphabet)])
}
