package rules

import (
	"encoding/hex"
	"fmt"
	"math/rand"
	"strconv"
	"strings"
)

// Cisco's type 7 is no encryption: two digits say where in a published text the key
// begins, with which the password is XORed; the rest is that in hexadecimal
// (cisco.com/c/en/us/support/docs/security-vpn/remote-authentication-dial-user-service-radius/107614-64.html).
var (
	_ = registerChecksum("cisco-7", func(secret string) bool { return cisco7(secret) != "" })
	_ = registerTemplate("cisco-7", func(r *rand.Rand, n string) string {
		length, _ := strconv.Atoi(n)
		start := r.Intn(16)
		return fmt.Sprintf("%02d%s", start, strings.ToUpper(hex.EncodeToString(ciscoXOR([]byte(draw(r, base62Digits, length)), start))))
	})
)

const ciscoText = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"

// cisco7 returns the password in clear text, or "" when it cannot be one.
func cisco7(secret string) string {
	if len(secret) < 6 {
		return ""
	}
	start, err := strconv.Atoi(secret[:2])
	if err != nil || start >= len(ciscoText) {
		return ""
	}
	b, err := hex.DecodeString(secret[2:])
	if err != nil {
		return ""
	}
	clear := ciscoXOR(b, start)
	for _, c := range clear {
		if c < ' ' || c > '~' {
			return ""
		}
	}
	return string(clear)
}

func ciscoXOR(b []byte, start int) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = b[i] ^ ciscoText[(start+i)%len(ciscoText)]
	}
	return out
}
