package objectstest

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Recipe is a repository of the suite.
type Recipe struct {
	Name    string
	Build   func(t testing.TB) *Repo
	NoGoGit string // why go-git cannot read it
}

// Reader is an implementation that the suite tests.
type Reader struct {
	Name string
	Walk func(testing.TB, *Repo) Set
	Can  func(Recipe) bool // nil: it reads every recipe
}

// Run checks that each reader gives every object of each repository exactly
// once, with its right name, type and bytes.
func Run(t *testing.T, readers ...Reader) {
	for _, recipe := range Recipes {
		t.Run(recipe.Name, func(t *testing.T) {
			t.Parallel()
			r := recipe.Build(t)
			want := CatFile(t, r)
			for _, reader := range readers {
				if reader.Can == nil || reader.Can(recipe) {
					t.Run(reader.Name, func(t *testing.T) { Same(t, want, reader.Walk(t, r)) })
				}
			}
		})
	}
}

// Same checks that two sets hold the same objects and names those that differ.
func Same(t testing.TB, want, got Set) {
	t.Helper()
	var wrong []string
	for id, w := range want {
		g, ok := got[id]
		switch {
		case !ok:
			wrong = append(wrong, fmt.Sprintf("%s %s is missing", w.Type, id))
		case g.Type != w.Type:
			wrong = append(wrong, fmt.Sprintf("%s is a %s, not a %s", id, g.Type, w.Type))
		case !bytes.Equal(g.Data, w.Data):
			wrong = append(wrong, fmt.Sprintf("%s %s has other bytes (%d, not %d)", w.Type, id, len(g.Data), len(w.Data)))
		}
	}
	for id := range got {
		if _, ok := want[id]; !ok {
			wrong = append(wrong, id.String()+" is not in the repository")
		}
	}
	slices.Sort(wrong)
	if n := len(wrong); n > 10 {
		wrong = append(wrong[:10], fmt.Sprintf("and %d more", n-10))
	}
	assert.Empty(t, strings.Join(wrong, "\n"))
}

