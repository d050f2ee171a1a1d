package callback

import (
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// shortest is the length from which a line of a secret of several lines, a PEM block,
// is looked for by itself.
const shortest = 8

// Mask replaces secrets in a text by their masks: as they are, line by line, and as a
// program or server that repeats what it was given would write them.
func Mask(text string, secrets ...leak.Secret) string {
	for _, s := range secrets {
		clear := s.Reveal()
		if clear == "" {
			continue
		}
		forms := []string{clear}
		if lines := strings.FieldsFunc(clear, func(r rune) bool { return r == '\n' || r == '\r' }); len(lines) > 1 {
			for _, l := range lines {
				if len(l) >= shortest {
					forms = append(forms, l)
				}
			}
		}
		for _, form := range forms {
			for _, f := range written(form) {
				text = strings.ReplaceAll(text, f, s.String())
			}
		}
	}
	return text
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
