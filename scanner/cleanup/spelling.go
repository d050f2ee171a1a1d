package cleanup

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// spelling is bytes that a secret may be written as.
type spelling struct {
	how   string // in words; "" for the secret itself
	text  string
	piece bool   // one line of a secret that has several
	cover string // what takes its place where the length has to stay
}

// shortestPiece is how long a line of a secret of several lines has to be to tell
// something of it by itself. The last line of a key may be shorter; it goes with the
// line before it.
const shortestPiece = 16

// spellings returns the ways in which a secret is written, the plainest first and
// each once. Of a secret of several lines these are its lines: however they are
// indented, quoted and put together, they stand there.
func spellings(clear string) (all []spelling) {
	seen := map[string]bool{}
	add := func(how, text string, piece bool, cover string) {
		if len(text) >= shortest && !seen[text] {
			seen[text] = true
			all = append(all, spelling{how, text, piece, cover})
		}
	}
	for _, text := range lines(clear) {
		piece := text != clear
		stars := strings.Repeat("*", len(text))
		add("", text, piece, stars)
		for _, e := range escapes {
			out := e.write(text)
			add(e.how, out, piece, strings.Repeat("*", len(out)))
		}
		for _, w := range wides {
			if utf8.ValidString(text) {
				// As many characters of one unit each as the text has units.
				out := w.write(text)
				add(w.how, out, piece, strings.Repeat(w.write("*"), len(out)/w.size))
			}
		}
	}
	for _, e := range wholes {
		out := e.write(clear)
		add(e.how, out, false, strings.Repeat("*", len(out)))
	}
	return all
}

// lines returns the lines of a secret by which it is known, or the secret if it has
// one line.
func lines(clear string) (out []string) {
	all := split(clear)
	if len(all) == 1 {
		return []string{clear}
	}
	for _, line := range all {
		if len(line) >= shortestPiece && !strings.HasPrefix(line, "-----") { // BEGIN and END tell nothing
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		return []string{clear}
	}
	return out
}

// split returns all lines of a secret, without what is around them. Where a key of
// several lines (RFC 7468) is written as one, escapes stand for the ends of lines.
func split(clear string) (out []string) {
	if strings.HasPrefix(clear, "-----BEGIN ") {
		clear = strings.NewReplacer(`\r`, "\n", `\n`, "\n").Replace(clear)
	}
	for _, line := range strings.FieldsFunc(clear, func(r rune) bool { return r == '\r' || r == '\n' }) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

type way struct {
	how   string
	write func(string) string
}

// escapes are how text is written in strings of languages and formats.
var escapes = []way{
	{"with escapes", func(s string) string { q := strconv.Quote(s); return q[1 : len(q)-1] }},
	{"as JSON", func(s string) string { return jsonOf(s, true) }},
	{"as JSON", func(s string) string { return jsonOf(s, false) }},
	{"as JSON", func(s string) string { return strings.ReplaceAll(jsonOf(s, false), "/", `\/`) }}, // PHP's
	{"in single quotes", func(s string) string { return strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) }},
	{"in single quotes", func(s string) string { return strings.ReplaceAll(s, `'`, `''`) }}, // YAML, SQL
	{"in single quotes", func(s string) string { return strings.ReplaceAll(s, `'`, `'\''`) }},
	{"percent-encoded", url.PathEscape},
	{"percent-encoded", url.QueryEscape},
	{"percent-encoded", func(s string) string { return percent(s, "%%%02X", "") }},
	{"percent-encoded", func(s string) string { return percent(s, "%%%02x", "") }},
	{"percent-encoded", func(s string) string { return percent(s, "%%%02X", "!'()*") }}, // encodeURIComponent
	{"as HTML", html.EscapeString},
	{"as XML", strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace},
	{"as XML", strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace},
	{"doubled $", func(s string) string { return strings.ReplaceAll(s, "$", "$$") }}, // compose, make
	{"as UTF-8", latin},
}

// wholes are how a whole secret is written.
var wholes = []way{
	{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }},
	{"base64", func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s + "\n")) }},
	{"base64", func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) }},
	{"base64", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }},
	{"hexadecimal", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	{"hexadecimal", func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }},
}

func jsonOf(s string, safe bool) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(safe)
	_ = enc.Encode(s) // a string, to memory
	out := b.String()
	return out[1 : len(out)-2] // without quotes and the line feed
}

// percent writes a percent sign and two digits for all but unreserved characters
// (RFC 3986 §2.3) and some more.
func percent(s, format, more string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-._~"+more, c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, format, c)
		}
	}
	return b.String()
}

// latin reads bytes that are no UTF-8 as ISO 8859-1, as git does with a message
// whose commit says so.
func latin(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteRune(rune(s[i]))
	}
	return b.String()
}

// wides are the encodings with units of several bytes.
var wides = []struct {
	how   string
	size  int
	write func(string) string
}{
	{"UTF-16", 2, func(s string) string { return utf16Of(s, binary.LittleEndian) }},
	{"UTF-16", 2, func(s string) string { return utf16Of(s, binary.BigEndian) }},
	{"UTF-32", 4, func(s string) string { return utf32Of(s, binary.LittleEndian) }},
	{"UTF-32", 4, func(s string) string { return utf32Of(s, binary.BigEndian) }},
}

func utf16Of(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func utf32Of(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, r := range s {
		b = order.AppendUint32(b, uint32(r))
	}
	return string(b)
}
