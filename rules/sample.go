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
	Want []string // ids of the rules that must find something, and no other, sorted; none: nothing may be found
	Not  string   // near miss: the rule that must not find anything, others may; "" when Want counts
	Path string   // name under which the content is scanned
	Data string
	Line int // of its header in the sample file, 1-based
}

// Holds reports whether it is right that the rules with these ids, which are sorted,
// found something.
func (s *Sample) Holds(found []string) bool {
	if s.Not != "" {
		return !slices.Contains(found, s.Not)
	}
	return slices.Equal(found, s.Want)
}

// Wants says in words what should be found.
func (s *Sample) Wants() string {
	switch {
	case s.Not != "":
		return "not " + s.Not
	case len(s.Want) == 0:
		return "none"
	}
	return strings.Join(s.Want, ", ")
}

// ParseSamples reads a txtar archive of samples and draws their contents with r.
// A file is named "want ID…", "want none" or, where rules other than ID may find
// something, "not ID", and may add "path=NAME". One that is named "token ID…" or
// "near ID" holds a token a line, which becomes a sample in each of surroundings,
// under the name SERVICE_KEY or what "name=NAME" says: ID must find it there, or not. Content is a template, so that no sample file
// holds anything that looks like a token:
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
		h, err := parseHeader(f.Name)
		var text string
		if err == nil {
			text, err = expand(string(f.Data), r)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		h.Line = line
		out = append(out, h.samples(text)...)
		line += 1 + bytes.Count(f.Data, []byte("\n"))
	}
	return out, nil
}

// surroundings are where tokens stand: the names of a value are spelt as usual in
// each, in the order upper, snake, camel and header.
var surroundings = []string{
	"%[1]s=%[5]s\n",
	"service:\n  %[2]s: %[5]s\n",
	"{\"%[3]s\": \"%[5]s\"}\n",
	"const %[3]s = \"%[5]s\"\n",
	"curl -H \"%[4]s: %[5]s\" https://api.acme.io/v1\n",
}

// surround returns a token in each of surroundings.
func surround(name, token string) []string {
	words := strings.Split(strings.ToLower(name), "_")
	titled := make([]string, len(words))
	for i, w := range words {
		titled[i] = strings.ToUpper(w[:min(1, len(w))]) + w[min(1, len(w)):]
	}
	camel := words[0] + strings.Join(titled[1:], "")
	out := make([]string, len(surroundings))
	for i, s := range surroundings {
		out[i] = fmt.Sprintf(s, strings.ToUpper(name), strings.ToLower(name), camel, strings.Join(titled, "-"), token)
	}
	return out
}

// header is what the name of a file in a sample file says.
type header struct {
	Sample
	kind string // want, not, token, near
	name string // of the value
}

func (h header) samples(text string) []Sample {
	if h.kind == "want" || h.kind == "not" {
		h.Data = text
		return []Sample{h.Sample}
	}
	var out []Sample
	for token := range strings.Lines(text) {
		for _, data := range surround(h.name, strings.TrimSuffix(token, "\n")) {
			s := h.Sample
			s.Data = data
			out = append(out, s)
		}
	}
	return out
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

func parseHeader(file string) (h header, err error) {
	none := false
	words := strings.Fields(file)
	for _, w := range words[min(1, len(words)):] {
		if path, ok := strings.CutPrefix(w, "path="); ok {
			h.Path = path
		} else if name, ok := strings.CutPrefix(w, "name="); ok {
			h.name = name
		} else if w == "none" {
			none = true
		} else if !slices.Contains(h.Want, w) {
			h.Want = append(h.Want, w)
		}
	}
	if len(words) > 0 {
		h.kind = words[0]
	}
	ok := none == (len(h.Want) == 0)
	switch h.kind {
	case "want":
		ok = ok && h.name == ""
	case "token":
		ok = ok && !none
	case "not", "near":
		if ok = ok && !none && len(h.Want) == 1 && (h.kind == "near" || h.name == ""); ok {
			h.Want, h.Not = nil, h.Want[0]
		}
	default:
		ok = false
	}
	if !ok {
		return h, fmt.Errorf("a sample is named \"want ID…\", \"want none\", \"not ID\", \"token ID…\" or \"near ID\", not %q", file)
	}
	if h.name == "" {
		h.name = "SERVICE_KEY"
	}
	slices.Sort(h.Want)
	return h, nil
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
