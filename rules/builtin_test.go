package rules_test

import (
	"hash/fnv"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// found returns the ids of the rules that report something in a sample.
func found(set *rules.Set, s rules.Sample) []string {
	decider := decide.New(decide.Options{Set: set})
	ids := []string{}
	for _, f := range detect.New(set, detect.Options{}).Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: s.Path}, Data: []byte(s.Data)}) {
		if decider.Decide(&f); !f.Decision.Suppressed && !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
		}
	}
	slices.Sort(ids)
	return ids
}

func TestBuiltinSamples(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	hits, misses := map[string]int{}, map[string]int{}
	files, err := filepath.Glob("builtin/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			h := fnv.New64a()
			_, _ = h.Write([]byte(file))
			samples, err := rules.ParseSamples(data, rand.New(rand.NewSource(int64(h.Sum64()))))
			require.NoError(t, err)
			n := 0
			for _, s := range samples {
				if len(s.Want) == 0 {
					n++
				}
				for _, id := range s.Want {
					hits[id]++
				}
				want := s.Want
				if want == nil {
					want = []string{}
				}
				assert.Equal(t, want, found(set, s), "%s:%d", file, s.Line)
			}
			misses[strings.TrimSuffix(file, ".txtar")] = n
		})
	}
	for _, r := range set.Rules {
		assert.GreaterOrEqual(t, hits[r.ID], 2, "rule %s has too few samples", r.ID)
	}
	for file, n := range misses {
		assert.GreaterOrEqual(t, n, 2, "%s has too few near misses", file)
	}
}

func TestBuiltinRulesAreWhole(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(set.Rules), 60)
	for _, r := range set.Rules {
		assert.NotEmpty(t, r.Help, "%s: help", r.ID)
		assert.NotEmpty(t, r.Description, "%s: description", r.ID)
		assert.NotEmpty(t, r.Refs, "%s: refs", r.ID)
		assert.NotZero(t, r.Severity.Rank(), "%s: severity", r.ID)
		assert.NotEmpty(t, r.Keywords, "%s: keywords", r.ID)
	}
}
