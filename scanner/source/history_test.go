package source

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// TestHistoryPlaces plants a key in each place that git has and asks where it is
// said to be and what holds it.
func TestHistoryPlaces(t *testing.T) {
	r := repotest.New(t).Build(`
		write kept.txt KEY_kept
		write gone.txt KEY_gone
		write old/name.txt KEY_renamed
		link link KEY_link
		commit one
		remove gone.txt
		mv old/name.txt new.txt
		commit two KEY_message
		checkout -q -b KEY_branch HEAD~1
		write on-branch.txt KEY_onbranch
		commit side
		checkout -q main
		merge -q --no-ff -m merge KEY_branch
		write KEY_folder/x KEY_infolder
		commit three
		write amended.txt KEY_amended
		commit four
		rm -q amended.txt
		commit --amend -q --allow-empty -m five
		write kept.txt KEY_stashed1
		stash -q
		write kept.txt KEY_stashed2
		stash -q
		write index.txt KEY_index
		add index.txt
		tag -a -m KEY_intag inner
		tag -a -m outer outer inner
		tag -d inner
		notes add -m KEY_note`)
	blob := r.Input("KEY_tagged", "hash-object", "-w", "--stdin")
	r.Git("tag", "a-blob", blob)
	tree := r.Input("100644 blob "+r.Input("KEY_intree", "hash-object", "-w", "--stdin")+"\tpath.txt\n", "mktree")
	r.Git("tag", "-a", "-m", "x", "a-tree", tree)
	r.Input("KEY_dangling", "hash-object", "-w", "--stdin")
	r.Git("worktree", "add", "-q", "--detach", "../side")
	r.At("../side").Build("write side.txt KEY_worktree\n add -A")

	m := scanHistory(t, r)
	assert.Empty(t, m.skips)
	for secret, want := range map[string]struct {
		path, first string
		kind        leak.Kind
		atHead      bool
		heldBy      string
	}{
		"KEY_kept":     {"kept.txt", "main~4", leak.KindFile, true, ""},
		"KEY_gone":     {"gone.txt", "main~4", leak.KindFile, false, ""},
		"KEY_link":     {"link", "main~4", leak.KindSymlink, true, ""},
		"KEY_message":  {"", "main~3", leak.KindCommitMessage, false, ""},
		"KEY_onbranch": {"on-branch.txt", "KEY_branch", leak.KindFile, true, ""},
		"KEY_folder":   {"KEY_folder", "main~1", leak.KindPath, true, ""},
		"KEY_infolder": {"KEY_folder/x", "main~1", leak.KindFile, true, ""},
		"KEY_amended":  {"amended.txt", "main@{1}", leak.KindFile, false, "reflog"},
		"KEY_stashed1": {"kept.txt", "stash@{1}", leak.KindFile, false, "stash"},
		"KEY_stashed2": {"kept.txt", "stash@{0}", leak.KindFile, false, ""},
		"KEY_index":    {"index.txt", "", leak.KindFile, false, "index"},
		"KEY_worktree": {"side.txt", "", leak.KindFile, false, "index"},
		"KEY_dangling": {"", "", leak.KindFile, false, "dangling"},
	} {
		f := m.of(t, secret)
		assert.Equal(t, want.path, f.Origin.Path, secret)
		assert.Equal(t, want.kind, f.Origin.Kind, secret)
		assert.Equal(t, want.atHead, f.Exposure.AtHead, secret)
		if want.heldBy == "" {
			assert.Empty(t, f.Exposure.HeldBy, secret)
			assert.NotEmpty(t, f.Exposure.Refs, secret)
		} else {
			assert.Equal(t, []string{want.heldBy}, f.Exposure.HeldBy, secret)
		}
		if want.first == "" {
			assert.Nil(t, f.Exposure.First, secret)
		} else if assert.NotNil(t, f.Exposure.First, secret) {
			assert.Equal(t, r.ID(want.first), f.Exposure.First.ID, secret)
			assert.Equal(t, "ada@example.org", f.Exposure.First.Email)
		}
	}
	assert.Equal(t, []string{"refs/tags/a-blob"}, m.of(t, "KEY_tagged").Exposure.Refs)
	assert.Equal(t, []string{"refs/tags/a-tree"}, m.of(t, "KEY_intree").Exposure.Refs)
	assert.Equal(t, "path.txt", m.of(t, "KEY_intree").Origin.Path)
	assert.Equal(t, []string{"refs/tags/outer"}, m.of(t, "KEY_intag").Exposure.Refs, "a tag that only another tag holds")
	assert.Equal(t, []string{"refs/notes/commits"}, m.of(t, "KEY_note").Exposure.Refs)

	var renamed []string
	for _, f := range m.found {
		if f.Secret.Reveal() == "KEY_renamed" {
			renamed = append(renamed, f.Origin.Path)
		}
	}
	assert.Equal(t, []string{"new.txt", "old/name.txt"}, renamed)
}

