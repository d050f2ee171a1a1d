package reporters

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens are the files of testdata: a run in one format.
var goldens = []struct {
	file   string
	run    func() made
	format string
	o      Options
}{
	{"rich.json", rich, "json", Options{}},
	{"rich.jsonl", rich, "jsonl", Options{}},
	{"rich.sarif", rich, "sarif", Options{}},
	{"rich.txt", rich, "text", Options{}},
	{"rich-40.txt", rich, "text", Options{Width: 40}},
	{"rich-80-verbose.txt", rich, "text", Options{Width: 80, Verbose: true}},
	{"rich-140.txt", rich, "text", Options{Width: 140}},
	{"rich-color.txt", rich, "text", Options{Width: 80, Color: true, Verbose: true}},
	{"single.json", single, "json", Options{}},
	{"single.jsonl", single, "jsonl", Options{}},
	{"single.sarif", single, "sarif", Options{}},
	{"single.txt", single, "text", Options{Width: 80}},
	{"single-color.txt", single, "text", Options{Width: 80, Color: true}},
	{"nothing.json", nothing, "json", Options{}},
	{"nothing.jsonl", nothing, "jsonl", Options{}},
	{"nothing.sarif", nothing, "sarif", Options{}},
	{"nothing.txt", nothing, "text", Options{}},
	{"nothing-color.txt", nothing, "text", Options{Color: true}},
}

func TestReportsAreAsTheGoldenFiles(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.file, func(t *testing.T) {
			got := g.run().report(t, g.format, g.o)
			path := filepath.Join("testdata", g.file)
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(path, got, 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err, "go test ./reporters -update writes it")
			assert.Equal(t, string(want), string(got))
			if g.format == "text" && !g.o.Color {
				assert.Equal(t, -1, bytes.IndexAny(got, "\x00\x07\x1b\x7f\t\u0085\u009b\u202e\u200b"), "a control character gets through")
			}
		})
	}
}
