package reporters

import (
	"io"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(Format{
	Name: "jsonl",
	Doc:  "a JSON document a line (schema: reporters/schema/run.jsonl.json); `leaksieve report` makes every other format of it",
	New:  func(w io.Writer, o Options) Reporter { return &jsonlReport{out{w: w}, o.ShowSecrets} },
})

type jsonlReport struct {
	out
	clear bool
}

// record is one line: the field that Type names is set. F is the type of a finding.
type record[F any] struct {
	Type    string        `json:"type"`
	Run     *leak.Run     `json:"run,omitempty"`
	Finding *F            `json:"finding,omitempty"`
	Skip    *leak.Skip    `json:"skip,omitempty"`
	Summary *leak.Summary `json:"summary,omitempty"`
}

func (r *jsonlReport) line(rec record[any]) error {
	r.json(rec, "", "")
	r.printf("\n")
	return r.err
}

func (r *jsonlReport) Begin(run leak.Run) error {
	run = runNames(run, quoteName)
	return r.line(record[any]{Type: "run", Run: &run})
}

func (r *jsonlReport) Finding(f leak.Finding) error {
	e := encodable(f, r.clear)
	return r.line(record[any]{Type: "finding", Finding: &e})
}

func (r *jsonlReport) Skip(s leak.Skip) error {
	s = skipNames(s, quoteName)
	return r.line(record[any]{Type: "skip", Skip: &s})
}

func (r *jsonlReport) End(s leak.Summary) error {
	return r.line(record[any]{Type: "summary", Summary: &s})
}