// A secret in many versions of a file is one finding: that of the version that
// came first, with the last commit that has it.
func TestVersionsAreOneFinding(t *testing.T) {
	r := repotest.New(t).Build(`
		write a.txt KEY_a
		commit one
		write a.txt more\nKEY_a
		commit two
		write a.txt more\nKEY_a\nmore
		commit three
		write a.txt clean
		commit four`)
	f := scanHistory(t, r).of(t, "KEY_a")
	assert.Equal(t, 1, f.Start.Line)
	assert.Equal(t, 3, f.Exposure.Occurrences)
	assert.Equal(t, r.ID("HEAD~3"), f.Exposure.First.ID)
	assert.Equal(t, r.ID("HEAD~1"), f.Exposure.Last.ID)
	assert.False(t, f.Exposure.AtHead)
}

// A file whose path is a finding is one for each path, at the commit that had it
// first, however often it was changed.
func TestPathFindings(t *testing.T) {
	r := repotest.New(t).Build(`
		write old.p12 1
		commit one
		write old.p12 2
		commit two
		remove old.p12
		write sub/new.p12 2
		write dir.p12/x x
		link link.p12 sub/new.p12
		commit three
		write staged.p12 x
		add staged.p12`)
	m := scanHistory(t, r)
	assert.Equal(t, []string{"file file link.p12:0", "file file old.p12:0", "file file staged.p12:0", "file file sub/new.p12:0"}, m.list())
	old := m.of(t, "old.p12")
	assert.Equal(t, r.ID("HEAD~2"), old.Exposure.First.ID)
	assert.Equal(t, r.ID("HEAD~1"), old.Exposure.Last.ID)
	assert.Equal(t, r.ID("HEAD~2:old.p12"), old.Origin.Object)
	assert.Equal(t, 2, old.Exposure.Occurrences)
	assert.True(t, m.of(t, "sub/new.p12").Exposure.AtHead)
	assert.Equal(t, []string{"index"}, m.of(t, "staged.p12").Exposure.HeldBy)

	m = scanRange(t, r, "HEAD~2..HEAD")
	assert.Equal(t, []string{"file file sub/new.p12:0"}, m.list(), "old.p12 was only changed")
	assert.Equal(t, r.ID("HEAD"), m.found[0].Exposure.First.ID)
	assert.Equal(t, []string{"file file staged.p12:0"}, scanStaged(t, r).list())
}

// What `git replace` hides is read as it is, and so is what it shows instead.
func TestReplacedObjects(t *testing.T) {
	r := repotest.New(t).Build("write a.txt KEY_hidden\n commit one")
	shown := r.Input("KEY_shown", "hash-object", "-w", "--stdin")
	r.Git("replace", r.ID("HEAD:a.txt"), shown)
	require.Equal(t, "KEY_shown", r.Git("show", "HEAD:a.txt"))
	m := scanHistory(t, r)
	assert.Equal(t, "a.txt", m.of(t, "KEY_hidden").Origin.Path)
	assert.Len(t, m.of(t, "KEY_shown").Exposure.Refs, 1)
}

func TestShallowHistory(t *testing.T) {
	origin := repotest.New(t).Build("write a.txt KEY_old\n commit one\n write a.txt KEY_new\n commit two")
	origin.Git("clone", "-q", "--depth=1", "file://"+origin.Dir, "../shallow")
	r := origin.At("../shallow")
	m := scanHistory(t, r)
	assert.Equal(t, []string{"KEY_new file a.txt:1"}, m.list())
	assert.Equal(t, []string{"shallow "}, m.reasons())
	assert.False(t, m.skips[0].Expected)

	repo, store := opened(t, r)
	m = run(t, &History{Repo: repo, Store: store, AllowShallow: true})
	assert.True(t, m.skips[0].Expected)
	m = scanRange(t, r, "HEAD")
	assert.Equal(t, []string{"KEY_new file a.txt:1"}, m.list())
	assert.Equal(t, []string{"shallow "}, m.reasons())
}

func TestPartialClone(t *testing.T) {
	origin := repotest.New(t).Build("write dir/a.txt KEY_a\n commit one\n write dir/a.txt KEY_b\n commit two")
	origin.Git("config", "uploadpack.allowFilter", "true")
	origin.Git("clone", "-q", "--no-checkout", "--filter=blob:none", "file://"+origin.Dir, "../partial")
	m := scanHistory(t, origin.At("../partial"))
	assert.Empty(t, m.found)
	assert.Equal(t, []string{"missing dir/a.txt", "missing dir/a.txt"}, m.reasons())
	assert.Equal(t, [2]int{2, 0}, m.counts["missing"])
	m = scanRange(t, origin.At("../partial"), "HEAD")
	assert.Equal(t, []string{"missing dir/a.txt", "missing dir/a.txt"}, m.reasons())
}