// Recipes are the repositories of the suite.
var Recipes = []Recipe{
	{Name: "empty repository", Build: func(t testing.TB) *Repo { return Init(t) }},
	{Name: "bare repository", Build: func(t testing.TB) *Repo { return grown(Init(t, "--bare"), 10) }},
	{Name: "loose objects only", Build: loose},
	{Name: "loose objects without compression", Build: func(t testing.TB) *Repo {
		r := Init(t)
		r.Git("config", "core.compression", "0")
		r.HashObject(objects.Blob, nil)
		r.HashObject(objects.Blob, bytes.Repeat([]byte("plain "), 40_000))
		return grown(r, 10)
	}},
	{Name: "one pack of deltas by offset", Build: packed("repack", "-adfq", "--depth=50", "--window=10")},
	{Name: "one pack of deltas by name", Build: packed("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--window=50")},
	{Name: "deep delta chains", Build: deep("--depth=250", "--window=250")},
	{Name: "deepest delta chains that git makes", Build: deep("--depth=4095", "--window=1000")},
	{Name: "no deltas", Build: packed("repack", "-adfq", "--window=0")},
	{Name: "pack with bitmap, reverse index and commit-graph", Build: func(t testing.TB) *Repo {
		r := packed("-c", "pack.writeReverseIndex=true", "repack", "-adfqb")(t)
		r.Git("commit-graph", "write", "--reachable", "--changed-paths")
		return r
	}},
	{Name: "many packs that share objects", Build: manyPacks},
	{Name: "the same objects packed and loose", Build: packedAndLoose},
	{Name: "multi-pack-index over two packs and one pack beside it", Build: func(t testing.TB) *Repo {
		r := manyPacks(t)
		r.Git("multi-pack-index", "write")
		r.HashObject(objects.Blob, []byte("after the index\n"))
		r.Git("repack", "-q")
		return r
	}},
	{Name: "pack with a .keep file", Build: func(t testing.TB) *Repo {
		r := packed("repack", "-adq")(t)
		r.Write(r.Packs()[0]+".keep", nil)
		r.Grow(rand.New(rand.NewSource(9)), 5)
		r.Git("repack", "-adq")
		return r
	}},
	{Name: "cruft pack", Build: func(t testing.TB) *Repo {
		r := Init(t)
		grown(r, 30)
		r.HashObject(objects.Blob, []byte("nobody refers to this\n"))
		r.Git("branch", "-D", "side")
		r.Git("repack", "-q", "--cruft", "-d")
		require.NotEmpty(t, glob(t, r.Objects("pack", "*.mtimes")), "git made no cruft pack")
		return r
	}},
	{Name: "index of version 1", NoGoGit: "go-git reads version 2 indexes only", Build: packed("-c", "pack.indexVersion=1", "repack", "-adfq")},
	{Name: "index with 64-bit offsets", Build: func(t testing.TB) *Repo {
		r := packed("repack", "-adfq")(t)
		p := r.Packs()[0]
		require.NoError(t, os.Remove(p+".idx"))
		r.Git("index-pack", "--index-version=2,0x40", p+".pack")
		return r
	}},
	{Name: "packs of other names", NoGoGit: "go-git wants pack-<hash>", Build: func(t testing.TB) *Repo {
		r := packed("repack", "-adfq")(t)
		p := r.Packs()[0]
		for _, ext := range []string{".idx", ".pack"} {
			require.NoError(t, os.Rename(p+ext, r.Objects("pack", "saved"+ext)))
		}
		return r
	}},
	{Name: "alternates, nested and relative and in a circle", NoGoGit: "go-git lists no objects of alternates", Build: alternates},
	{Name: "alternates as deep as git follows", NoGoGit: "go-git lists no objects of alternates", Build: deepAlternates},
	{Name: "alternates in quotes, with comments and blank lines", NoGoGit: "go-git lists no objects of alternates", Build: func(t testing.TB) *Repo {
		a, b := loose(t), Init(t)
		dir := filepath.Join(t.TempDir(), "tab\there")
		require.NoError(t, os.Symlink(a.Objects(), dir))
		b.Alternates("# a comment", "", `"`+strings.ReplaceAll(dir, "\t", `\t`)+`"`)
		return b
	}},
	{Name: "shared clone", NoGoGit: "go-git lists no objects of alternates", Build: func(t testing.TB) *Repo {
		r := grown(Init(t, "--bare"), 20)
		r.Git("repack", "-adq")
		c := r.Clone("--shared", "--no-checkout", r.Dir)
		c.HashObject(objects.Blob, []byte("only in the clone\n"))
		return c
	}},
	{Name: "shallow clone", Build: func(t testing.TB) *Repo {
		r := grown(Init(t), 20)
		return r.Clone("--depth=3", "--no-checkout", "file://"+r.GitDir)
	}},
	{Name: "partial clone that lacks its blobs", Build: func(t testing.TB) *Repo {
		r := grown(Init(t), 20)
		r.Git("config", "uploadpack.allowFilter", "true")
		c := r.Clone("--filter=blob:none", "--no-checkout", "file://"+r.GitDir)
		require.NotEmpty(t, glob(t, c.Objects("pack", "*.promisor")), "git made no partial clone")
		return c
	}},
	{Name: "replaced objects", Build: func(t testing.TB) *Repo {
		r := loose(t)
		a, b := r.HashObject(objects.Blob, []byte("before\n")), r.HashObject(objects.Blob, []byte("after\n"))
		r.Git("replace", a.String(), b.String())
		return r
	}},
	{Name: "objects of odd content", Build: odd},
	{Name: "linked loose folder", NoGoGit: "go-git does not follow the link", Build: func(t testing.TB) *Repo {
		r := loose(t)
		fan := filepath.Dir(r.LooseFiles()[0])
		elsewhere := filepath.Join(t.TempDir(), "fan")
		require.NoError(t, os.Rename(fan, elsewhere))
		require.NoError(t, os.Symlink(elsewhere, fan))
		return r
	}},
	{Name: "folder with glob characters in its name", Build: func(t testing.TB) *Repo {
		r := packed("repack", "-adfq")(t)
		dir := filepath.Join(t.TempDir(), "[a-b]*?")
		require.NoError(t, os.Rename(r.Dir, dir))
		r.at(dir)
		return r
	}},
	{Name: "SHA-256, loose", NoGoGit: "go-git is built for SHA-1", Build: func(t testing.TB) *Repo { return grown(Init(t, "--object-format=sha256"), 12) }},
	{Name: "SHA-256, packed", NoGoGit: "go-git is built for SHA-1", Build: func(t testing.TB) *Repo {
		r := grown(Init(t, "--object-format=sha256"), 60)
		r.Git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=100")
		r.Grow(rand.New(rand.NewSource(4)), 4)
		return r
	}},
	{Name: "SHA-256, index of version 1", NoGoGit: "go-git is built for SHA-1", Build: func(t testing.TB) *Repo {
		r := grown(Init(t, "--object-format=sha256"), 60)
		r.Git("-c", "pack.indexVersion=1", "repack", "-adfq")
		return r
	}},
}

