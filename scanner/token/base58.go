package token

import (
	"bytes"
	"crypto/sha256"
	"strings"
)

// Base58 as Bitcoin writes it (en.bitcoin.it/wiki/Base58Check_encoding).
const base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// maxBase58 bounds what is decoded, for the time of it grows with the square.
const maxBase58 = 256

// fromBase58 returns bytes, nil for what is no base 58.
func fromBase58(s string) []byte {
	if len(s) > maxBase58 {
		return nil
	}
	var number []byte // the least significant byte first
	for i := range len(s) {
		carry := strings.IndexByte(base58Digits, s[i])
		if carry < 0 {
			return nil
		}
		for j := range number {
			carry += int(number[j]) * 58
			number[j], carry = byte(carry), carry>>8
		}
		if carry > 0 {
			number = append(number, byte(carry))
		}
	}
	for i := 0; i < len(s) && s[i] == base58Digits[0]; i++ {
		number = append(number, 0)
	}
	for i, j := 0, len(number)-1; i < j; i, j = i+1, j-1 {
		number[i], number[j] = number[j], number[i]
	}
	return number
}

// toBase58 is the inverse.
func toBase58(b []byte) string {
	var digits []byte
	for _, c := range b {
		carry := int(c)
		for j := range digits {
			carry += int(digits[j]) << 8
			digits[j], carry = byte(carry%58), carry/58
		}
		for ; carry > 0; carry /= 58 {
			digits = append(digits, byte(carry%58))
		}
	}
	for i := 0; i < len(b) && b[i] == 0; i++ {
		digits = append(digits, 0)
	}
	out := make([]byte, len(digits))
	for i, d := range digits {
		out[len(digits)-1-i] = base58Digits[d]
	}
	return string(out)
}

// fromBase58Check returns the bytes before the checksum, nil if that is wrong.
func fromBase58Check(s string) []byte {
	b := fromBase58(s)
	if len(b) < 5 {
		return nil
	}
	body, sum := b[:len(b)-4], b[len(b)-4:]
	first := sha256.Sum256(body)
	second := sha256.Sum256(first[:])
	if !bytes.Equal(second[:4], sum) {
		return nil
	}
	return body
}
