package rules

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"
)

var _ = registerChecksum("basic-auth", isBasicAuth)

// isBasicAuth reports whether s is base64 of a user and a password, in text
// (RFC 7617). A word of prose may be base64 of such a text too, but hardly with
// padding or of ASCII alone.
func isBasicAuth(s string) bool {
	clear, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(s, "="))
	if err != nil || !utf8.Valid(clear) {
		return false
	}
	ascii := strings.IndexFunc(string(clear), func(r rune) bool { return r > unicode.MaxASCII }) < 0
	if len(s)%4 != 0 && !ascii {
		return false
	}
	_, password, ok := strings.Cut(string(clear), ":")
	printable := strings.IndexFunc(string(clear), func(r rune) bool { return !unicode.IsPrint(r) }) < 0
	return ok && printable && password != ""
}
