package rules

import (
	"hash/crc32"
	"math/rand"
	"strconv"
	"strings"
)

// The last six characters of GitHub's tokens ("ghp_" and its like) are the
// CRC-32 of the 30 random characters before them in base 62, padded with zeros:
// github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats.
// npm's tokens are made in the same way:
// github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format. So are
// NetBird's: management/server/types/personal_access_token.go of NetBird.
var (
	_ = registerChecksum("github", base62CRC)
	_ = registerChecksum("netbird", base62CRC)
	_ = registerChecksum("npm", base62CRC)

	_ = registerTemplate("github", func(r *rand.Rand, prefix string) string { return base62Token(r, prefix, 30) })
	_ = registerTemplate("github-bad", func(r *rand.Rand, prefix string) string { return spoil(base62Token(r, prefix, 30)) })
	// The argument is a prefix and the number of random characters: "nbp_ 29".
	_ = registerTemplate("base62-crc", func(r *rand.Rand, argument string) string {
		prefix, n, _ := strings.Cut(argument, " ")
		length, _ := strconv.Atoi(n)
		return base62Token(r, prefix, max(1, length))
	})
	_ = registerTemplate("npm", func(r *rand.Rand, _ string) string { return base62Token(r, "npm"+"_", 30) })
	_ = registerTemplate("npm-bad", func(r *rand.Rand, _ string) string { return spoil(base62Token(r, "npm"+"_", 30)) })
)

const base62Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// base62CRC checks a token of the form prefix "_" body checksum.
func base62CRC(secret string) bool {
	i := strings.LastIndexByte(secret, '_')
	if body := secret[i+1:]; len(body) > 6 {
		n := len(body) - 6
		return encodeBase62(crc32.ChecksumIEEE([]byte(body[:n]))) == body[n:]
	}
	return false
}

func encodeBase62(v uint32) string {
	var b [6]byte
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = base62Digits[v%62]
		v /= 62
	}
	return string(b[:])
}

func base62Token(r *rand.Rand, prefix string, n int) string {
	body := draw(r, base62Digits, n)
	return prefix + body + encodeBase62(crc32.ChecksumIEEE([]byte(body)))
}

// spoil changes the last character to its neighbour, which breaks any checksum.
func spoil(token string) string {
	last := token[len(token)-1]
	next := base62Digits[(strings.IndexByte(base62Digits, last)+1)%62]
	return token[:len(token)-1] + string(next)
}
