package rules

import (
	"math/rand"
	"strings"
)

// Bech32 (BIP-173): a word that says what it is, "1", data in base 32 and six
// characters of check. Keys of Nostr (NIP-19), Cardano (CIP-5), Sui (SIP-15) and Zcash
// (ZIP-32) are written in it.
var (
	_ = registerChecksum("bech32", validBech32)
	_ = registerTemplate("bech32of", func(r *rand.Rand, argument string) string { return drawBech32(r, argument) })
	_ = registerTemplate("bech32of-bad", func(r *rand.Rand, argument string) string { return spoilIn(drawBech32(r, argument), bech32Digits) })
)

const bech32Digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

func validBech32(s string) bool {
	lower := strings.ToLower(s)
	i := strings.LastIndexByte(s, '1')
	if i < 1 || len(s)-i <= 6 || (s != lower && s != strings.ToUpper(s)) {
		return false
	}
	data := make([]byte, 0, len(s)-i)
	for _, c := range []byte(lower[i+1:]) {
		d := strings.IndexByte(bech32Digits, c)
		if d < 0 {
			return false
		}
		data = append(data, byte(d))
	}
	return bech32Polymod(lower[:i], data) == 1
}

// bech32Polymod is the check of BIP-173 over a word and data of five bits each.
func bech32Polymod(word string, data []byte) uint32 {
	check := uint32(1)
	step := func(v byte) {
		top := check >> 25
		check = check&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [...]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				check ^= g
			}
		}
	}
	for i := range len(word) {
		step(word[i] >> 5)
	}
	step(0)
	for i := range len(word) {
		step(word[i] & 31)
	}
	for _, d := range data {
		step(d)
	}
	return check
}

// drawBech32 draws bytes as drawBytes does behind a word: "nsec/r32".
func drawBech32(r *rand.Rand, argument string) string {
	word, parts, _ := strings.Cut(argument, "/")
	data := fiveBits(drawBytes(r, parts))
	check := bech32Polymod(word, append(append([]byte{}, data...), make([]byte, 6)...)) ^ 1
	for i := range 6 {
		data = append(data, byte(check>>(5*(5-i)))&31)
	}
	for i, d := range data {
		data[i] = bech32Digits[d]
	}
	return word + "1" + string(data)
}

// fiveBits cuts bytes into groups of five bits, the last filled up with zeros.
func fiveBits(b []byte) (out []byte) {
	acc, bits := 0, 0
	for _, c := range b {
		acc, bits = acc<<8|int(c), bits+8
		for ; bits >= 5; bits -= 5 {
			out = append(out, byte(acc>>(bits-5))&31)
		}
		acc &= 31
	}
	if bits > 0 {
		out = append(out, byte(acc<<(5-bits))&31)
	}
	return out
}
