package reporters

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(Format{
	Name: "jsonl",
	Doc:  "a JSON document a line; `leaksieve report` makes every other format of it",
	New:  func(w io.Writer, o Options) Reporter { return &jsonlReport{out{w: w}, o.ShowSecrets} },
})

type jsonlReport struct {
	out
	clear bool
}

// record is one line: the field of its type is set.
type record struct {
	Type    string        `json:"type"`
	Run     *leak.Run     `json:"run,omitempty"`
	Finding any           `json:"finding,omitempty"`
	Skip    *leak.Skip    `json:"skip,omitempty"`
	Summary *leak.Summary `json:"summary,omitempty"`
}

func (r *jsonlReport) line(rec record) error {
	r.json(rec, "", "")
	r.printf("\n")
	return r.err
}

func (r *jsonlReport) Begin(run leak.Run) error { return r.line(record{Type: "run", Run: &run}) }

func (r *jsonlReport) Finding(f leak.Finding) error {
	return r.line(record{Type: "finding", Finding: encodable(f, r.clear)})
}

func (r *jsonlReport) Skip(s leak.Skip) error { return r.line(record{Type: "skip", Skip: &s}) }

func (r *jsonlReport) End(s leak.Summary) error { return r.line(record{Type: "summary", Summary: &s}) }

// ErrTruncated says that a saved run has no end: whoever wrote it was stopped,
// and nobody knows what it would have found.
var ErrTruncated = errors.New("the saved run ends without a summary: it was cut short")

// maxRecord bounds a line of a saved run.
const maxRecord = 64 << 20

// Read replays a saved JSONL run into rep. A report in clear (--show-secrets)
// gives back masks only.
func Read(in io.Reader, rep Reporter) error {
	sc := bufio.NewScanner(in)
	sc.Buffer(make([]byte, 1<<16), maxRecord)
	n, begun, ended := 0, false, false
	for sc.Scan() {
		n++
		var rec struct {
			Type    string
			Run     *leak.Run
			Finding *leak.Finding
			Skip    *leak.Skip
			Summary *leak.Summary
		}
		if err := json.Unmarshal(sc.Bytes(), &rec); err != nil {
			return fmt.Errorf("line %d is not a record of a saved run: %w", n, err)
		}
		if ended || begun == (rec.Type == "run") {
			return fmt.Errorf("line %d: a %q record is out of place", n, rec.Type)
		}
		var err error
		switch {
		case rec.Type == "run" && rec.Run != nil:
			if rec.Run.Schema != leak.SchemaVersion {
				return fmt.Errorf("line %d: the run has schema %d, this version reads %d", n, rec.Run.Schema, leak.SchemaVersion)
			}
			begun, err = true, rep.Begin(*rec.Run)
		case rec.Type == "finding" && rec.Finding != nil:
			rec.Finding.Secret = masked(rec.Finding.Secret)
			err = rep.Finding(*rec.Finding)
		case rec.Type == "skip" && rec.Skip != nil:
			err = rep.Skip(*rec.Skip)
		case rec.Type == "summary" && rec.Summary != nil:
			ended, err = true, rep.End(*rec.Summary)
		default:
			return fmt.Errorf("line %d: %q is no kind of record", n, rec.Type)
		}
		if err != nil {
			return err
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("line %d: %w", n+1, err)
	}
	if !ended {
		return ErrTruncated
	}
	return nil
}

// masked makes sure that what a saved run calls a secret is shown as a mask: a
// run saved with --show-secrets has it in clear.
func masked(s leak.Secret) leak.Secret {
	text := s.String()
	if leak.IsMask(text) {
		return s
	}
	return leak.MaskedSecret(leak.NewSecret(text).String())
}
