package scanner

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// What is held of too many does not depend on the sequence in which they came.
func TestKeptIsTheSameInAnySequence(t *testing.T) {
	sizes := make([]int, 500)
	for i := range sizes {
		sizes[i] = 1 + rand.New(rand.NewSource(int64(i))).Intn(20)
	}
	want, sum := 0, 0
	for ; sum+sizes[want] <= 1000; want++ {
		sum += sizes[want]
	}
	for seed := range int64(20) {
		left, most := 0, 0
		k := kept[int]{limit: 1000, size: func(i *int) int { return sizes[*i] }, less: func(a, b *int) bool { return *a < *b }, left: func(*int) { left++ }}
		for _, i := range rand.New(rand.NewSource(seed)).Perm(len(sizes)) {
			k.add(i)
			most = max(most, k.held)
		}
		got := k.sorted()
		assert.Len(t, got, want)
		assert.True(t, slices.IsSorted(got))
		assert.Equal(t, want-1, got[want-1])
		assert.Equal(t, len(sizes)-want, left)
		assert.LessOrEqual(t, most, 1250)
	}
}

func TestCollectorTellsWhatItDropped(t *testing.T) {
	c := newCollector(detect.New(&rules.Set{}, detect.Options{}), 1, nil)
	c.findings.limit, c.skips.limit = 10*foundSize(&leak.Finding{}), 10*skipSize(&leak.Skip{Origin: leak.Origin{Path: "00"}})
	for i := range 30 {
		f := leak.Finding{Exposure: leak.Exposure{First: &leak.Commit{ID: fmt.Sprint(i % 10)}}}
		c.Keep([]leak.Finding{f})
		c.Skip(leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Path: fmt.Sprintf("%02d", i)}, Expected: i%2 == 0, Count: 2})
	}
	found := c.found()
	assert.Len(t, found, 9)
	assert.Equal(t, "2", found[8].Exposure.First.ID, "of equal ones those of the first commits")
	var more []leak.Skip
	unnamed := map[bool]int{}
	for _, s := range c.unread() {
		switch {
		case s.Reason == leak.SkipTooLarge:
			more = append(more, s)
		case s.Origin.Path == "":
			unnamed[s.Expected] = s.Count
		default:
			assert.Less(t, s.Origin.Path, "10")
		}
	}
	if assert.Len(t, more, 1) {
		assert.Equal(t, 21, more[0].Count)
		assert.False(t, more[0].Expected)
	}
	assert.Equal(t, map[bool]int{true: 20, false: 20}, unnamed)
}
