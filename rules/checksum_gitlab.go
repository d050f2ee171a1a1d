package rules

import (
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"math/rand"
	"strconv"
	"strings"
)

// GitLab's routable tokens are prefix, payload in base64url, ".", version and the
// payload's length in two digits of base 36 each… and at the end seven digits of
// base 36 of the CRC-32 of all before:
// handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens.
// Older tokens have 20 characters and no checksum.
var (
	_ = registerChecksum("gitlab", func(secret string) bool { return !strings.Contains(secret, ".") || routable(secret) })
	_ = registerTemplate("gitlab-routable", sampleRoutable)
	_ = registerTemplate("gitlab-routable-short", func(r *rand.Rand, prefix string) string { return closeRoutable(prefix + draw(r, base62Digits, 26)) })
	_ = registerTemplate("gitlab-routable-bad", func(r *rand.Rand, prefix string) string {
		token := sampleRoutable(r, prefix)
		digit, _ := strconv.ParseInt(token[len(token)-1:], 36, 8)
		return token[:len(token)-1] + strconv.FormatInt((digit+1)%36, 36)
	})
)

// routable reports whether the CRC-32 of a token with dots is right.
func routable(token string) bool {
	const crcLen = 7
	if len(token) <= crcLen {
		return false
	}
	body := token[:len(token)-crcLen]
	return base36(crc32.ChecksumIEEE([]byte(body)), crcLen) == token[len(body):]
}

// base36 returns v in n digits at least.
func base36(v uint32, n int) string {
	return fmt.Sprintf("%0*s", n, strconv.FormatUint(uint64(v), 36))
}

func sampleRoutable(r *rand.Rand, prefix string) string {
	payload := "o:1\nu:" + draw(r, digits, 2)
	random := make([]byte, 16)
	for i := range random {
		random[i] = byte(r.Intn(256))
	}
	text := base64.RawURLEncoding.EncodeToString([]byte(string(random) + payload + string(rune(len(payload)))))
	return closeRoutable(prefix + text)
}

// closeRoutable adds what comes after a payload; the length is that of a token that has one.
func closeRoutable(body string) string {
	body += ".01." + base36(27, 2)
	return body + base36(crc32.ChecksumIEEE([]byte(body)), 7)
}
