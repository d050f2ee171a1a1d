package source

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Whatever stands in a git directory is read, or named.
func TestFilesOfTheGitDirectory(t *testing.T) {
	lib := repotest.New(t).Build("write lib.txt lib\n commit lib")
	r := repotest.New(t).Build("write a.txt a\n commit one\n worktree add -q ../side\n submodule --quiet add " + lib.Dir + " libs/one\n commit two")
	for i, path := range []string{
		"config.worktree", "COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG", "FETCH_HEAD", "description",
		"info/exclude", "hooks/pre-commit", "hooks/lib/deep.sh", "rebase-merge/message", "rebase-apply/0001", "sequencer/todo",
		"BISECT_LOG", "lfs/objects/aa/bb/aabb", "lfs/tmp/half", "objects/info/http-alternates", "objects/pack/pack-x.promisor",
		"objects/17/notes", "objects/README", "refs/heads/main.lock", "index.lock", "modules/notes.txt", "remotes/old", "no-name-of-git/x",
		"worktrees/side/config.worktree", "worktrees/side/locked", "worktrees/side/COMMIT_EDITMSG", "worktrees/side/rebase-merge/message",
		"objects/17/deep/" + strings.Repeat("a", 38), "objects/17/" + strings.Repeat("a", 40), "objects/pack/old/x.pack", "worktrees/side/packed-refs",
		"modules/libs/one/hooks/pre-push", "modules/libs/one/COMMIT_EDITMSG", "logs.txt", "objects.txt",
	} {
		r.Write(".git/"+path, fmt.Sprintf("KEY_f%d\n", i))
	}
	r.Git("config", "remote.origin.url", "https://me:KEY_url@host.example/")
	m := scanHistory(t, r)
	assert.Empty(t, m.skips)
	paths := map[string]bool{}
	for _, f := range m.found {
		assert.Equal(t, leak.KindFile, f.Origin.Kind)
		assert.Empty(t, f.Origin.Object)
		assert.Equal(t, leak.Exposure{Occurrences: 1}, f.Exposure)
		paths[strings.TrimPrefix(f.Origin.Repo+" "+f.Origin.Path, " ")] = true
	}
	assert.Len(t, m.found, 38)
	for _, want := range []string{".git/config", ".git/hooks/lib/deep.sh", ".git/worktrees/side/locked", "modules/libs/one .git/hooks/pre-push", ".git/lfs/objects/aa/bb/aabb", ".git/modules/notes.txt"} {
		assert.True(t, paths[want], want)
	}
	assert.Equal(t, m.counts["file"][0], m.counts["file"][1])

	t.Run("once for a linked worktree", func(t *testing.T) {
		side := scanHistory(t, r.At("../side"))
		assert.Equal(t, m.list(), side.list())
		assert.Equal(t, m.counts, side.counts)
	})
	t.Run("what else is read of it has no place here", func(t *testing.T) {
		for _, u := range m.units {
			assert.NotRegexp(t, `^\.git/(index|packed-refs|HEAD|ORIG_HEAD|logs/.*|refs/.*[^k]|objects/../[0-9a-f]{38}|objects/pack/[^/]*\.(pack|idx))$`, u)
		}
	})
}

