package rules

import (
	"math/rand"
	"strconv"
	"strings"
)

// age's identities are Bech32 in upper case (age-encryption.org/v1; BIP 173,
// without its limit of length): a readable part, "1", data, and six characters
// that make the whole a code word.
var (
	_ = registerChecksum("bech32", validBech32)
	_ = registerTemplate("age", sampleBech32)
	_ = registerTemplate("age-bad", func(r *rand.Rand, argument string) string {
		token := sampleBech32(r, argument)
		last := strings.IndexByte(bech32Digits, token[len(token)-1])
		return token[:len(token)-1] + string(bech32Digits[(last+1)%len(bech32Digits)])
	})
)

const bech32Digits = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"

func validBech32(secret string) bool {
	s := strings.ToUpper(secret)
	one := strings.LastIndexByte(s, '1')
	if one < 1 || len(s)-one-1 < 6 {
		return false
	}
	values := bech32Head(s[:one])
	for i := one + 1; i < len(s); i++ {
		v := strings.IndexByte(bech32Digits, s[i])
		if v < 0 {
			return false
		}
		values = append(values, v)
	}
	return bech32Polymod(values) == 1
}

// bech32Head expands the readable part, which counts in lower case.
func bech32Head(head string) (values []int) {
	head = strings.ToLower(head)
	for i := range len(head) {
		values = append(values, int(head[i]>>5))
	}
	values = append(values, 0)
	for i := range len(head) {
		values = append(values, int(head[i]&31))
	}
	return values
}

func bech32Polymod(values []int) int {
	sum := 1
	for _, v := range values {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ v
		for i, g := range []int{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}

// sampleBech32 draws data after a readable part: "HEAD" or "HEAD LENGTH".
func sampleBech32(r *rand.Rand, argument string) string {
	head, length, _ := strings.Cut(argument, " ")
	n, err := strconv.Atoi(length)
	if err != nil {
		n = 52
	}
	data := draw(r, bech32Digits, n)
	values := bech32Head(head)
	for i := range len(data) {
		values = append(values, strings.IndexByte(bech32Digits, data[i]))
	}
	sum := bech32Polymod(append(values, 0, 0, 0, 0, 0, 0)) ^ 1
	for i := range 6 {
		data += string(bech32Digits[sum>>(5*(5-i))&31])
	}
	return head + "1" + data
}
