package rules

import (
	"encoding/base64"
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
//	                           digit hex HEX base32 a32 bech32 base58 base62 base64 base64url
//	{{uuid}}                   a random UUID
//	{{base64of:text}}          base64 of text, in which templates are drawn first
//	{{name:argument}}          what a checksum's file registers: github, jwt, pem, …
func ParseSamples(data []byte, r *rand.Rand) ([]Sample, error) {
	var out []Sample
	lines := sampleLines(data)
	for i, f := range txtar.Parse(data).Files {
		words := strings.Fields(f.Name)
		if len(words) < 2 || words[0] != "want" {
			return nil, fmt.Errorf("line %d: a sample is named \"want ID…\" or \"want none\", not %q", lines[i], f.Name)
		}
		s := Sample{Line: lines[i]}
		for _, w := range words[1:] {
			if path, ok := strings.CutPrefix(w, "path="); ok {
				s.Path = path
			} else if w != "none" {
				s.Want = append(s.Want, w)
			}
		}
		slices.Sort(s.Want)
		var err error
		if s.Data, err = expand(string(f.Data), r); err != nil {
			return nil, fmt.Errorf("line %d: %w", lines[i], err)
		}
		out = append(out, s)
	}
	return out, nil
}

func sampleLines(data []byte) (at []int) {
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "-- ") && strings.HasSuffix(line, " --") {
			at = append(at, n)
		}
	}
	return at
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
	"alnum": base62Digits, "base62": base62Digits, "alpha": upperLetters + lowerLetters, "ALPHA": upperLetters,
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

// draw returns n characters of an alphabet, with no character thrice in a row
// and, from eight characters on, with a digit, so that samples look like tokens
// and not like words.
func draw(r *rand.Rand, alphabet string, n int) string {
	for {
		b := make([]byte, n)
		for i := range b {
			b[i] = alphabet[r.Intn(len(alphabet))]
		}
		if plausible(b, alphabet) {
			return string(b)
		}
	}
}

func plausible(b []byte, alphabet string) bool {
	for i := 2; i < len(b); i++ {
		if b[i] == b[i-1] && b[i] == b[i-2] {
			return false
		}
	}
	if len(b) == 0 {
		return true
	}
	// The ends are letters or digits, so that a word boundary stands there.
	if !strings.ContainsRune(base62Digits, rune(b[0])) || !strings.ContainsRune(base62Digits, rune(b[len(b)-1])) {
		return false
	}
	return len(b) < 8 || !strings.ContainsAny(alphabet, digits) || strings.ContainsAny(string(b), digits)
}

// expand draws the templates in s, innermost first.
func expand(s string, r *rand.Rand) (string, error) {
	for {
		end := strings.Index(s, "}}")
		if end < 0 {
			return s, nil
		}
		start := strings.LastIndex(s[:end], "{{")
		if start < 0 {
			return "", fmt.Errorf("a template ends that does not begin")
		}
		text, err := expandOne(s[start+2:end], r)
		if err != nil {
			return "", err
		}
		s = s[:start] + text + s[end+2:]
	}
}

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
		if err != nil || from < 1 || to < from {
			return "", fmt.Errorf("template {{%s}} has no length", t)
		}
		return draw(r, classes[name], from+r.Intn(to-from+1)), nil
	case templates[name] != nil:
		return templates[name](r, arg), nil
	}
	return "", fmt.Errorf("there is no template {{%s}}", t)
}
