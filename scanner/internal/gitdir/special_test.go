package gitdir

import (
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

// A pipe where git has a file is named and not opened: that would wait for ever
// for someone to write to it. So is a file larger than git makes any.
func TestFilesThatAreNone(t *testing.T) {
	for path, c := range map[string]struct {
		limit int64
		read  func(r *repotest.Repo) error
	}{
		".git/config":                   {maxConfig, func(r *repotest.Repo) error { _, err := Find(r.Dir); return err }},
		"../side/.git":                  {maxConfig, func(r *repotest.Repo) error { _, err := Find(r.At("../side").Dir); return err }},
		".git/worktrees/side/commondir": {maxConfig, func(r *repotest.Repo) error { _, err := Find(r.At("../side").Dir); return err }},
		".git/shallow":                  {maxList, func(r *repotest.Repo) error { _, err := open(t, r).Shallow(); return err }},
		".git/packed-refs":              {maxList, func(r *repotest.Repo) error { _, bad := open(t, r).Refs(); return errorOf(bad) }},
		".git/refs/heads/pipe":          {1 << 16, func(r *repotest.Repo) error { _, bad := open(t, r).Refs(); return errorOf(bad) }},
		".git/HEAD":                     {1 << 16, func(r *repotest.Repo) error { _, _, err := open(t, r).Head(); return err }},
		".git/logs/refs/heads/main":     {maxList, func(r *repotest.Repo) error { return errorOf(open(t, r).Reflogs(func(Reflog) {})) }},
		".git/index": {maxList, func(r *repotest.Repo) error {
			_, err := ReadIndex(r.Path(".git/index"), r.Path(".git"), 20)
			return err
		}},
	} {
		t.Run(path, func(t *testing.T) {
			r := repotest.New(t).Build("commit one\n worktree add -q ../side")
			_ = os.Remove(r.Path(path))
			require.NoError(t, syscall.Mkfifo(r.Path(path), 0o644))
			assert.Error(t, c.read(r))
			require.NoError(t, os.Remove(r.Path(path)))
			require.NoError(t, os.WriteFile(r.Path(path), nil, 0o644))
			require.NoError(t, os.Truncate(r.Path(path), c.limit+1))
			assert.Error(t, c.read(r))
		})
	}
	t.Run("the folder that a linked worktree's repository names", func(t *testing.T) {
		r := repotest.New(t).Build("commit one\n worktree add -q ../side")
		gitDir := r.Path(".git/worktrees/side")
		require.NoError(t, os.Remove(gitDir+"/gitdir"))
		require.NoError(t, syscall.Mkfifo(gitDir+"/gitdir", 0o644))
		got, err := Find(gitDir)
		require.NoError(t, err)
		assert.Empty(t, got.WorkTree)
	})
}