func grown(r *Repo, commits int) *Repo {
	r.t.Helper()
	r.Grow(rand.New(rand.NewSource(int64(commits))), commits)
	return r
}

func glob(t testing.TB, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	return files
}

// loose has fewer objects than fast-import would pack.
func loose(t testing.TB) *Repo {
	r := grown(Init(t), 10)
	require.Empty(t, r.Packs())
	require.NotEmpty(t, r.LooseFiles())
	return r
}

func packed(args ...string) func(testing.TB) *Repo {
	return func(t testing.TB) *Repo {
		r := grown(Init(t), 60)
		r.Git(args...)
		require.Len(t, r.Packs(), 1)
		require.Empty(t, r.LooseFiles())
		return r
	}
}

// deep has 600 versions of one file, each a little longer.
func deep(args ...string) func(testing.TB) *Repo {
	return func(t testing.TB) *Repo {
		r := Init(t)
		var b bytes.Buffer
		rnd := rand.New(rand.NewSource(1))
		content := words(rnd, 100)
		for i := range 600 {
			content = append(content, fmt.Sprintf("line %d\n", i)...)
			fmt.Fprintf(&b, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\n", 1767323045+i)
			data(&b, []byte("more\n"))
			b.WriteString("M 100644 inline log.txt\n")
			data(&b, content)
		}
		r.GitInput(b.Bytes(), "fast-import", "--quiet")
		r.Git(append([]string{"repack", "-adfq"}, args...)...)
		return r
	}
}

func manyPacks(t testing.TB) *Repo {
	r := Init(t)
	rnd := rand.New(rand.NewSource(2))
	for range 4 {
		r.Grow(rnd, 40)
		r.Git("repack", "-dq")
		// All objects once more, in a pack of their own.
		r.Git("pack-objects", "--quiet", "--all", "--revs", r.Objects("pack", "pack"))
		r.GitInput([]byte("HEAD\n"), "pack-objects", "--quiet", "--revs", r.Objects("pack", "pack"))
	}
	require.Greater(t, len(r.Packs()), 4)
	return r
}

func packedAndLoose(t testing.TB) *Repo {
	r := loose(t)
	saved := map[string][]byte{}
	for _, f := range r.LooseFiles() {
		b, err := os.ReadFile(f)
		require.NoError(t, err)
		saved[f] = b
	}
	r.Git("repack", "-adfq")
	for f, b := range saved {
		r.Write(f, b)
	}
	require.NotEmpty(t, r.Packs())
	return r
}

// alternates is a repository whose alternate has another, named by a relative
// path, which names the first again.
func alternates(t testing.TB) *Repo {
	a, b, c := Init(t), loose(t), grown(Init(t), 40)
	c.Git("repack", "-adfq")
	a.HashObject(objects.Blob, []byte("in the repository itself\n"))
	a.Alternates(b.Objects())
	rel, err := filepath.Rel(b.Objects(), c.Objects())
	require.NoError(t, err)
	b.Alternates(rel)
	c.Alternates(a.Objects(), b.Objects())
	return a
}

func deepAlternates(t testing.TB) *Repo {
	first := Init(t)
	for i, r := 1, first; i <= 6; i++ {
		next := Init(t)
		next.HashObject(objects.Blob, fmt.Appendf(nil, "alternate %d\n", i))
		r.Alternates(next.Objects())
		r = next
	}
	return first
}

// odd has objects that git stores and few tools expect.
func odd(t testing.TB) *Repo {
	r := Init(t)
	for _, content := range []string{"", "\x00", "\n", "tree 0\x00", "blob 5\x00hello", strings.Repeat("\xff\xfe\x00", 99),
		strings.Repeat("x", 24), strings.Repeat("y", 25), strings.Repeat("z", 26), strings.Repeat("0", 3<<20)} {
		r.HashObject(objects.Blob, []byte(content))
	}
	r.HashObject(objects.Tree, nil)
	r.HashObject(objects.Tree, []byte("not a tree"))
	r.HashObject(objects.Commit, []byte("not a commit"))
	r.HashObject(objects.Tag, []byte("not a tag"))
	return r
}
