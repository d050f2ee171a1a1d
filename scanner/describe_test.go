package scanner

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// 10,000 findings of all rules, in files that are read again where a family asks what
// stands around, are to be told, shared and graded in well under a second.
func BenchmarkDescribe(b *testing.B) {
	set, err := rules.Builtin()
	require.NoError(b, err)
	root := b.TempDir()
	files, err := filepath.Glob("../rules/builtin/*.txtar")
	require.NoError(b, err)
	det := detect.New(set, detect.Options{Least: leak.ConfidenceLow}).NewScanner()
	r := rand.New(rand.NewSource(1))
	var all []leak.Finding
	for round := 0; len(all) < 10_000; round++ {
		require.Less(b, round, 20, "samples hold too few secrets")
		for i, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(b, err)
			samples, err := rules.ParseSamples(data, r)
			require.NoError(b, err)
			for j, s := range samples {
				path := fmt.Sprintf("services/%d/%d-%d.env", i, round, j)
				unit := leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: path}, Data: []byte(s.Data)}
				found := det.Scan(unit)
				if len(found) == 0 {
					continue
				}
				require.NoError(b, os.MkdirAll(filepath.Join(root, filepath.Dir(path)), 0o700))
				require.NoError(b, os.WriteFile(filepath.Join(root, path), unit.Data, 0o600))
				all = append(all, found...)
			}
		}
	}
	result := Result{Findings: all[:10_000], Run: leak.Run{Root: root, Mode: "dir"}}
	for b.Loop() {
		describe(result.Findings, decide.New(decide.Options{Set: set}).Names, &source.Again{Run: result.Run, Limit: 1 << 20})
		decide.Share(result.Findings)
		result.Grade(decide.Grader{Now: time.Now()})
	}
}
