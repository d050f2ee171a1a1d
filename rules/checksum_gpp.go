package rules

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"math/rand"
	"strings"
	"unicode/utf16"
)

// Group Policy Preferences encrypt passwords with AES-256 in CBC mode, without an
// initialisation vector and with a key that Microsoft publishes ([MS-GPPREF],
// section 2.2.1.1.4), and write them in base64 without padding. The password is
// UTF-16.
var (
	_ = registerChecksum("gpp", validGPP)
	_ = registerTemplate("gpp", func(r *rand.Rand, _ string) string {
		var clear []byte
		for _, c := range utf16.Encode([]rune(draw(r, base62Digits, 12))) {
			clear = append(clear, byte(c), byte(c>>8))
		}
		pad := aes.BlockSize - len(clear)%aes.BlockSize
		clear = append(clear, strings.Repeat(string(rune(pad)), pad)...)
		cipher.NewCBCEncrypter(gppCipher(), make([]byte, aes.BlockSize)).CryptBlocks(clear, clear)
		return base64.RawStdEncoding.EncodeToString(clear)
	})
)

func gppCipher() cipher.Block {
	return knownAES("4e9906e8fcb66cc9faf49310620ffee8" + "f496e806cc057990209b09a433b66c1b")
}

// validGPP reports whether a password comes out.
func validGPP(secret string) bool {
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(secret, "="))
	if err != nil || len(b) == 0 || len(b)%aes.BlockSize != 0 {
		return false
	}
	cipher.NewCBCDecrypter(gppCipher(), make([]byte, aes.BlockSize)).CryptBlocks(b, b)
	pad := int(b[len(b)-1])
	return pad >= 1 && pad <= aes.BlockSize && pad%2 == 0 && strings.HasSuffix(string(b), strings.Repeat(string(rune(pad)), pad))
}
