package reporters

import (
	"io"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(Format{
	Name: "json",
	Doc:  "one JSON document (schema: reporters/schema/report.json)",
	New:  func(w io.Writer, o Options) Reporter { return &jsonReport{out: out{w: w}, clear: o.ShowSecrets} },
})

// jsonReport writes {"schema", "run", "findings", "skips", "summary"}, streaming.
type jsonReport struct {
	out
	clear   bool
	section string // what goes before the next element
	inSkips bool
}

func (r *jsonReport) Begin(run leak.Run) error {
	r.printf("{\n  \"schema\": %d,\n  \"run\": ", leak.SchemaVersion)
	r.json(runNames(run, quoteName), "  ", "  ")
	r.printf(",\n  \"findings\": [")
	r.section = "\n    "
	return r.err
}

func (r *jsonReport) element(v any) error {
	r.printf("%s", r.section)
	r.json(v, "    ", "  ")
	r.section = ",\n    "
	return r.err
}

func (r *jsonReport) Finding(f leak.Finding) error { return r.element(encodable(f, r.clear)) }

func (r *jsonReport) Skip(s leak.Skip) error {
	r.skips()
	return r.element(skipNames(s, quoteName))
}

// skips closes the findings, once.
func (r *jsonReport) skips() {
	if !r.inSkips {
		r.inSkips = true
		r.closeArray()
		r.printf(",\n  \"skips\": [")
		r.section = "\n    "
	}
}

func (r *jsonReport) closeArray() {
	if r.section == ",\n    " {
		r.printf("\n  ")
	}
	r.printf("]")
}

func (r *jsonReport) End(s leak.Summary) error {
	r.skips()
	r.closeArray()
	r.printf(",\n  \"summary\": ")
	r.json(s, "  ", "  ")
	r.printf("\n}\n")
	return r.err
}
