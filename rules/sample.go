package rules

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"
)

// Sample is content that a rule file is tested with.
type Sample struct {
	Want []string // ids of the rules that must find something, sorted; none: nothing may be found
	Path string   // name under which the content is scanned
	Data string
	Line int // of its header in the sample file, 1-based
}

// ParseSamples reads a txtar archive of samples and draws their contents with r.
// A file is named "want ID…" or "want none", and may add "path=NAME". Content is
// a template, so that no sample file holds anything that looks like a token:
//
//	{{class:n}} {{class:n-m}}  characters of a class: alnum lower upper alpha ALPHA
//	                           digit hex HEX base32 a32 bech32 base58 base64 base64url
//	{{uuid}}                   a random UUID
//	{{base64of:text}}          base64 of text, in which templates are drawn first
//	{{name:argument}}          what a checksum's file registers: github, jwt, pem, …
func ParseSamples(data []byte, r *rand.Rand) ([]Sample, error) {
	var out []Sample
	if n := emptyMarker(data); n > 0 {
		return nil, fmt.Errorf("line %d: a sample without a name", n)
	}
	archive := txtar.Parse(data)
	line := 1 + bytes.Count(archive.Comment, []byte("\n"))
	for _, f := range archive.Files {
		s, err := parseHeader(f.Name)
		if err == nil {
			s.Data, err = expand(string(f.Data), r)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		s.Line = line
		out = append(out, s)
		line += 1 + bytes.Count(f.Data, []byte("\n"))
	}
	return out, nil
}

// emptyMarker returns the line of a header that txtar cannot read, 0 for none.
func emptyMarker(data []byte) int {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if string(bytes.TrimRight(line, "\r\n")) == "-- --" {
			return n
		}
	}
	return 0
}

func parseHeader(name string) (s Sample, err error) {
	none := false
	words := strings.Fields(name)
	for _, w := range words[min(1, len(words)):] {
		if path, ok := strings.CutPrefix(w, "path="); ok {
			s.Path = path
		} else if w == "none" {
			none = true
		} else if !slices.Contains(s.Want, w) {
			s.Want = append(s.Want, w)
		}
	}
	if len(words) == 0 || words[0] != "want" || none == (len(s.Want) > 0) {
		return s, fmt.Errorf("a sample is named \"want ID…\" or \"want none\", not %q", name)
	}
	slices.Sort(s.Want)
	return s, nil
}

const (
	digits          = "0123456789"
	lowerLetters    = "abcdefghijklmnopqrstuvwxyz"
	upperLetters    = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	hexDigits       = "0123456789abcdef"
	base32Digits    = upperLetters + "234567"
	base64URLDigits = base62Digits + "-_"
)

var classes = map[string]string{
	"alnum": base62Digits, "alpha": upperLetters + lowerLetters, "ALPHA": upperLetters,
	"lower": digits + lowerLetters, "upper": digits + upperLetters, "digit": digits, "hex": hexDigits,
	"HEX": "0123456789ABCDEF", "base32": base32Digits,
	"base58":    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
	"base64url": base64URLDigits, "base64": base62Digits + "+/", "a32": lowerLetters + "234567",
	"bech32": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}

// templates draw what has more to it than a class; the argument stands after the
// colon.
var templates = map[string]func(r *rand.Rand, argument string) string{}

// registerTemplate is called from package-level variables, once a name.
func registerTemplate(name string, draw func(r *rand.Rand, argument string) string) struct{} {
	if _, dup := templates[name]; dup {
		panic("rules: two templates called " + name) // at start of any program or test, never on input
	}
	templates[name] = draw
	return struct{}{}
}

// draw returns n characters of an alphabet, with no character thrice in a row,
// letters or digits at the ends (so that a word boundary stands there) and, from
// eight characters on, with a digit: samples look like tokens and not like words.
func draw(r *rand.Rand, alphabet string, n int) string {
	needDigit := n >= 8 && strings.ContainsAny(alphabet, digits)
	b := make([]byte, n)
	for {
		for i := 0; i < n; {
			b[i] = alphabet[r.Intn(len(alphabet))]
			thrice := i >= 2 && b[i] == b[i-1] && b[i] == b[i-2]
			atEnd := i == 0 || i == n-1
			if !thrice && (!atEnd || strings.IndexByte(base62Digits, b[i]) >= 0) {
				i++
			}
		}
		if !needDigit || bytes.ContainsAny(b, digits) {
			return string(b)
		}
	}
}

// expand draws the templates in s, innermost first.
func expand(s string, r *rand.Rand) (string, error) {
	for {
		end := strings.Index(s, "}}")
		if end < 0 && strings.Contains(s, "{{") {
			return "", errors.New("a template begins that does not end")
		}
		if end < 0 {
			return s, nil
		}
		start := strings.LastIndex(s[:end], "{{")
		if start < 0 {
			return "", errors.New("a template ends that does not begin")
		}
		text, err := expandOne(s[start+2:end], r)
		if err != nil {
			return "", err
		}
		s = s[:start] + text + s[end+2:]
	}
}

// maxDraw bounds the length of what one template draws.
const maxDraw = 1 << 20

func expandOne(t string, r *rand.Rand) (string, error) {
	name, arg, _ := strings.Cut(t, ":")
	switch {
	case name == "uuid":
		h := draw(r, hexDigits, 30)
		return h[:8] + "-" + h[8:12] + "-4" + h[12:15] + "-a" + h[15:18] + "-" + h[18:], nil
	case name == "base64of":
		return base64.StdEncoding.EncodeToString([]byte(arg)), nil
	case classes[name] != "":
		lo, hi, ranged := strings.Cut(arg, "-")
		from, err := strconv.Atoi(lo)
		to := from
		if err == nil && ranged {
			to, err = strconv.Atoi(hi)
		}
		if err != nil || from < 1 || to < from || to > maxDraw {
			return "", fmt.Errorf("template {{%s}} has no length from 1 to %d", t, maxDraw)
		}
		return draw(r, classes[name], from+r.Intn(to-from+1)), nil
	case templates[name] != nil:
		return templates[name](r, arg), nil
	}
	return "", fmt.Errorf("there is no template {{%s}}", t)
}
