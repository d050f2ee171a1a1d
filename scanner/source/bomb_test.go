package source

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// bomb makes trees of ten entries each that are all the tree before, and so a file
// at ten to the power of levels paths, and commits it.
func bomb(r *repotest.Repo, content string, levels int) (tree string) {
	blob := r.Input(content, "hash-object", "-w", "--stdin")
	tree = r.Input("100644 blob "+blob+"\tf\n", "mktree")
	for range levels {
		var entries strings.Builder
		for i := range 10 {
			fmt.Fprintf(&entries, "040000 tree %s\td%d\n", tree, i)
		}
		tree = r.Input(entries.String(), "mktree")
	}
	r.Git("update-ref", "refs/heads/main", r.Git("commit-tree", "-m", "bomb", tree))
	return tree
}

// finds counts what content is searched, names of files and folders aside.
type finds struct {
	memory
	n atomic.Int64
}

func (f *finds) Find(worker int, u leak.Unit) []leak.Finding {
	if u.Origin.Kind == leak.KindFile && len(u.Data) > 0 {
		f.n.Add(1)
	}
	return f.memory.Find(worker, u)
}

func TestOneBlobAtManyPaths(t *testing.T) {
	r := repotest.New(t)
	bomb(r, "KEY_a\nKEY_b\n", 3)
	repo, store := opened(t, r)
	rg, err := ParseRange(repo, store, "HEAD")
	require.NoError(t, err)
	m := &finds{}
	require.NoError(t, (&Range{Repo: repo, Store: store, Revisions: rg}).Scan(t.Context(), 2, m))
	assert.EqualValues(t, 1, m.n.Load(), "it is searched once")
	assert.Empty(t, m.skips)
	assert.Equal(t, [2]int{1000, 1000}, m.counts["blob"])
	paths := map[string]int{}
	for _, f := range m.found {
		paths[f.Origin.Path]++
	}
	assert.Len(t, paths, 1000)
	assert.Equal(t, 2, paths["d1/d2/d3/f"])

	t.Run("of which each may be a finding by itself", func(t *testing.T) {
		r := repotest.New(t).Build("write a.txt key\n commit one\n write a.p12 key\n write b.p12 key\n write b.txt key\n commit two")
		assert.Equal(t, []string{"file file a.p12:0", "file file b.p12:0"}, scanRange(t, r, "HEAD~1..HEAD").list())
	})
}

func TestTreesWithoutEnd(t *testing.T) {
	r := repotest.New(t)
	top := bomb(r, "KEY_a\n", 5)
	_, store := opened(t, r)
	tree, err := objects.ParseID(top)
	require.NoError(t, err)
	compare := func(ctx context.Context, limit int) (*treeDiff, []leak.Skip) {
		var skips []leak.Skip
		d := newTreeDiff(ctx, store, func(s leak.Skip) { skips = append(skips, s) })
		d.limit = limit
		d.compare(tree, nil, "")
		d.close()
		return d, skips
	}
	whole, skips := compare(t.Context(), maxTreeCost)
	assert.Empty(t, skips)
	assert.Len(t, whole.added, 100_000)
	part, skips := compare(t.Context(), 1<<20)
	require.Len(t, skips, 1)
	assert.Equal(t, leak.SkipTooLarge, skips[0].Reason)
	assert.False(t, skips[0].Expected)
	assert.NotEmpty(t, skips[0].Origin.Path)
	assert.Equal(t, part.left, skips[0].Count)
	assert.Less(t, len(part.added)+len(part.named), (1<<20)/entryCost, "what is kept is paid for")
	assert.Equal(t, whole.added[:len(part.added)], part.added)

	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	none, _ := compare(stopped, maxTreeCost)
	assert.Empty(t, none.added, "the walk looks at its context")
}

// Many findings in a blob at many paths: each has a path, and not all have all.
func TestFindingsAtTooManyPaths(t *testing.T) {
	r := repotest.New(t)
	var keys strings.Builder
	for i := range 100 {
		fmt.Fprintf(&keys, "KEY_%d\n", i)
	}
	bomb(r, keys.String(), 4)
	repo, store := opened(t, r)
	h := &History{Repo: repo, Store: store}
	t.Cleanup(h.Close)
	for name, m := range map[string]*memory{"history": run(t, h), "range": scanRange(t, r, "HEAD")} {
		secrets := map[string]bool{}
		for _, f := range m.found {
			secrets[f.Secret.Reveal()] = true
		}
		assert.Len(t, secrets, 100, name)
		require.Len(t, m.skips, 1, name)
		assert.Equal(t, leak.SkipTooLarge, m.skips[0].Reason, name)
		assert.Equal(t, 100*10_000, len(m.found)+m.skips[0].Count, name)
		assert.Less(t, len(m.found), maxPlaced+100, name)
	}
}
