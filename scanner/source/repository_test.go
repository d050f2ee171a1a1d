package source

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestRemotesWithoutCredentials(t *testing.T) {
	for remote, want := range map[string]string{
		"":                                       "",
		"https://example.org/a.git":              "https://example.org/a.git",
		"https://me:word@example.org/a.git":      "https://example.org/a.git",
		"https://word@example.org/a.git":         "https://example.org/a.git",
		"https://me:50%@example.org/a.git":       "https://example.org/a.git",
		"https://me:50%@example.org/a?token=x#y": "https://example.org/a",
		"https://me:a/b@example.org/a.git":       "https://example.org/a.git",
		"https://example.org/a.git?token=word#x": "https://example.org/a.git",
		"git@example.org:a/b.git":                "git@example.org:a/b.git",
		"/srv/git/a?b#c.git":                     "/srv/git/a?b#c.git",
		"../a.git":                               "../a.git",
	} {
		assert.Equal(t, want, withoutCredentials(remote), remote)
	}
}

func TestDescribe(t *testing.T) {
	r := repotest.New(t).Build("commit one\n remote add origin https://me:word@example.org/a.git")
	repo, _ := opened(t, r)
	var run leak.Run
	Describe(repo, &run)
	assert.Equal(t, leak.Run{Root: r.Dir, Remote: "https://example.org/a.git", Branch: "refs/heads/main", Revision: r.ID("HEAD"),
		Remotes: []leak.Remote{{Name: "origin", URL: "https://example.org/a.git", Hosting: leak.HostingPublic}}}, run)
}

// The key is that of the first commit, in every clone and whatever came later.
func TestFingerprintKey(t *testing.T) {
	key := func(r *repotest.Repo) []byte {
		repo, store := opened(t, r)
		k, err := FingerprintKey(repo, store)
		require.NoError(t, err)
		h := &History{Repo: repo, Store: store}
		defer h.Close()
		require.NoError(t, h.Scan(t.Context(), 2, &memory{}))
		scanned, err := h.FingerprintKey()
		require.NoError(t, err)
		require.Equal(t, k, scanned)
		return k
	}
	none, err := FingerprintKey(nil, nil)
	require.NoError(t, err)
	r := repotest.New(t)
	assert.Equal(t, none, key(r), "a repository without a commit")
	first := key(r.Build("commit one"))
	assert.NotEqual(t, none, first)
	r.Build("commit two\n checkout -q --orphan other\n commit root\n checkout -q main\n merge -q --allow-unrelated-histories -m merge other\n commit three")
	assert.Equal(t, first, key(r))
	r.Git("clone", "-q", "--bare", ".", "../clone")
	assert.Equal(t, first, key(r.At("../clone")))
	assert.NotEqual(t, first, key(repotest.New(t).Build("commit another")))
}

// forge stores content under a name that is not its own.
func forge(t *testing.T, r *repotest.Repo, id, typ, content string) {
	t.Helper()
	path := r.Path(".git/objects/" + id[:2] + "/" + id[2:])
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	f, err := os.Create(path)
	require.NoError(t, err)
	w := zlib.NewWriter(f)
	_, err = fmt.Fprintf(w, "%s %d\x00%s", typ, len(content), content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, f.Close())
}

// A forged store may say that it holds a commit that is its own parent and a tree
// that is in itself. Their content is not what their names stand for, so that
// they are named as damaged, and every scan comes to its end.
func TestForgedCycles(t *testing.T) {
	r := repotest.New(t)
	name := func(s string) string { return fmt.Sprintf("%x", sha1.Sum([]byte(s))) }
	tree, commit := name("tree"), name("commit")
	raw := sha1.Sum([]byte("tree"))
	blob := r.Input("KEY_x", "hash-object", "-w", "--stdin")
	forge(t, r, tree, "tree", "40000 a\x00"+string(raw[:])+"40000 b\x00"+string(raw[:])+"100644 f\x00"+unhex(t, blob))
	forge(t, r, commit, "commit", "tree "+tree+"\nparent "+commit+"\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n")
	require.NoError(t, os.WriteFile(r.Path(".git/refs/heads/main"), []byte(commit+"\n"), 0o644))

	m := scanHistory(t, r)
	assert.NotEmpty(t, m.found, "the blob is sound")
	assert.Contains(t, m.reasons(), "corrupt ")
	repo, store := opened(t, r)
	_, err := ParseRange(repo, store, "main")
	assert.ErrorContains(t, err, commit)
}

func unhex(t *testing.T, id string) string {
	t.Helper()
	var raw []byte
	_, err := fmt.Sscanf(id, "%x", &raw)
	require.NoError(t, err)
	return string(raw)
}
