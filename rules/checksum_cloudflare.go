package rules

import (
	"fmt"
	"hash/crc32"
	"math/rand"
	"strconv"
	"strings"
)

// Cloudflare's keys and tokens are a prefix ("cfk_", "cfut_", "cfat_"), 40
// characters and a checksum
// (developers.cloudflare.com/fundamentals/api/get-started/token-formats). The page
// does not say which: it is the CRC-32 of the 40 characters, in hexadecimal.
var (
	_ = registerChecksum("cloudflare", func(secret string) bool {
		body := secret[strings.IndexByte(secret, '_')+1:]
		n := len(body) - 8
		return n > 0 && cloudflareSum(body[:n]) == body[n:]
	})
	// The argument is a prefix and, when it is not 40, the number of characters.
	_ = registerTemplate("cloudflare", func(r *rand.Rand, argument string) string {
		prefix, number, _ := strings.Cut(argument, " ")
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 {
			n = 40
		}
		body := draw(r, base62Digits, n)
		return prefix + body + cloudflareSum(body)
	})
)

func cloudflareSum(body string) string {
	return fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(body)))
}
