package leak_test

import (
	"math/rand"
	"reflect"
	"sort"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// keys are the fields that order findings, most important first.
var keys = []struct {
	name string
	set  func(f *leak.Finding, n int)
}{
	{"repo", func(f *leak.Finding, n int) { f.Origin.Repo = word(n) }},
	{"path", func(f *leak.Finding, n int) { f.Origin.Path = word(n) }},
	{"kind", func(f *leak.Finding, n int) { f.Origin.Kind = leak.Kind(word(n)) }},
	{"ref", func(f *leak.Finding, n int) { f.Origin.Ref = word(n) }},
	{"line", func(f *leak.Finding, n int) { f.Start.Line = n }},
	{"offset", func(f *leak.Finding, n int) { f.Start.Offset = int64(n) }},
	{"rule", func(f *leak.Finding, n int) { f.Rule = word(n) }},
	{"object", func(f *leak.Finding, n int) { f.Origin.Object = word(n) }},
	{"fingerprint", func(f *leak.Finding, n int) { f.Fingerprint = word(n) }},
}

func word(n int) string { return []string{"", "a", "b"}[n] }

func TestLessComparesInOrderOfImportance(t *testing.T) {
	for i, k := range keys {
		var a, b leak.Finding
		k.set(&a, 1)
		k.set(&b, 2)
		for _, later := range keys[i+1:] { // that say the opposite
			later.set(&a, 2)
			later.set(&b, 1)
		}
		assert.True(t, leak.Less(&a, &b), k.name)
		assert.False(t, leak.Less(&b, &a), k.name)
	}
}

func TestLessIsAStrictWeakOrder(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	findings := make([]leak.Finding, 60)
	for i := range findings {
		for _, k := range keys {
			if r.Intn(3) > 0 { // many equal prefixes
				k.set(&findings[i], r.Intn(3))
			}
		}
	}
	equal := func(a, b *leak.Finding) bool { return !leak.Less(a, b) && !leak.Less(b, a) }
	for i := range findings {
		a := &findings[i]
		require.False(t, leak.Less(a, a), "irreflexive")
		for j := range findings {
			b := &findings[j]
			require.False(t, leak.Less(a, b) && leak.Less(b, a), "asymmetric")
			require.Equal(t, reflect.DeepEqual(*a, *b), equal(a, b), "only equal findings are equivalent")
			for k := range findings {
				c := &findings[k]
				if leak.Less(a, b) && leak.Less(b, c) {
					require.True(t, leak.Less(a, c), "transitive")
				}
				if equal(a, b) && equal(b, c) {
					require.True(t, equal(a, c), "equivalence is transitive")
				}
			}
		}
	}
}

func TestLessSortsTheSameFromAnyOrder(t *testing.T) {
	var want []leak.Finding
	for line := range 3 {
		for rule := range 3 {
			f := leak.Finding{}
			f.Start.Line, f.Rule = line, word(rule)
			want = append(want, f)
		}
	}
	for seed := range int64(20) {
		got := append([]leak.Finding(nil), want...)
		rand.New(rand.NewSource(seed)).Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		sort.Slice(got, func(i, j int) bool { return leak.Less(&got[i], &got[j]) })
		require.Equal(t, want, got)
	}
}

func TestSeveritiesRank(t *testing.T) {
	order := []leak.Severity{"", leak.SeverityLow, leak.SeverityMedium, leak.SeverityHigh, leak.SeverityCritical}
	for i, s := range order {
		assert.Equal(t, i, s.Rank(), s)
	}
	assert.Zero(t, leak.Severity("High").Rank())
}
