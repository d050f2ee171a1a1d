package reporters

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

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
		o.write(bytes.TrimSuffix(buf.Bytes(), []byte{'\n'})) // without the newline that Encode adds
	}
}

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
