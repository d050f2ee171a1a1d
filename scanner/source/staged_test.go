package source

import (
	"context"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

// TestStaged says which lines are new: those that the index has and neither HEAD
// nor what is being merged.
func TestStaged(t *testing.T) {
	const base = `
		write a.txt one\nKEY_old\nthree
		write dir/b.txt b
		write dir/sub/c.txt KEY_c
		link link target
		commit base
		`
	const merging = base + `
		checkout -q -b side
		write theirs.txt KEY_theirs
		write a.txt one\nKEY_old\nthree\nKEY_side
		commit side
		checkout -q main
		write ours.txt KEY_ours
		commit ours
		merge -q --no-commit --no-ff side
		`
	for name, c := range map[string]struct {
		recipe string
		want   []string
	}{
		"nothing":                {base, nil},
		"no commit yet":          {"write a.txt KEY_a\n write dir/b.txt KEY_b\n add -A", []string{"KEY_a file a.txt:1", "KEY_b file dir/b.txt:1"}},
		"a new line":             {base + "write a.txt one\\nKEY_new\\nKEY_old\n add -A", []string{"KEY_new file a.txt:2"}},
		"an old line, moved":     {base + "write a.txt KEY_old\\none\\nthree\n add -A", nil},
		"an old line, once more": {base + "write a.txt one\\nKEY_old\\nthree\\nKEY_old\n add -A", []string{"KEY_old file a.txt:2", "KEY_old file a.txt:4"}},
		"CR LF":                  {base + "write a.txt one\\nKEY_old\r\\nthree\n add -A", nil},
		"an edit of a line":      {base + "write a.txt one\\nx = KEY_old\n add -A", []string{"KEY_old file a.txt:2"}},
		"not staged":             {base + "write a.txt KEY_new\n write new.txt KEY_new", nil},
		"staged, then changed":   {base + "write a.txt KEY_new\n add -A\n write a.txt clean", []string{"KEY_new file a.txt:1"}},
		"intent to add":          {base + "write KEY_name.p12 KEY_new\n add -N KEY_name.p12", nil},
		"removed":                {base + "rm -q a.txt", nil},
		"mode":                   {base + "update-index --chmod=+x a.txt", nil},
		"renamed":                {base + "mv a.txt dir/renamed.txt", nil},
		"renamed and edited":     {base + "mv a.txt renamed.txt\n write renamed.txt one\\nKEY_old\\nthree\\nKEY_new\n add -A", []string{"KEY_new file renamed.txt:4"}},
		"renamed, another file":  {base + "mv a.txt renamed.txt\n write renamed.txt 1\\n2\\n3\\n4\\nKEY_old\n add -A", []string{"KEY_old file renamed.txt:5"}},
		"folder renamed":         {base + "mv dir folder", nil},
		"copied":                 {base + "write copy.txt one\\nKEY_old\\nthree\n add -A", []string{"KEY_old file copy.txt:2"}},
		"a link":                 {base + "remove link\n link link KEY_target\n add -A", []string{"KEY_target symlink link:1"}},
		"file becomes link":      {base + "remove a.txt\n link a.txt KEY_target\n add -A", []string{"KEY_target symlink a.txt:1"}},
		"link becomes file":      {base + "remove link\n write link KEY_x\n add -A", []string{"KEY_x file link:1"}},
		"file becomes folder":    {base + "remove a.txt\n write a.txt/x KEY_x\n add -A", []string{"KEY_x file a.txt/x:1"}},
		"folder becomes file":    {base + "remove dir\n write dir KEY_x\n add -A", []string{"KEY_x file dir:1"}},
		"names":                  {base + "write KEY_folder/KEY_file x\n write dir/KEY_other x\n add -A", []string{"KEY_file path KEY_folder/KEY_file:1", "KEY_folder path KEY_folder:1", "KEY_other path dir/KEY_other:1"}},
		"name that is not new":   {"write KEY_name x\n commit one\n write KEY_name y\n add -A", nil},
		"neighbours of a folder": {base + "write dir.txt KEY_a\n write dir0 KEY_b\n write dir/new KEY_c\n add -A", []string{"KEY_a file dir.txt:1", "KEY_b file dir0:1", "KEY_c file dir/new:1"}},
		"split index":            {base + "update-index --split-index\n write a.txt KEY_new\n add -A", []string{"KEY_new file a.txt:1"}},
		"sparse index":           {base + "sparse-checkout init --cone --sparse-index\n sparse-checkout set other\n write a.txt KEY_new\n add a.txt", []string{"KEY_new file a.txt:1"}},
		"merge":                  {merging, nil},
		"merge, edited":          {merging + "write ours.txt KEY_ours\\nKEY_new\n write theirs.txt KEY_new\\nKEY_theirs\n add -A", []string{"KEY_new file ours.txt:2", "KEY_new file theirs.txt:1"}},
		"merge, evil":            {merging + "write evil.txt KEY_evil\n add -A", []string{"KEY_evil file evil.txt:1"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := scanStaged(t, repotest.New(t).Build(c.recipe))
			assert.ElementsMatch(t, c.want, m.list())
			assert.Empty(t, m.skips)
		})
	}
}

// A submodule's commit is another repository's, which is said where it changes.
func TestSubmodulesThatChange(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	link := func(id byte, path string) {
		r.Git("update-index", "--add", "--cacheinfo", "160000,"+strings.Repeat(string(id), 40)+","+path)
	}
	link('1', "lib")
	link('1', "same")
	m := scanStaged(t, r)
	assert.Empty(t, m.list())
	assert.Equal(t, []string{"missing lib", "missing same"}, m.reasons())
	assert.True(t, m.skips[0].Expected)
	r.Git("commit", "-q", "-m", "two")
	link('2', "lib")
	assert.Equal(t, []string{"missing lib"}, scanStaged(t, r).reasons())
	r.Git("commit", "-q", "-m", "three")
	link('3', "lib")
	r.Git("commit", "-q", "-m", "four")
	assert.Equal(t, []string{"missing lib"}, scanRange(t, r, "HEAD~2..HEAD").reasons(), "once")
}

func TestStagedConflict(t *testing.T) {
	r := repotest.New(t).Build(`
		write a.txt base
		commit base
		checkout -q -b side
		write a.txt KEY_theirs
		commit theirs
		checkout -q main
		write a.txt KEY_ours
		commit ours`)
	_, err := r.Try("merge", "side")
	require.Error(t, err)
	r.Build("write new.txt KEY_new\n add new.txt")
	m := scanStaged(t, r)
	assert.Equal(t, []string{"KEY_new file new.txt:1"}, m.list())
	assert.Equal(t, []string{"missing a.txt"}, m.reasons())
	r.Build("write a.txt KEY_both\n add a.txt")
	m = scanStaged(t, r)
	assert.Equal(t, []string{"KEY_both file a.txt:1", "KEY_new file new.txt:1"}, m.list())
	assert.Empty(t, m.skips)
}

// `git commit FILE` and `git commit -p` run hooks with an index of their own.
func TestStagedInAnotherIndex(t *testing.T) {
	r := repotest.New(t).Build("write a.txt a\n commit one\n write a.txt KEY_a\n add -A\n write b.txt KEY_b")
	require.NoError(t, os.Rename(r.Path(".git/index"), r.Path(".git/next-index-1.lock")))
	r.Build("reset -q\n add b.txt")
	repo, store := opened(t, r)
	m := run(t, &Staged{Repo: repo, Store: store, IndexFile: IndexPath(repo, ".git/next-index-1.lock", r.Dir)})
	assert.Equal(t, []string{"KEY_a file a.txt:1"}, m.list())
	assert.Equal(t, []string{"KEY_b file b.txt:1"}, scanStaged(t, r).list())
}

func TestStagedInALinkedWorktree(t *testing.T) {
	r := repotest.New(t).Build("write a.txt KEY_a\n commit one\n worktree add -q ../side -b side")
	r.At("../side").Build("write b.txt KEY_b\n commit two\n write a.txt KEY_a\\nKEY_new\n add -A")
	assert.Equal(t, []string{"KEY_new file a.txt:2"}, scanStaged(t, r.At("../side")).list())
	assert.Empty(t, scanStaged(t, r).list())
}

func TestStagedErrors(t *testing.T) {
	r := repotest.New(t).Build("write a.txt a\n commit one\n write a.txt KEY_a\n write b.txt KEY_b\n add -A")
	removeObject(t, r, ":b.txt")
	m := scanStaged(t, r)
	assert.Equal(t, []string{"KEY_a file a.txt:1"}, m.list())
	assert.Equal(t, []string{"missing b.txt"}, m.reasons())

	repo, store := opened(t, r)
	head := r.ID("HEAD")
	staged := &Staged{Repo: repo, Store: store, IndexFile: IndexPath(repo, "", "")}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	assert.ErrorIs(t, staged.Scan(ctx, 1, &memory{}), context.Canceled)
	removeObject(t, r, "HEAD")
	assert.ErrorContains(t, staged.Scan(context.Background(), 1, &memory{}), head)
	require.NoError(t, os.WriteFile(r.Path(".git/index"), []byte("garbage"), 0o644))
	assert.ErrorContains(t, staged.Scan(context.Background(), 1, &memory{}), "not an index")
}

// What is being merged is not guessed at: its lines would be reported as new.
func TestStagedWithAMergeHeadThatIsNoFile(t *testing.T) {
	r := repotest.New(t).Build("write a.txt a\n commit one\n write a.txt KEY_a\n add -A")
	require.NoError(t, syscall.Mkfifo(r.Path(".git/MERGE_HEAD"), 0o644))
	repo, store := opened(t, r)
	err := (&Staged{Repo: repo, Store: store, IndexFile: IndexPath(repo, "", "")}).Scan(context.Background(), 1, &memory{})
	assert.ErrorContains(t, err, "MERGE_HEAD: not a regular file")
}

// A forged index may hold a folder as one tree and beside it files in that folder.
func TestStagedFileBesideItsSparseFolder(t *testing.T) {
	r := repotest.New(t).Build("write dir/a.txt a\n commit one\n write dir/b.txt KEY_b\n add -A")
	repo, store := opened(t, r)
	id := func(rev string) objects.ID {
		id, err := objects.ParseID(r.ID(rev))
		require.NoError(t, err)
		return id
	}
	index := &gitdir.Index{Entries: []gitdir.Entry{
		{Path: "dir/", Mode: gitdir.ModeTree, ID: id("HEAD:dir")},
		{Path: "dir/b.txt", Mode: 0o100644, ID: id(":dir/b.txt")},
	}}
	d := (&Staged{Repo: repo, Store: store}).changes(t.Context(), index, []objects.ID{id("HEAD^{tree}")}, &memory{})
	require.Len(t, d.added, 1)
	assert.Equal(t, "dir/b.txt", d.added[0].path)
}

// TestStagedChanges reads random trees into the index and compares what differs
// from HEAD with what git says.
func TestStagedChanges(t *testing.T) {
	for seed := range int64(4) {
		r := repotest.New(t).Random(seed, 40)
		repo, store := opened(t, r)
		commits := revisions(r)
		for i := 0; i < len(commits); i += 5 {
			r.Git("read-tree", commits[i])
			r.Git("update-ref", "--no-deref", "HEAD", commits[(i+7)%len(commits)])
			if i%2 == 0 {
				r.Git("write-tree") // fills the cache-tree
			}
			index, err := gitdir.ReadIndex(r.Path(".git/index"), r.Path(".git"), 20)
			require.NoError(t, err)
			staged := &Staged{Repo: repo, Store: store}
			parents, err := staged.parents()
			require.NoError(t, err)
			d := staged.changes(t.Context(), index, parents, &memory{})
			want := rawDiff(r.Git("diff-index", "--cached", "--no-renames", "--raw", "-z", "--no-abbrev", "HEAD"))
			assert.Equal(t, want.added(), addedOf(d), "seed %d commit %d", seed, i)
			assert.Equal(t, want.removed(), removedOf(d), "seed %d commit %d", seed, i)
		}
	}
}

func removedOf(d *treeDiff) []string {
	out := []string{}
	for _, id := range d.removed {
		out = append(out, id.String())
	}
	slices.Sort(out)
	return out
}

func addedOf(d *treeDiff) []string {
	out := []string{}
	for _, c := range d.added {
		old := ""
		for _, id := range c.old {
			old += " " + id.String()
		}
		out = append(out, c.path+" "+c.id.String()+old)
	}
	slices.Sort(out)
	return out
}

func revisions(r *repotest.Repo) []string { return strings.Fields(r.Git("rev-list", "--all")) }
