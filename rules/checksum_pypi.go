package rules

import (
	"bytes"
	"encoding/base64"
	"math/rand"
	"strconv"
	"strings"
)

// PyPI's API tokens are "pypi-" and a macaroon in base64url
// (pypi.org/help/#apitoken; libmacaroons binary format version 2: version,
// location, identifier, each with type and length). The location is pypi.org or
// test.pypi.org.
var (
	_ = registerChecksum("pypi", func(secret string) bool {
		b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.TrimPrefix(secret, "pypi-"), "="))
		if err != nil || len(b) < 4 || b[0] != 2 || b[1] != 1 || int(b[2]) > len(b)-3 {
			return false
		}
		location := b[3 : 3+int(b[2])]
		return bytes.Equal(location, []byte("pypi.org")) || bytes.Equal(location, []byte("test.pypi.org"))
	})
	_ = registerTemplate("pypi", func(r *rand.Rand, length string) string {
		b := append([]byte{2, 1, 8}, "pypi.org"...)
		b = append(b, 2, 36)
		b = append(b, draw(r, hexDigits, 36)...)
		b = append(b, 0, 0, 6, 32)
		b = append(b, draw(r, base62Digits, 32)...)
		b = append(b, draw(r, base62Digits, 40)...)
		text := base64.RawURLEncoding.EncodeToString(b)
		if n, err := strconv.Atoi(length); err == nil {
			text = text[:min(n, len(text))] // cut off
		}
		return "pypi" + "-" + text
	})
)
