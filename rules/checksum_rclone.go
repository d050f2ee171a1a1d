package rules

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"math/rand"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rclone writes passwords "obscured": AES-256 in counter mode with a key that stands
// in its source (fs/config/obscure), after a random first block, in base64url.
var (
	_ = registerChecksum("rclone", validRclone)
	_ = registerTemplate("rclone", func(r *rand.Rand, _ string) string {
		b := []byte(draw(r, base62Digits, aes.BlockSize+14))
		rcloneStream(b[:aes.BlockSize]).XORKeyStream(b[aes.BlockSize:], b[aes.BlockSize:])
		return base64.RawURLEncoding.EncodeToString(b)
	})
)

func rcloneStream(iv []byte) cipher.Stream {
	return cipher.NewCTR(knownAES("9c935b48730a554d6bfd7c63c886a92b"+"d390198eb8128afbf4de162b8b95f638"), iv)
}

// validRclone reports whether a text comes out.
func validRclone(secret string) bool {
	b, err := base64.RawURLEncoding.DecodeString(secret)
	if err != nil || len(b) <= aes.BlockSize {
		return false
	}
	text := b[aes.BlockSize:]
	rcloneStream(b[:aes.BlockSize]).XORKeyStream(text, text)
	return utf8.Valid(text) && !strings.ContainsFunc(string(text), func(r rune) bool { return !unicode.IsPrint(r) })
}