func TestSubmodules(t *testing.T) {
	inner := repotest.New(t).Build("write in.txt KEY_inner\n commit inner")
	lib := repotest.New(t).Build("write lib.txt KEY_lib\n commit lib")
	lib.Git("submodule", "--quiet", "add", inner.Dir, "inner")
	lib.Commit("with a submodule")
	r := repotest.New(t)
	r.Git("submodule", "--quiet", "add", lib.Dir, "libs/one")
	r.Commit("with a submodule")
	r.Git("submodule", "--quiet", "update", "--init", "--recursive")
	m := scanHistory(t, r)
	assert.Empty(t, m.skips)
	assert.Equal(t, "modules/libs/one", m.of(t, "KEY_lib").Origin.Repo)
	assert.Equal(t, "modules/libs/one/modules/inner", m.of(t, "KEY_inner").Origin.Repo)
	assert.Equal(t, "in.txt", m.of(t, "KEY_inner").Origin.Path)

	require.NoError(t, os.WriteFile(r.Path(".git/modules/libs/one/config"), []byte("[extensions]\n\trefstorage = reftable\n"), 0o644))
	m = scanHistory(t, r)
	require.Len(t, m.skips, 1)
	assert.Equal(t, leak.SkipUnsupported, m.skips[0].Reason)
	assert.Equal(t, "modules/libs/one", m.skips[0].Origin.Repo)
	assert.NotEmpty(t, m.of(t, "KEY_inner"))
	assert.NotEmpty(t, m.of(t, "KEY_lib"))
}

// A tree that a ref names, and no commit, may hold a submodule whose name is a
// finding: its commit is in another repository.
func TestSubmoduleInATaggedTree(t *testing.T) {
	r := repotest.New(t).Build("commit one\n update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,KEY_module")
	tree := r.Git("write-tree")
	r.Build("tag tree " + tree + "\n reset -q")
	m := scanHistory(t, r)
	assert.Equal(t, []string{"KEY_module path KEY_module:1"}, m.list())
	assert.Equal(t, []string{"missing KEY_module"}, m.reasons())
}

// Two identities of one commit with one secret in both come in the same order in
// every run, though nothing that findings are sorted by tells them apart.
func TestIdentitiesComeInOneOrder(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	raw := "tree " + r.ID("HEAD^{tree}") + "\nauthor KEY_a <a@example.org> 1 +0000\ncommitter KEY_a <c@example.org> 1 +0000\n\nx\n"
	r.Git("update-ref", "refs/heads/main", r.Input(raw, "hash-object", "-t", "commit", "-w", "--literally", "--stdin"))
	repo, store := opened(t, r)
	for range 8 {
		m := run(t, &History{Repo: repo, Store: store})
		require.NotEmpty(t, m.found)
		assert.Equal(t, "KEY_a <a@example.org>", m.found[0].Line)
	}
}

// A folder is one by the type in its mode, whatever permissions stand there too.
func TestFolderWithPermissions(t *testing.T) {
	r := repotest.New(t).Build("write dir/a.txt KEY_a\n commit one")
	tree := r.Input("40755 dir\x00"+unhex(t, r.ID("HEAD:dir")), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
	r.Git("update-ref", "refs/heads/main", r.Git("commit-tree", "-m", "x", tree))
	require.Equal(t, "dir/a.txt", r.Git("ls-tree", "-r", "--name-only", "HEAD"))
	for _, m := range []*memory{scanHistory(t, r), scanRange(t, r, "HEAD")} {
		f := m.of(t, "KEY_a")
		assert.Equal(t, "dir/a.txt", f.Origin.Path)
		assert.Equal(t, r.ID("HEAD"), f.Exposure.First.ID)
		assert.Empty(t, m.skips)
	}
}

// A name that only an index has is scanned as those in trees are.
func TestNamesInTheIndex(t *testing.T) {
	r := repotest.New(t).Build("write a.txt a\n commit one\n write KEY_folder/KEY_file.txt x\n add -A\n write KEY_later x\n add -N KEY_later")
	m := scanHistory(t, r)
	assert.Equal(t, []string{"KEY_file path KEY_folder/KEY_file.txt:1", "KEY_folder path KEY_folder:1", "KEY_later path KEY_later:1"}, m.list())
	f := m.of(t, "KEY_file")
	assert.Equal(t, int64(len("KEY_folder/")), f.Start.Offset)
	assert.Equal(t, []string{"index"}, f.Exposure.HeldBy)
	r.Commit("two")
	assert.Equal(t, m.list(), scanHistory(t, r).list(), "once, now that trees have them")
}
