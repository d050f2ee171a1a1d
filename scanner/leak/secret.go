package leak

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Secret holds a token in such a way that it cannot be printed by accident:
// every formatting verb, JSON, text marshalling, slog and error wrapping show
// the mask. The clear value leaves only through Reveal; printers that read
// fields by reflection get it sealed (seal.go).
//
// Secrets of equal value are equal, with == and with reflect.DeepEqual, within
// one process.
//
// A Secret read back from a report that was written masked has no clear value;
// Known tells the two apart. The zero value is an empty, unknown secret.
type Secret struct {
	sealed string
	mask   string
}

// maskTail stands for the hidden rest of every secret; its length says nothing
// about the length of the secret.
const maskTail = "********"

// A mask shows the first maskShown characters of a value that has at least
// maskShort, and nothing of a shorter one.
const (
	maskShown = 4
	maskShort = 20
)

// NewSecret wraps a clear value. The mask keeps the first four characters of a
// value of 20 characters or more (an issuer's prefix such as "ghp_", which
// tells the owner which token it is) and none of a shorter one, nor of one that
// begins with anything that does not print.
func NewSecret(clear string) Secret {
	return Secret{sealed: seal(clear), mask: maskOf(clear)}
}

// MaskedSecret makes a Secret of which only the mask is known, as when a saved
// report is read. Text that is no mask, as in a report that was written in
// clear, is masked.
func MaskedSecret(text string) Secret {
	if !IsMask(text) {
		text = maskOf(text)
	}
	return Secret{mask: text}
}

// Reveal returns the clear value, or the empty string when it is not known.
// Callers: fingerprints, attribution, decisions, the masker, cleanup, which looks for
// it everywhere, and a reporter that was asked for --show-secrets.
func (s Secret) Reveal() string { return unseal(s.sealed) }

// Known reports whether the clear value is held.
func (s Secret) Known() bool { return s.sealed != "" }

// Size is the memory that the value takes, in bytes.
func (s Secret) Size() int { return len(s.sealed) + len(s.mask) }

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

// ErrClear says that a report has a secret in clear where a mask should be.
var ErrClear = errors.New("the secret is in clear; a run that was saved with --show-secrets makes no other report")

// UnmarshalText takes a mask alone: reading a report never makes a secret known,
// and one in clear, whose secrets may stand in its messages, paths and lines too,
// is ErrClear.
func (s *Secret) UnmarshalText(b []byte) error {
	if text := string(b); text != "" && !IsMask(text) {
		return ErrClear
	}
	*s = MaskedSecret(string(b))
	return nil
}

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.mask) }

func maskOf(clear string) string {
	if clear == "" {
		return ""
	}
	if utf8.RuneCountInString(clear) < maskShort {
		return maskTail
	}
	shown := 0
	for i, r := range clear {
		if shown == maskShown {
			return clear[:i] + maskTail
		}
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			break
		}
		shown++
	}
	return maskTail
}

// IsMask reports whether text has the form of a mask.
func IsMask(text string) bool {
	shown, ok := strings.CutSuffix(text, maskTail)
	return text == "" || ok && utf8.RuneCountInString(shown) <= maskShown
}