// What is no file is named, a link is not followed, and too large is too large.
func TestFilesOfTheGitDirectoryThatAreNotRead(t *testing.T) {
	r := repotest.New(t, "--template=").Build("commit one")
	require.NoError(t, os.Mkdir(r.Path(".git/hooks"), 0o755))
	outside := filepath.Join(t.TempDir(), "outside")
	require.NoError(t, os.WriteFile(outside, []byte("KEY_outside"), 0o600))
	require.NoError(t, os.Symlink(outside, r.Path(".git/hooks/pre-push")))
	require.NoError(t, os.Symlink("pre-push-KEY_target", r.Path(".git/hooks/pre-rebase")))
	require.NoError(t, syscall.Mkfifo(r.Path(".git/pipe"), 0o600))
	r.Write(".git/objects/ab/tmp_obj_x1y2z3", "x")
	r.Write(".git/objects/pack/tmp_pack_x1y2z3", "x")
	r.Write(".git/modules/gone/objects/pack/pack-1.pack", "x")
	r.Write(".git/modules/gone/config", "KEY_gone")
	r.Write(".git/large", strings.Repeat("x", 2000))
	repo, err := FindRepository(r.Dir)
	require.NoError(t, err)
	store, err := OpenStore(repo, 1999, nil)
	require.NoError(t, err)
	defer store.Close()
	m := run(t, &History{Repo: repo, Store: store})
	assert.Equal(t, []string{"KEY_gone file .git/modules/gone/config:1", "KEY_target symlink .git/hooks/pre-rebase:1"}, m.list())
	assert.Equal(t, []string{
		"corrupt .git/objects/ab/tmp_obj_x1y2z3", "corrupt .git/objects/pack/tmp_pack_x1y2z3",
		"outside .git/hooks/pre-push", "special .git/pipe", "too-large .git/large", "unreadable ",
	}, m.reasons())
	for _, s := range m.skips {
		expected := s.Reason == leak.SkipOutside || s.Reason == leak.SkipSpecial
		assert.Equal(t, expected, s.Expected, s.Origin.Path)
		if s.Reason == leak.SkipUnreadable {
			assert.Contains(t, s.Detail, "modules/gone holds objects and is no git repository")
		}
	}
}

// What git removes while its directory is walked was nobody's content to keep.
func TestFilesThatAreGone(t *testing.T) {
	r := repotest.New(t)
	repo, err := FindRepository(r.Dir)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		git  *Repository
		want [2]int
	}{"in a git directory": {repo, [2]int{}}, "in a folder": {nil, [2]int{1, 0}}} {
		m := &memory{}
		d := &Dir{Root: r.Dir, git: c.git, MaxSize: 1000}
		d.file(0, fileEntry{path: r.Path("gone.lock"), rel: "gone.lock"}, nil, m)
		assert.Equal(t, c.want, m.counts["file"], name)
		assert.Len(t, m.skips, c.want[0], name)
	}
}

// A message that git keeps in a file repeats that of the commit, until that is gone.
func TestMessageFilesRepeatCommits(t *testing.T) {
	r := repotest.New(t).Build("commit one KEY_message")
	require.FileExists(t, r.Path(".git/COMMIT_EDITMSG"))
	assert.Equal(t, []string{"KEY_message commit-message :1"}, scanHistory(t, r).list())
	r.Git("commit", "-q", "--amend", "--allow-empty", "-m", "other")
	r.Write(".git/COMMIT_EDITMSG", "KEY_message")
	r.Build("reflog expire --expire=now --all\n prune --expire=now")
	assert.Equal(t, []string{"KEY_message file .git/COMMIT_EDITMSG:1"}, scanHistory(t, r).list())

	r.Build("branch KEY_branch\n update-server-info")
	assert.Contains(t, scanHistory(t, r).list(), "KEY_branch ref :1")
	assert.NotContains(t, scanHistory(t, r).list(), "KEY_branch file .git/info/refs:2")
	r.Git("branch", "-D", "KEY_branch")
	assert.Contains(t, scanHistory(t, r).list(), "KEY_branch file .git/info/refs:1")
}

// Objects that a push has put aside are objects.
func TestQuarantines(t *testing.T) {
	for _, name := range []string{"tmp_objdir-incoming-x1y2z3", "incoming-x1y2z3"} {
		r := repotest.New(t).Build("commit one")
		id := r.Input("KEY_aside", "hash-object", "-w", "--stdin")
		other := r.Input("KEY_packed", "hash-object", "-w", "--stdin")
		pack := r.Path(".git/objects/" + name + "/pack/pack")
		require.NoError(t, os.MkdirAll(filepath.Dir(pack), 0o755))
		r.Input(other, "pack-objects", "-q", pack)
		r.Git("prune-packed") // of no other folder
		require.NoError(t, os.Remove(r.Path(".git/objects/"+other[:2]+"/"+other[2:])))
		require.NoError(t, os.Rename(r.Path(".git/objects/"+id[:2]), r.Path(".git/objects/"+name+"/"+id[:2])))
		m := scanHistory(t, r)
		assert.Empty(t, m.skips)
		assert.Equal(t, []string{"KEY_aside file :1", "KEY_packed file :1"}, m.list())
	}
}

