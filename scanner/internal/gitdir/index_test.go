package gitdir

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

// lsFiles is what git says is in the index; intent-to-add shows in the flags of
// the debug output (CE_INTENT_TO_ADD is 1<<29).
func lsFiles(t *testing.T, r *repotest.Repo) (out []string) {
	t.Helper()
	intent := map[string]bool{}
	path := ""
	for line := range strings.Lines(r.Git("-c", "core.quotePath=false", "ls-files", "--debug", "--sparse")) {
		if !strings.HasPrefix(line, "  ") {
			path = strings.TrimSuffix(line, "\n")
		} else if _, flags, ok := strings.Cut(line, "flags: "); ok {
			n, err := strconv.ParseUint(strings.TrimSpace(flags), 16, 32)
			require.NoError(t, err)
			intent[path] = n&(1<<29) != 0
		}
	}
	for line := range strings.SplitSeq(r.Git("ls-files", "-s", "-z", "--sparse"), "\x00") {
		if line != "" {
			head, path, _ := strings.Cut(line, "\t")
			out = append(out, fmt.Sprintf("%s %s intent=%t", head, path, intent[path]))
		}
	}
	return out
}

func parsed(x *Index) (out []string) {
	for _, e := range x.Entries {
		out = append(out, fmt.Sprintf("%06o %s %d %s intent=%t", e.Mode, e.ID, e.Stage, e.Path, e.IntentToAdd))
	}
	return out
}

func readIndex(t *testing.T, r *repotest.Repo) *Index {
	t.Helper()
	repo := open(t, r)
	x, err := ReadIndex(IndexPath(repo.GitDir, "", ""), repo.GitDir, repo.HashSize)
	require.NoError(t, err)
	return x
}

const someFiles = `
	write a.txt a
	write a/b b
	write a/b.txt c
	write a/c/d/e e
	write a0 zero
	write sub/deep/one 1
	write sub/deep/two 2
	write zz/other 3
	link link a/b
	commit first
	write a/new staged
	write a/b changed
	add -A
	write later intended
	add -N later`

// TestReadIndex reads the index of every format that git writes and compares the
// entries with what git lists.
func TestReadIndex(t *testing.T) {
	for name, c := range map[string]struct {
		init   []string
		recipe string
	}{
		"version 2": {nil, "write a.txt a\n add -A\n update-index --index-version 2"},
		"version 3": {nil, someFiles},
		"version 4": {nil, someFiles + "\n update-index --index-version 4"},
		"SHA-256":   {[]string{"--object-format=sha256"}, someFiles + "\n update-index --index-version 4"},
		"split, nothing of its own": {nil, someFiles + `
			update-index --split-index`},
		"split": {nil, someFiles + `
			update-index --split-index
			write a/b changed again
			write a/first new
			write zz/last new
			remove a/c/d/e
			add -A`},
		"split, version 4, SHA-256": {[]string{"--object-format=sha256"}, someFiles + `
			update-index --index-version 4
			update-index --split-index
			write a.txt changed again
			write a/b changed again
			remove zz/other
			write m/n o
			add -A`},
		"sparse": {nil, someFiles + `
			commit all
			sparse-checkout init --cone --sparse-index
			sparse-checkout set a`},
		"untracked cache and fsmonitor": {nil, someFiles + `
			config core.fsmonitor true
			update-index --force-untracked-cache
			update-index --fsmonitor
			status`},
		"extensions for threads": {nil, someFiles + `
			-c index.threads=2 update-index --force-write-index`},
		"a submodule": {nil, someFiles + `
			update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,zz/module`},
		"skip-worktree and assume-unchanged": {nil, someFiles + `
			update-index --skip-worktree a.txt
			update-index --assume-unchanged a0`},
		"names that are not ASCII": {nil, "write ä/ö.txt a\n write 名前 b\n add -A\n update-index --index-version 4"},
		"no entry":                 {nil, "write a.txt a\n add -A\n rm -q --cached a.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			r := repotest.New(t, c.init...)
			for line := range strings.Lines(c.recipe) {
				if strings.Contains(line, "--fsmonitor") {
					continue // needs a daemon; the extension is made below
				}
				r.Build(line)
			}
			x := readIndex(t, r)
			assert.Equal(t, lsFiles(t, r), parsed(x))
			if name == "no entry" {
				assert.Empty(t, x.Entries)
			} else {
				assert.NotEmpty(t, x.Entries)
			}
		})
	}
}

