// Package reporters writes what a run found: one file a format.
//
// A reporter sees a finished, masked run, in the order of leak.Less, and streams.
// A format adds itself to the list by a package-level variable, so that a new
// one touches no existing file.
package reporters

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Reporter writes one run. Its methods are called from one goroutine in this
// order: Begin once, Finding for each finding, Skip for each skip, End once.
// They return the writer's errors.
type Reporter interface {
	Begin(leak.Run) error
	Finding(leak.Finding) error
	Skip(leak.Skip) error
	End(leak.Summary) error
}

// Options choose how a report looks.
type Options struct {
	ShowSecrets bool // write secrets in clear
	Color       bool // text only: use colours
	Width       int  // text only: columns of the terminal; 0: 80
	Verbose     bool // text only: suppressed findings, all skips, unused allow entries
}

// Format is a kind of report.
type Format struct {
	Name string // as in --report-format
	Doc  string // one line for help
	New  func(w io.Writer, o Options) Reporter
}

var formats []Format

func register(f Format) Format {
	formats = append(formats, f)
	return f
}

// Formats returns all formats, sorted by name.
func Formats() []Format {
	out := append([]Format(nil), formats...)
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// Lookup returns the format of that name.
func Lookup(name string) (Format, bool) {
	for _, f := range formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Replay writes a run that is held in memory.
func Replay(r Reporter, run leak.Run, findings []leak.Finding, skips []leak.Skip, sum leak.Summary) error {
	if err := r.Begin(run); err != nil {
		return err
	}
	for _, f := range findings {
		if err := r.Finding(f); err != nil {
			return err
		}
	}
	for _, s := range skips {
		if err := r.Skip(s); err != nil {
			return err
		}
	}
	return r.End(sum)
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
	if !showSecrets {
		return f
	}
	c := clearFinding{Finding: f, Secret: show(f.Secret)}
	for _, p := range f.Parts {
		c.Parts = append(c.Parts, clearPart{p, show(p.Secret)})
	}
	return c
}

// show reveals a secret for --show-secrets; of a saved report only the mask is known.
func show(s leak.Secret) string {
	if s.Known() {
		return s.Reveal()
	}
	return s.String()
}

// out is a writer that remembers its first error.
type out struct {
	w   io.Writer
	err error
}

func (o *out) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

// json writes v on one line, or indented when indent is not "".
func (o *out) json(v any, prefix, indent string) {
	if o.err != nil {
		return
	}
	b, err := marshal(v, prefix, indent)
	if err != nil {
		o.err = err
		return
	}
	_, o.err = o.w.Write(b)
}

// marshal is json.Marshal that leaves <, > and & alone.
func marshal(v any, prefix, indent string) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, indent)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte{'\n'}), nil // without the newline that Encode adds
}
