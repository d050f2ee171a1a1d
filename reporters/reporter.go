// Package reporters writes what a run found: one file a format.
//
// A reporter sees a finished, masked run, in the order of leak.Less, and streams:
// it holds no findings. A format adds itself to the list by a package-level
// variable, so that a new one touches no existing file.
//
// A run that was saved as JSONL and read back looks the same in every format,
// byte for byte. Two things see to that: cleaner makes of every run what JSON can
// hold, and quoteName keeps names that are not valid UTF-8.
package reporters

import (
	"io"
	"sort"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Reporter writes one run. Its methods are called from one goroutine in this
// order: Begin once, Finding for each finding, Skip for each skip, End once.
// They return the writer's first error, and write nothing after it.
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
	Width       int  // text only: columns of the terminal; 0: there is none
	Verbose     bool // text only: suppressed findings, all skips, unused allow entries

	// Now is what the text report tells what has expired by; zero: it has no clock, and
	// says of all that it expires.
	Now time.Time
}

// Format is a kind of report.
type Format struct {
	Name string // as in --report-format
	Doc  string // one line for help
	New  func(w io.Writer, o Options) Reporter
}

var formats []Format

func register(f Format) Format {
	format := f.New
	f.New = func(w io.Writer, o Options) Reporter { return cleaner{format(w, o)} }
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
