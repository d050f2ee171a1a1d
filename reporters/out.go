package reporters

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// out is a writer that remembers its first error and writes nothing after it.
type out struct {
	w   io.Writer
	err error
}

func (o *out) write(b []byte) {
	if o.err != nil {
		return
	}
	n, err := o.w.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	o.err = err
}

func (o *out) printf(format string, args ...any) { o.write(fmt.Appendf(nil, format, args...)) }

// json writes v on one line, or indented when indent is not "".
func (o *out) json(v any, prefix, indent string) {
	if o.err != nil {
		return
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false) // <, > and & stay as they are
	enc.SetIndent(prefix, indent)
	if o.err = enc.Encode(v); o.err == nil {
		o.write(escapeControls(bytes.TrimSuffix(buf.Bytes(), []byte{'\n'}))) // without the newline that Encode adds
	}
}

// escapeControls writes as \uXXXX what encoding/json leaves of characters that do
// something to a terminal: DEL, the C1 controls, those that turn the direction of
// text or do not show. JSON has all of them in strings alone.
func escapeControls(b []byte) []byte {
	if !bytes.ContainsFunc(b, escaped) {
		return b
	}
	var out []byte
	for _, r := range string(b) {
		if !escaped(r) {
			out = utf8.AppendRune(out, r)
			continue
		}
		for _, u := range utf16.AppendRune(nil, r) {
			out = fmt.Appendf(out, `\u%04x`, u)
		}
	}
	return out
}

func escaped(r rune) bool { return r >= 0x7f && unicode.In(r, unicode.Cc, unicode.Cf) }

// clearFinding is a finding whose secrets are written as they are.
type clearFinding struct {
	leak.Finding
	Secret string      `json:"secret"`
	Parts  []clearPart `json:"parts,omitempty"`
}

type clearPart struct {
	leak.Part
	Secret string `json:"secret"`
}

// encodable returns what JSON is made of: the finding itself, whose secrets
// marshal as masks, or with --show-secrets a copy in clear.
func encodable(f leak.Finding, showSecrets bool) any {
	f = findingNames(f, quoteName)
	if !showSecrets {
		return f
	}
	c := clearFinding{Finding: f, Secret: show(f.Secret, true)}
	for _, p := range f.Parts {
		c.Parts = append(c.Parts, clearPart{p, show(p.Secret, true)})
	}
	return c
}

// show returns the mask, or with --show-secrets what is under it; of a saved run
// only the mask is known.
func show(s leak.Secret, clear bool) string {
	if clear && s.Known() {
		return s.Reveal()
	}
	return s.String()
}
