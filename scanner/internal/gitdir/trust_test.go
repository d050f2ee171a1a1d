package gitdir

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

// What git writes leads back; what anybody else could write does not.
func TestLinked(t *testing.T) {
	lib := repotest.New(t).Build("write lib.txt lib\n commit lib")
	r := repotest.New(t).Build("write a.txt a\n commit first\n submodule --quiet add " + lib.Dir + " libs/one\n worktree add -q ../side\n clone -q --bare . ../bare.git")
	r.At("../side").Git("submodule", "--quiet", "add", lib.Dir, "libs/two")
	r.Git("init", "-q", "--separate-git-dir", "../elsewhere", "../separate")
	gitFile := func(dir, target string) {
		require.NoError(t, os.MkdirAll(r.Path(dir), 0o755))
		r.Write(dir+"/.git", "gitdir: "+target+"\n")
	}
	gitFile("../forged", r.Path(".git"))
	gitFile("../side2", r.Path(".git/worktrees/side"))
	gitFile("../module2", r.Path(".git/modules/libs/one"))
	gitFile("../bare2", r.Path("../bare.git"))
	require.NoError(t, os.MkdirAll(r.Path("../linked"), 0o755))
	require.NoError(t, os.Symlink("../repo/.git", r.Path("../linked/.git")))
	require.NoError(t, os.MkdirAll(r.Path("../common"), 0o755))
	r.Write("../common/HEAD", "ref: refs/heads/main\n")
	r.Write("../common/commondir", r.Path(".git")+"\n")

	for path, linked := range map[string]bool{
		".": true, ".git": true, "../side": true, ".git/worktrees/side": true, "libs/one": true, ".git/modules/libs/one": true,
		"../side/libs/two": true, "../bare.git": true, "../elsewhere": true,
		"../separate": false, "../forged": false, "../side2": false, "../module2": false, "../bare2": false, "../linked": false, "../common": false,
	} {
		got, err := Find(r.Path(path))
		require.NoError(t, err, path)
		var claim *NotLinkedError
		if err := got.Confine(); linked {
			assert.NoError(t, err, path)
		} else {
			assert.ErrorAs(t, err, &claim, path)
		}
	}

	t.Run("a moved core.worktree", func(t *testing.T) {
		r.At("libs/one").Git("sparse-checkout", "init")
		require.FileExists(t, r.Path(".git/modules/libs/one/config.worktree"))
		assert.NoError(t, find(t, r.Path("libs/one")).Linked())
	})
}

func find(t *testing.T, path string) *Repo {
	t.Helper()
	r, err := Find(path)
	require.NoError(t, err)
	return r
}

// A confined repository reads nothing of its own through links that lead out.
func TestConfined(t *testing.T) {
	other := repotest.New(t).Build("commit one\n branch other\n worktree add -q ../side")
	for name, c := range map[string]struct {
		path string
		read func(r *Repo) error
	}{
		"refs":        {"refs", func(r *Repo) error { _, bad := r.Refs(); return errorOf(bad) }},
		"packed refs": {"packed-refs", func(r *Repo) error { _, bad := r.Refs(); return errorOf(bad) }},
		"reflogs":     {"logs", func(r *Repo) error { return errorOf(r.Reflogs(func(Reflog) {})) }},
		"worktrees":   {"worktrees", func(r *Repo) error { _, bad := r.Refs(); return errorOf(bad) }},
		"shallow":     {"shallow", func(r *Repo) error { _, err := r.Shallow(); return err }},
	} {
		t.Run(name, func(t *testing.T) {
			r := repotest.New(t).Build("commit one")
			if _, err := os.Stat(other.Path(".git/" + c.path)); err != nil {
				other.Write(".git/"+c.path, "")
			}
			require.NoError(t, os.RemoveAll(r.Path(".git/"+c.path)))
			require.NoError(t, os.Symlink(other.Path(".git/"+c.path), r.Path(".git/"+c.path)))
			repo := find(t, r.Dir)
			assert.NoError(t, c.read(repo), "as git does")
			require.NoError(t, repo.Confine())
			var outside *OutsideError
			assert.ErrorAs(t, c.read(repo), &outside)
		})
	}
}

func errorOf(bad []BadRef) error {
	if len(bad) == 0 {
		return nil
	}
	return bad[0].Err
}
