package source

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

func TestRange(t *testing.T) {
	r := repotest.New(t).Build(`
		write a.txt KEY_old
		commit one KEY_messageold
		tag v1
		write a.txt KEY_old\nKEY_two
		commit two KEY_message
		mv a.txt b.txt
		commit renamed
		checkout -q -b side v1
		write side.txt KEY_side
		commit side
		checkout -q main
		merge -q --no-ff --no-commit side
		write evil.txt KEY_evil
		commit merge`)
	for text, want := range map[string][]string{
		"v1..HEAD":       {"KEY_two file a.txt:2", "KEY_message commit-message :1", "KEY_side file side.txt:1", "KEY_evil file evil.txt:1"},
		"HEAD":           {"KEY_old file a.txt:1", "KEY_messageold commit-message :1", "KEY_two file a.txt:2", "KEY_message commit-message :1", "KEY_side file side.txt:1", "KEY_evil file evil.txt:1"},
		"HEAD~1..":       {"KEY_side file side.txt:1", "KEY_evil file evil.txt:1"},
		"side...main":    {"KEY_two file a.txt:2", "KEY_message commit-message :1", "KEY_evil file evil.txt:1"},
		"HEAD~2..HEAD~1": {},
	} {
		m := scanRange(t, r, text)
		assert.ElementsMatch(t, want, m.list(), text)
		assert.Empty(t, m.skips)
	}
	m := scanRange(t, r, "HEAD")
	assert.Equal(t, r.ID("HEAD~2"), m.of(t, "KEY_two").Exposure.First.ID)
	assert.Equal(t, "two KEY_message", m.of(t, "KEY_two").Exposure.First.Message)
	assert.Equal(t, r.ID("HEAD"), m.of(t, "KEY_evil").Exposure.First.ID)

	repo, store := opened(t, r)
	rg, err := ParseRange(repo, store, "v1..HEAD")
	require.NoError(t, err)
	m = run(t, &Range{Repo: repo, Store: store, Revisions: rg, FirstOnly: true})
	assert.ElementsMatch(t, []string{"KEY_two file a.txt:2", "KEY_message commit-message :1", "KEY_side file side.txt:1", "KEY_evil file evil.txt:1"}, m.list())
	assert.Equal(t, r.ID("HEAD"), m.of(t, "KEY_side").Exposure.First.ID)
}

// The commit that brought a secret in is the one from which all others that did
// so descend, however near it is to the tip on another way.
func TestRangeNamesTheFirstCommit(t *testing.T) {
	r := repotest.New(t).Build(`
		commit root
		tag root
		write a.txt KEY_a
		commit first
		tag first
		commit between
		write a.txt KEY_a\nKEY_a
		commit again
		commit more
		merge -q -s ours --no-ff -m merge HEAD`)
	// A merge whose second parent is the first commit: one step from the tip.
	merge := r.Git("commit-tree", "-p", "HEAD", "-p", "first", "-m", "merge", "HEAD^{tree}")
	r.Git("reset", "-q", "--hard", merge)
	m := scanRange(t, r, "root..HEAD")
	require.NotEmpty(t, m.found)
	for _, f := range m.found {
		assert.Equal(t, r.ID("first"), f.Exposure.First.ID)
	}
}

func TestRangeTexts(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	raw := "tree " + r.ID("HEAD^{tree}") + "\nparent " + r.ID("HEAD") +
		"\nauthor KEY_author <a@example.org> 1 +0000\ncommitter KEY_committer <a@example.org> 1 +0000\nnote KEY_header\n\nKEY_message\n"
	commit := r.Input(raw, "hash-object", "-t", "commit", "-w", "--literally", "--stdin")
	m := scanRange(t, r, "HEAD.."+commit)
	assert.ElementsMatch(t, []string{"KEY_author identity :1", "KEY_committer identity :1", "KEY_header header :1", "KEY_message commit-message :1"}, m.list())
}

func TestRangeOfUnreadableObjects(t *testing.T) {
	r := repotest.New(t).Build("write dir/a.txt KEY_a\n write b.txt KEY_b\n commit one")
	removeObject(t, r, "HEAD:dir")
	m := scanRange(t, r, "HEAD")
	assert.Equal(t, []string{"KEY_b file b.txt:1"}, m.list())
	assert.Equal(t, []string{"missing dir/"}, m.reasons())
}

// A forged commit may name as its parent what is no commit.
func TestRangeOfACommitWhoseParentIsABlob(t *testing.T) {
	r := repotest.New(t).Build("write a.txt KEY_a\n commit one")
	blob := r.ID("HEAD:a.txt")
	raw := "tree " + r.ID("HEAD^{tree}") + "\nparent " + blob + "\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n"
	commit := r.Input(raw, "hash-object", "-t", "commit", "-w", "--literally", "--stdin")
	m := scanRange(t, r, commit)
	assert.Equal(t, []string{"KEY_a file a.txt:1"}, m.list())
	require.Equal(t, []string{"corrupt "}, m.reasons())
	assert.Equal(t, blob, m.skips[0].Origin.Object)
	assert.Equal(t, "it is a blob, not a commit", m.skips[0].Detail)
}

// A forged tree may hold two files of one name, of which one is compared. That is
// said.
func TestRangeOfATreeWithTwoEntriesOfOneName(t *testing.T) {
	r := repotest.New(t)
	one := r.Input("KEY_one", "hash-object", "-w", "--stdin")
	two := r.Input("KEY_two", "hash-object", "-w", "--stdin")
	tree := r.Input("100644 a\x00"+unhex(t, one)+"100644 a\x00"+unhex(t, two), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")
	m := scanRange(t, r, r.Git("commit-tree", "-m", "x", tree))
	assert.Equal(t, []string{"KEY_two file a:1"}, m.list())
	require.Len(t, m.skips, 1)
	assert.Equal(t, tree, m.skips[0].Origin.Object)
}
