package leak

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode/utf8"
)

// Secret holds a token in such a way that it cannot be printed by accident:
// every formatting verb, JSON, text marshalling, slog and error wrapping show
// the mask. The clear value leaves only through Reveal.
//
// A Secret read back from a report that was written masked has no clear value;
// Known tells the two apart. The zero value is an empty, unknown secret.
type Secret struct {
	clear string
	mask  string
}

// maskTail stands for the hidden rest of every secret; its length says nothing
// about the length of the secret.
const maskTail = "********"

// NewSecret wraps a clear value. The mask keeps the first four characters of a
// value of 20 characters or more (an issuer's prefix such as "ghp_", which
// tells the owner which token it is) and none of a shorter one.
func NewSecret(clear string) Secret {
	return Secret{clear: clear, mask: maskOf(clear)}
}

// MaskedSecret makes a Secret of which only the mask is known, as when a saved
// report is read.
func MaskedSecret(mask string) Secret { return Secret{mask: mask} }

// Reveal returns the clear value, or the empty string when it is not known.
// Callers: fingerprints, the masker, token analysis, verify, revoke, and a
// reporter that was asked for --show-secrets.
func (s Secret) Reveal() string { return s.clear }

// Known reports whether the clear value is held.
func (s Secret) Known() bool { return s.clear != "" }

// String returns the mask.
func (s Secret) String() string { return s.mask }

// Format implements fmt.Formatter, so that %#v, %x and %q show the mask too.
func (s Secret) Format(f fmt.State, verb rune) {
	if verb == 'q' {
		fmt.Fprintf(f, "%q", s.mask)
		return
	}
	_, _ = io.WriteString(f, s.mask)
}

// MarshalText returns the mask.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.mask), nil }

// MarshalJSON returns the mask as a JSON string.
func (s Secret) MarshalJSON() ([]byte, error) { return json.Marshal(s.mask) }

// UnmarshalText takes the text for a mask: reading a report never makes a
// secret known.
func (s *Secret) UnmarshalText(b []byte) error { *s = MaskedSecret(string(b)); return nil }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.mask) }

func maskOf(clear string) string {
	if clear == "" {
		return ""
	}
	if utf8.RuneCountInString(clear) < 20 {
		return maskTail
	}
	n := 0
	for i, r := range clear {
		if n == 4 {
			return clear[:i] + maskTail
		}
		if r < 0x20 || r == utf8.RuneError || r == 0x7f {
			break
		}
		n++
	}
	return maskTail
}

// IsMask reports whether text has the form of a mask.
func IsMask(text string) bool { return text == "" || strings.HasSuffix(text, maskTail) }