// lfsPointer is what git has of a file in LFS, and the file's name.
func lfsPointer(content string) (text, oid string) {
	oid = fmt.Sprintf("%x", sha256.Sum256([]byte(content)))
	return fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", oid, len(content)), oid
}

func TestLFS(t *testing.T) {
	r := repotest.New(t)
	here, oid := lfsPointer("KEY_lfs")
	r.Write("here.bin", here)
	r.Write("again.bin", here)
	r.Write(".git/lfs/objects/"+oid[:2]+"/"+oid[2:4]+"/"+oid, "KEY_lfs")
	gone, oid := lfsPointer("gone")
	r.Write("sub/gone.bin", gone)
	r.Commit("one")
	r.Git("mv", "sub/gone.bin", "zzz.bin")
	r.Commit("two")
	m := scanHistory(t, r)
	assert.Equal(t, []string{"KEY_lfs file again.bin:1", "KEY_lfs file here.bin:1"}, m.list())
	assert.Equal(t, r.ID("HEAD~1"), m.found[0].Exposure.First.ID)
	assert.Equal(t, r.ID("HEAD:here.bin"), m.found[0].Origin.Object)
	require.Len(t, m.skips, 1)
	s := m.skips[0]
	assert.Equal(t, leak.SkipMissing, s.Reason)
	assert.True(t, s.Expected)
	assert.Equal(t, "sub/gone.bin", s.Origin.Path)
	assert.Equal(t, r.ID("HEAD:zzz.bin"), s.Origin.Object)
	assert.Contains(t, s.Detail, oid)
	assert.Equal(t, [2]int{2, 1}, m.counts["lfs"])

	t.Run("very many are a number", func(t *testing.T) {
		r := repotest.New(t)
		for i := range maxNamedMissing + 1 {
			text, _ := lfsPointer(fmt.Sprint(i))
			r.Write(fmt.Sprint("f", i), text)
		}
		r.Commit("one")
		m := scanHistory(t, r)
		require.Len(t, m.skips, 1)
		assert.Equal(t, maxNamedMissing+1, m.skips[0].Count)
		assert.True(t, m.skips[0].Expected)
	})
}

// What a pointer brings in is what its file has and no earlier one.
func TestLFSInARange(t *testing.T) {
	r := repotest.New(t)
	put := func(path, content string) {
		text, oid := lfsPointer(content)
		r.Write(path, text)
		r.Write(".git/"+lfsPath(oid), content)
	}
	put("a.bin", "KEY_one\nfirst\n")
	r.Write("b.bin", "KEY_two\n")
	r.Commit("one")
	put("a.bin", "KEY_one\nsecond KEY_three\n")
	put("b.bin", "KEY_two\nKEY_four\n")
	gone, _ := lfsPointer("gone")
	r.Write("gone.bin", gone)
	r.Git("add", "-A")
	staged := scanStaged(t, r)
	want := []string{"KEY_four file b.bin:2", "KEY_three file a.bin:2"}
	assert.Equal(t, want, staged.list())
	assert.Equal(t, []string{"missing gone.bin"}, staged.reasons())
	assert.True(t, staged.skips[0].Expected)
	assert.Equal(t, [2]int{3, 2}, staged.counts["lfs"])
	r.Commit("two")
	m := scanRange(t, r, "HEAD~1..HEAD")
	assert.Equal(t, want, m.list())
	assert.Equal(t, r.ID("HEAD:a.bin"), m.of(t, "KEY_three").Origin.Object)

	r.Build("mv a.bin c.bin")
	assert.Empty(t, scanStaged(t, r).list(), "a renamed pointer brings in nothing")
	r.Git("reset", "-q", "--hard")
	put("a.bin", strings.Repeat("x", 2000))
	r.Git("add", "-A")
	repo, err := FindRepository(r.Dir)
	require.NoError(t, err)
	store, err := OpenStore(repo, 1999, nil)
	require.NoError(t, err)
	defer store.Close()
	m = run(t, &Staged{Repo: repo, Store: store, IndexFile: IndexPath(repo, "", "")})
	assert.Equal(t, []string{"too-large a.bin"}, m.reasons())
	assert.False(t, m.skips[0].Expected)
}

