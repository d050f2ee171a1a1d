package source

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// stopping is a sink that ends the scan once it was given a last unit.
type stopping struct {
	*memory
	left int
	stop context.CancelFunc
}

func (s *stopping) Unit(worker int, u leak.Unit) int {
	n := s.memory.Unit(worker, u)
	if u.Origin.Object != "" && u.Origin.Kind == leak.KindFile {
		if s.left--; s.left == 0 {
			s.stop()
		}
	}
	return n
}

// A scan that ends before it knows where anything stands reports each secret
// once, however many versions of a file have it, and the same ones for the same
// objects.
func TestAnInterruptedScanMergesItsFindings(t *testing.T) {
	r := repotest.New(t)
	for i := range 20 {
		r.Write("a.txt", strings.Repeat(fmt.Sprintf("line %d\n", i), 1+i)+"KEY_a twice: KEY_a\n")
		r.Write("b.txt", fmt.Sprintf("KEY_a %d\n", i))
		r.Commit("next KEY_message")
	}
	r.Git("branch", "KEY_branch")
	repo, store := opened(t, r)
	scan := func(blobs int) ([]leak.Finding, []leak.Skip) {
		h := &History{Repo: repo, Store: store}
		ctx, cancel := context.WithCancel(context.Background())
		m := &stopping{memory: &memory{}, left: blobs, stop: cancel}
		require.ErrorIs(t, h.Scan(ctx, 1, m), context.Canceled)
		found := h.Attribute(m.found)
		sort.SliceStable(found, func(i, j int) bool { return leak.Less(&found[i], &found[j]) })
		return found, m.skips
	}
	all, skips := scan(30)
	require.Len(t, skips, 1)
	assert.Equal(t, leak.SkipInterrupted, skips[0].Reason)
	of := map[string][]leak.Finding{}
	for _, f := range all {
		k := f.Secret.Reveal() + " " + string(f.Origin.Kind)
		of[k] = append(of[k], f)
	}
	require.Len(t, of["KEY_a file"], 1)
	assert.Equal(t, 30, of["KEY_a file"][0].Exposure.Occurrences)
	require.Len(t, of["KEY_branch ref"], 1)
	require.Len(t, of["KEY_message reflog"], 2, "one for each ref")
	again, _ := scan(30)
	assert.Equal(t, all, again)

	// The smallest of the objects that were read, and in it what comes first.
	var read []leak.Finding
	for _, id := range []string{"c", "a", "b"} {
		for _, offset := range []int64{9, 3} {
			read = append(read, leak.Finding{Rule: "key", Secret: leak.NewSecret("s"), Origin: leak.Origin{Kind: leak.KindFile, Object: id}, Start: leak.Position{Offset: offset}})
		}
	}
	got := unplaced(read)
	require.Len(t, got, 1)
	assert.Equal(t, "a", got[0].Origin.Object)
	assert.Equal(t, int64(3), got[0].Start.Offset)
	assert.Equal(t, 3, got[0].Exposure.Occurrences)
}