// The recipes above make the formats that they are named after.
func TestIndexFormatsAreReal(t *testing.T) {
	version := func(r *repotest.Repo) byte {
		b, err := os.ReadFile(r.Path(".git/index"))
		require.NoError(t, err)
		return b[7]
	}
	assert.EqualValues(t, 3, version(repotest.New(t).Build(someFiles)))
	assert.EqualValues(t, 4, version(repotest.New(t).Build(someFiles+"\n update-index --index-version 4")))
	sparse := repotest.New(t).Build(someFiles + "\n commit all\n sparse-checkout init --cone --sparse-index\n sparse-checkout set a")
	assert.True(t, slices.ContainsFunc(readIndex(t, sparse).Entries, func(e Entry) bool { return e.Mode == ModeTree && e.Path == "sub/" }))
}

func TestIndexOfAConflict(t *testing.T) {
	r := repotest.New(t).Build(`
		write a.txt base
		write b.txt base
		commit base
		checkout -q -b side
		write a.txt theirs
		remove b.txt
		commit theirs
		checkout -q main
		write a.txt ours
		write b.txt ours
		commit ours`)
	_, err := r.Try("merge", "side")
	require.Error(t, err)
	x := readIndex(t, r)
	assert.Equal(t, lsFiles(t, r), parsed(x))
	assert.Len(t, x.Entries, 5)
}

// The cache-tree names the tree of every folder, but of those in which something
// was staged since and those with a path that is only intended.
func TestCachedTrees(t *testing.T) {
	r := repotest.New(t).Build("write a/b b\n write sub/deep/one 1\n write zz/z z\n add -A")
	root := r.Git("write-tree")
	x := readIndex(t, r)
	assert.Equal(t, root, x.Cached[""].String())
	for dir, id := range x.Cached {
		assert.Equal(t, r.ID(root+":"+dir), id.String(), dir)
	}
	assert.Len(t, x.Cached, 5)

	x = readIndex(t, r.Build("write a/b changed\n add a/b\n write zz/later x\n add -N zz/later"))
	assert.Len(t, x.Cached, 2)
	assert.Contains(t, x.Cached, "sub")
	assert.Contains(t, x.Cached, "sub/deep")
}

func TestIndexPath(t *testing.T) {
	assert.Equal(t, "/repo/.git/index", IndexPath("/repo/.git", "", "/repo"))
	assert.Equal(t, "/tmp/index", IndexPath("/repo/.git", "/tmp/index", "/repo"))
	assert.Equal(t, "/repo/.git/next-index-1.lock", IndexPath("/repo/.git", ".git/next-index-1.lock", "/repo"))
}

func TestIndexThatIsNotThere(t *testing.T) {
	x, err := ReadIndex(t.TempDir()+"/index", "", 20)
	require.NoError(t, err)
	assert.Empty(t, x.Entries)
}

func TestSharedIndexThatIsNotThere(t *testing.T) {
	r := repotest.New(t).Build(someFiles + "\n update-index --split-index")
	b, err := os.ReadDir(r.Path(".git"))
	require.NoError(t, err)
	for _, e := range b {
		if strings.HasPrefix(e.Name(), "sharedindex.") {
			require.NoError(t, os.Remove(r.Path(".git/"+e.Name())))
		}
	}
	_, err = ReadIndex(r.Path(".git/index"), r.Path(".git"), 20)
	assert.ErrorContains(t, err, "shared part is missing")
}

// signed gives index content the checksum it needs.
func signed(b []byte) []byte {
	sum := sha1.Sum(b)
	return append(bytes.Clone(b), sum[:]...)
}

