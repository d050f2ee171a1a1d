package source

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// The index holds names of files that are none of its entries.
func TestNamesBesideTheEntriesOfAnIndex(t *testing.T) {
	t.Run("of untracked files", func(t *testing.T) {
		r := repotest.New(t).Build("write a.txt a\n commit one")
		r.Write("KEY_untracked", "")
		r.Write("KEY_folder/x", "")
		r.Git("update-index", "--untracked-cache")
		r.Git("status")
		require.NoError(t, os.Remove(r.Path("KEY_untracked")))
		m := scanHistory(t, r)
		for _, secret := range []string{"KEY_folder", "KEY_untracked"} {
			i := slices.IndexFunc(m.found, func(f leak.Finding) bool { return f.Secret.Reveal() == secret })
			require.GreaterOrEqual(t, i, 0, secret)
			assert.Equal(t, ".git/index", m.found[i].Origin.Path)
		}
		assert.Equal(t, []string{"index"}, m.found[0].Exposure.HeldBy)
	})
	t.Run("of a conflict that is resolved", func(t *testing.T) {
		r := repotest.New(t).Build("commit root\n checkout -q -b other\n write KEY_conflict.txt theirs\n commit theirs\n checkout -q main\n write KEY_conflict.txt ours\n commit ours")
		_, err := r.Try("merge", "-q", "other")
		require.Error(t, err)
		r.Git("add", "KEY_conflict.txt")
		paths := map[string]bool{}
		for _, f := range scanHistory(t, r).found {
			paths[f.Origin.Path] = true
		}
		assert.True(t, paths[".git/index"])
	})
	t.Run("of folders that are gone", func(t *testing.T) {
		r := repotest.New(t).Build("write KEY_cached/a.txt a\n write b.txt b\n add -A\n write-tree\n rm -q --cached -r KEY_cached\n prune --expire=now")
		assert.Equal(t, []string{"KEY_cached path KEY_cached:1"}, scanHistory(t, r).list())
	})
}
