package rules

import (
	"hash/crc32"
	"math/rand"
	"strings"
)

// Tokens of Matrix homeservers end in the CRC-32, in base 62, of all before the last
// underscore. Synapse writes the highest digit first (generate_access_token in
// synapse/handlers/auth.py), the Matrix Authentication Service the lowest
// (crates/data-model/src/tokens.rs).
var (
	_ = registerChecksum("matrix-synapse", matrixCheck(encodeBase62))
	_ = registerChecksum("matrix-mas", matrixCheck(encodeBase62Reversed))

	_ = registerTemplate("matrix-synapse", func(_ *rand.Rand, text string) string { return matrixToken(text, encodeBase62) })
	_ = registerTemplate("matrix-synapse-bad", func(_ *rand.Rand, text string) string { return spoil(matrixToken(text, encodeBase62)) })
	_ = registerTemplate("matrix-mas", func(_ *rand.Rand, text string) string { return matrixToken(text, encodeBase62Reversed) })
	_ = registerTemplate("matrix-mas-bad", func(_ *rand.Rand, text string) string { return spoil(matrixToken(text, encodeBase62Reversed)) })
)

func matrixCheck(encode func(uint32) string) func(string) bool {
	return func(secret string) bool {
		i := strings.LastIndexByte(secret, '_')
		return i > 0 && matrixToken(secret[:i], encode) == secret
	}
}

func matrixToken(text string, encode func(uint32) string) string {
	return text + "_" + encode(crc32.ChecksumIEEE([]byte(text)))
}

// encodeBase62Reversed pads as the service does: zeros stand before the digits.
func encodeBase62Reversed(v uint32) string {
	var digits []byte
	for ; v > 0; v /= 62 {
		digits = append(digits, base62Digits[v%62])
	}
	return strings.Repeat("0", 6-len(digits)) + string(digits)
}
