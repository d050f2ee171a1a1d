package callback

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// shortest is the length from which a line of a secret of several lines, a PEM block,
// is looked for by itself.
const shortest = 8

// Mask replaces secrets in a text, see Masker.
func Mask(text string, secrets ...leak.Secret) string { return Masker(secrets...)(text) }

// Masker returns what replaces secrets in a text by their masks: as they are, line by
// line, and as a program or server that repeats what it was given would write them.
func Masker(secrets ...leak.Secret) func(text string) string {
	masks := map[string]string{}
	for _, s := range secrets {
		for _, form := range forms(s.Reveal()) {
			masks[form] = s.String()
		}
	}
	// A secret may be the beginning of another: the longer ones are looked for first.
	all := slices.SortedFunc(maps.Keys(masks), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	return func(text string) string {
		for _, form := range all {
			text = strings.ReplaceAll(text, form, masks[form])
		}
		return text
	}
}

// forms returns a secret, and its lines if it has several, in every way of writing it.
func forms(clear string) (all []string) {
	if clear == "" {
		return nil
	}
	all = written(clear)
	lines := strings.FieldsFunc(clear, func(r rune) bool { return r == '\n' || r == '\r' })
	for _, l := range lines {
		if len(l) >= shortest && len(lines) > 1 {
			all = append(all, written(l)...)
		}
	}
	return all
}

// written returns a secret in the forms in which it may stand in a text.
func written(s string) []string {
	if len(s) < shortest {
		return []string{s}
	}
	b := []byte(s)
	return []string{
		s, strings.Trim(jsonText(s), `"`), url.QueryEscape(s), url.PathEscape(s), hex.EncodeToString(b),
		base64.RawStdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b),
	}
}

// oneLine returns the beginning of the last line of a text that says something,
// without characters that do not print.
func oneLine(text string) string {
	last := ""
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			last = line
		}
	}
	last = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(last, "\uFFFD"))
	if r := []rune(last); len(r) > maxTold {
		return string(r[:maxTold]) + "…"
	}
	return last
}

// maxTold bounds what is repeated of an output, in characters.
const maxTold = 300