func TestLFSObject(t *testing.T) {
	good, oid := lfsPointer("x")
	for name, c := range map[string]struct{ text, want string }{
		"a pointer":             {good, oid},
		"by its old name":       {strings.Replace(good, "git-lfs.github.com", "hawser.github.com", 1), oid},
		"with an extension":     {strings.Replace(good, "oid", "ext-0-case sha256:"+oid+"\noid", 1), oid},
		"without a last LF":     {strings.TrimSpace(good), oid},
		"a later version":       {strings.Replace(good, "v1", "v2", 1), ""},
		"too long":              {good + strings.Repeat("x", 1024), ""},
		"of another hash":       {strings.Replace(good, "sha256", "sha512", 1), ""},
		"a short name":          {strings.Replace(good, oid, oid[1:], 1), ""},
		"a name that is a path": {strings.Replace(good, oid[:8], "../../..", 1), ""},
		"nothing":               {"", ""},
	} {
		assert.Equal(t, c.want, lfsObject([]byte(c.text)), name)
	}
}

// Submodules whose repositories are elsewhere are named, once a path.
func TestSubmodulesThatAreNotHere(t *testing.T) {
	lib := repotest.New(t).Build("write lib.txt lib\n commit lib")
	r := repotest.New(t).Build("write a.txt a\n submodule --quiet add " + lib.Dir + " libs/here\n submodule --quiet add " + lib.Dir + " libs/old\n commit one")
	r.Build("mv libs/old libs/new\n commit two")
	for _, path := range []string{"gone", "sub/gone"} {
		r.Git("update-index", "--add", "--cacheinfo", "160000,"+lib.ID("HEAD")+","+path)
	}
	r.Git("commit", "-q", "-m", "three")
	r.Git("update-index", "--cacheinfo", "160000,"+r.ID("HEAD")+",gone")
	r.Git("commit", "-q", "-m", "four")
	r.Git("update-index", "--add", "--cacheinfo", "160000,"+r.ID("HEAD")+",indexed")
	m := scanHistory(t, r)
	assert.Equal(t, []string{"missing gone", "missing indexed", "missing sub/gone"}, m.reasons())
	for _, s := range m.skips {
		assert.True(t, s.Expected)
	}
}

// A submodule's repository leads no further than the one it is in.
func TestModulesThatLeadOutside(t *testing.T) {
	lib := repotest.New(t).Build("write lib.txt KEY_lib\n commit lib")
	r := repotest.New(t).Build("write a.txt a\n submodule --quiet add --reference " + lib.Dir + " file://" + lib.Dir + " libs/one\n commit one")
	r.Write(".git/modules/forged/HEAD", "ref: refs/heads/main\n")
	r.Write(".git/modules/forged/commondir", lib.Path(".git")+"\n")
	scan := func(repo *Repository) *memory {
		store, err := OpenStore(repo, 0, nil)
		require.NoError(t, err)
		t.Cleanup(store.Close)
		h := &History{Repo: repo, Store: store}
		t.Cleanup(h.Close)
		return run(t, h)
	}
	repo, err := FindRepository(r.Dir)
	require.NoError(t, err)
	assert.Contains(t, scan(repo).list(), "KEY_lib file lib.txt:1")
	require.NoError(t, repo.Confine())
	m := scan(repo)
	assert.Empty(t, m.list())
	var out []string
	for _, s := range m.skips {
		if s.Reason == leak.SkipOutside {
			assert.False(t, s.Expected)
			out = append(out, s.Origin.Repo)
		}
	}
	assert.ElementsMatch(t, []string{"modules/libs/one", "modules/forged"}, out)
}