// An index cut short anywhere, or with a bit turned over, is an error: what it
// would seem to hold is not what the next commit holds.
func TestDamagedIndex(t *testing.T) {
	r := repotest.New(t).Build(someFiles + "\n update-index --index-version 4")
	whole, err := os.ReadFile(r.Path(".git/index"))
	require.NoError(t, err)
	_, _, err = parseIndexFile(whole, 20)
	require.NoError(t, err)
	for n := range whole {
		_, _, err := parseIndexFile(whole[:n], 20)
		require.Error(t, err, "cut to %d bytes", n)
		flipped := bytes.Clone(whole)
		flipped[n] ^= 0x10
		_, _, err = parseIndexFile(flipped, 20)
		require.Error(t, err, "byte %d turned over", n)
	}
	t.Run("cut by one who knows checksums", func(t *testing.T) {
		body := whole[:len(whole)-20]
		x, _, err := parseIndexFile(signed(body), 20)
		require.NoError(t, err)
		for n := range body {
			if y, _, err := parseIndexFile(signed(body[:n]), 20); err == nil {
				assert.Equal(t, x.Entries, y.Entries, "cut to %d bytes", n)
			}
		}
	})
	t.Run("without a checksum, as with index.skipHash", func(t *testing.T) {
		_, _, err := parseIndexFile(append(bytes.Clone(whole[:len(whole)-20]), make([]byte, 20)...), 20)
		assert.NoError(t, err)
	})
}

// entry is an index entry of version 2.
func entry(path string) []byte {
	b := make([]byte, 62, 80)
	binary.BigEndian.PutUint32(b[24:], 0o100644)
	binary.BigEndian.PutUint16(b[60:], uint16(len(path)))
	b = append(b, path...)
	return append(b, make([]byte, 8-len(b)%8)...)
}

func indexOf(version, count uint32, parts ...[]byte) []byte {
	b := []byte("DIRC")
	b = binary.BigEndian.AppendUint32(b, version)
	b = binary.BigEndian.AppendUint32(b, count)
	return signed(append(b, bytes.Join(parts, nil)...))
}

func extension(name string, body []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte(name), uint32(len(body))), body...)
}

func TestForgedIndex(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		err  string
	}{
		"no index":              {[]byte("hello"), "not an index"},
		"another version":       {indexOf(5, 0), "version 5"},
		"a count too large":     {indexOf(2, 1<<31, entry("a")), "truncated"},
		"an unordered list":     {indexOf(2, 2, entry("a/b"), entry("A")), "order"},
		"an unknown extension":  {indexOf(2, 0, extension("what", nil)), `"what"`},
		"an optional extension": {indexOf(2, 0, extension("WHAT", []byte("x"))), ""},
		"a link cut short":      {indexOf(2, 0, extension("link", make([]byte, 3))), "truncated"},
		"a path without end":    {indexOf(2, 1, entry(strings.Repeat("a/", 1<<15)+"a")), "longer than any"},
		"a bitmap of millions": {indexOf(2, 0, extension("link", append(bytes.Repeat([]byte{1}, 20),
			0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0x07, 0xff, 0xff, 0xff, 0, 0, 0, 0))), "damaged bitmap"},
	} {
		t.Run(name, func(t *testing.T) {
			path := t.TempDir() + "/index"
			require.NoError(t, os.WriteFile(path, c.data, 0o644))
			_, err := ReadIndex(path, "", 20)
			if c.err == "" {
				require.NoError(t, err)
				return
			}
			assert.ErrorContains(t, err, c.err)
		})
	}
}

func FuzzIndex(f *testing.F) {
	for _, recipe := range []string{someFiles, someFiles + "\n update-index --index-version 4", someFiles + "\n update-index --split-index\n write a/b x\n rm -q --cached a0\n add a/b"} {
		r := repotest.New(f).Build(recipe)
		b, err := os.ReadFile(r.Path(".git/index"))
		require.NoError(f, err)
		f.Add(b[:len(b)-20])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		x, link, err := parseIndexFile(signed(body), 20)
		if err != nil {
			return
		}
		if link != nil {
			base := []Entry{{Path: "a"}, {Path: "b"}, {Path: "c"}}
			_, _ = merge(base, x.Entries, link)
			return
		}
		assert.Len(t, x.Entries, int(binary.BigEndian.Uint32(body[8:])))
	})
}
