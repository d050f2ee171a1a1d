package gitdir

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

func openStore(t *testing.T, repo *Repo) *objects.Store {
	t.Helper()
	s, err := objects.Open(repo.ObjectsDir(), objects.Options{HashSize: repo.HashSize})
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

const branchy = `
	commit one
	tag -a -m one v1
	tag light
	checkout -q -b side
	commit side1
	commit side2
	tag -a -m nested nested v1
	checkout -q main
	commit two
	merge -q --no-ff -m merge side
	branch release/1.0
	update-ref refs/remotes/origin/main main~1
	symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
	commit three`

func TestResolve(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		r := repotest.New(t, "--object-format="+format).Build(branchy)
		r.Git("tag", "side", "v1") // a tag goes before a branch of its name
		r.Git("reset", "-q", "--hard", "HEAD")
		repo := open(t, r)
		store := openStore(t, repo)
		for _, rev := range []string{
			"HEAD", "@", "main", "heads/main", "refs/heads/main", "side", "refs/heads/side", "v1", "tags/v1", "light", "nested",
			"release/1.0", "origin", "origin/main", "remotes/origin/HEAD", "ORIG_HEAD",
			"HEAD~", "HEAD~1", "HEAD~2", "HEAD~0", "HEAD^", "HEAD~1^2", "HEAD~1^2~1", "HEAD~1^1", "HEAD^0", "HEAD^^", "HEAD~~", "@~1",
			"v1^{}", "v1^{commit}", "HEAD^{commit}~1", "HEAD~1^2^",
			r.ID("HEAD"), r.ID("HEAD")[:12], strings.ToUpper(r.ID("HEAD")[:12]), r.ID("HEAD")[:12] + "~2", r.ID("v1"), r.ID("v1")[:9], strings.ToUpper(r.ID("HEAD")),
		} {
			id, err := repo.Resolve(store, rev)
			if assert.NoError(t, err, rev) {
				assert.Equal(t, r.ID(rev+"^{commit}"), id.String(), rev)
			}
		}
	}
}

func TestResolveErrors(t *testing.T) {
	r := repotest.New(t).Build(branchy + "\n write a.txt a\n commit file")
	repo := open(t, r)
	store := openStore(t, repo)
	for rev, want := range map[string]string{
		"nowhere":                   "no such commit, branch or tag",
		"HEAD~99":                   "has no parent",
		"HEAD^3":                    "has no parent 3",
		"HEAD~99999999999999999999": "too large",
		"HEAD^{tree}":               "not understood",
		"HEAD@{1}":                  "@{",
		"HEAD^@":                    "not understood",
		r.ID("HEAD:a.txt"):          "it is a blob",
		r.ID("HEAD^{tree}"):         "it is a tree",
		strings.Repeat("1", 40):     "not in the repository",
		"../config":                 "no such commit",
		"config":                    "no such commit",
		"refs/heads/../../config":   "no such commit",
	} {
		_, err := repo.Resolve(store, rev)
		var revision *RevisionError
		if assert.ErrorAs(t, err, &revision, rev) {
			assert.Equal(t, rev, revision.Rev)
			assert.ErrorContains(t, err, want, rev)
			assert.NotContains(t, err.Error(), "\n")
		}
	}
}

func TestAmbiguousAbbreviation(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	// Of 2,000 commits some share their first five digits: draw until two do.
	var stream strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&stream, "commit refs/heads/many\ncommitter Ada <ada@example.org> %d +0000\ndata 0\n\n", 1_600_000_000+i)
	}
	r.Input(stream.String(), "fast-import", "--quiet")
	seen := map[string]int{}
	prefix := ""
	for _, id := range strings.Fields(r.Git("rev-list", "many")) {
		if seen[id[:4]]++; seen[id[:4]] == 2 {
			prefix = id[:4]
		}
	}
	require.NotEmpty(t, prefix)
	repo := open(t, r)
	_, err := repo.Resolve(openStore(t, repo), prefix)
	assert.ErrorContains(t, err, "write more of it")
	_, err = r.Try("rev-parse", "--verify", prefix+"^{commit}")
	assert.Error(t, err, "git finds it ambiguous too")
}

// A prefix that a blob shares still names the one commit.
func TestAbbreviationPrefersCommits(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	short := r.ID("HEAD")[:4]
	for i := 0; ; i++ {
		text := fmt.Sprintf("blob %d", i)
		id := objectID("blob", text)
		if strings.HasPrefix(id, short) {
			r.Input(text, "hash-object", "-w", "--stdin")
			break
		}
	}
	repo := open(t, r)
	id, err := repo.Resolve(openStore(t, repo), short)
	require.NoError(t, err)
	assert.Equal(t, r.ID("HEAD"), id.String())
}

// TestRanges compares what ranges hold with git rev-list, on random histories
// with clocks that are wrong.
func TestRanges(t *testing.T) {
	for seed := range int64(6) {
		r := repotest.New(t).Random(seed, 60)
		repo := open(t, r)
		store := openStore(t, repo)
		all := strings.Fields(r.Git("rev-list", "--all"))
		a, b, c := all[5+seed], all[25], all[45-seed]
		for _, text := range []string{
			a, a + ".." + b, b + ".." + a, a + "..." + c, c + "..." + b, "^" + b + " " + a, "main", "main.." + a, a + "..", ".." + a,
			"main ^" + b + " ^" + c, a + " " + b + " ^" + c, "main~1..main", "main...main",
		} {
			rg, err := repo.ParseRange(store, text)
			require.NoError(t, err, text)
			listed, err := Ancestors(store, rg.Include, rg.Exclude)
			require.NoError(t, err, text)
			assert.Equal(t, revList(r, text), commitIDs(listed), "seed %d: %s", seed, text)
			assertTopological(t, listed)
		}
	}
}

func revList(r *repotest.Repo, text string) []string {
	args := append([]string{"rev-list"}, strings.Fields(text)...)
	ids := strings.Fields(r.Git(args...))
	sort.Strings(ids)
	return ids
}

func commitIDs(list []Listed) []string {
	ids := []string(nil)
	for _, c := range list {
		ids = append(ids, c.ID.String())
	}
	sort.Strings(ids)
	if ids == nil {
		return []string{}
	}
	return ids
}

// assertTopological: no commit comes after one of its parents.
func assertTopological(t *testing.T, list []Listed) {
	t.Helper()
	seen := map[objects.ID]bool{}
	for _, c := range list {
		seen[c.ID] = true
		require.False(t, slices.ContainsFunc(c.Parents, func(p objects.ID) bool { return seen[p] }), "%s comes after a parent", c.ID)
	}
}

// The end of a long history is no reason to read all of it.
func TestRangeReadsNoMoreThanItNeeds(t *testing.T) {
	r := repotest.New(t)
	var stream strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata 0\n\n", 1_600_000_000+i)
	}
	r.Input(stream.String(), "fast-import", "--quiet")
	r.Git("branch", "other", "main~3")
	repo := open(t, r)
	store := openStore(t, repo)
	id := func(rev string) objects.ID {
		id, err := repo.Resolve(store, rev)
		require.NoError(t, err)
		return id
	}
	listed, err := Ancestors(store, []objects.ID{id("main")}, []objects.ID{id("main~5")})
	require.NoError(t, err)
	assert.Equal(t, revList(r, "main~5..main"), commitIDs(listed))
	assert.Less(t, len(common(store, id("main"), id("other"))), 2*slop)
	listed, err = Ancestors(store, []objects.ID{id("main")}, nil)
	require.NoError(t, err)
	assert.Len(t, listed, 3000)
}

// A commit that claims to be from the future is met long before those that
// exclude it.
func TestRangeWithWrongClocks(t *testing.T) {
	r := repotest.New(t)
	var stream strings.Builder
	commit := func(branch string, date int, from string) {
		fmt.Fprintf(&stream, "commit refs/heads/%s\ncommitter Ada <ada@example.org> %d +0000\ndata 0\n%s\n", branch, date, from)
	}
	commit("future", 2_000_000_000, "")
	commit("main", 1_500_000_000, "from refs/heads/future\n")
	for i := range 3 * slop {
		from := ""
		if i == 0 {
			from = "from refs/heads/future\n"
		}
		commit("other", 1_600_000_000+i, from)
	}
	commit("other", 1_400_000_000, "")
	r.Input(stream.String(), "fast-import", "--quiet")
	repo := open(t, r)
	store := openStore(t, repo)
	rg, err := repo.ParseRange(store, "other..main")
	require.NoError(t, err)
	listed, err := Ancestors(store, rg.Include, rg.Exclude)
	require.NoError(t, err)
	assert.Equal(t, []string{r.ID("main")}, commitIDs(listed))
}

func TestRangeErrors(t *testing.T) {
	r := repotest.New(t).Build(branchy)
	repo := open(t, r)
	store := openStore(t, repo)
	for text, want := range map[string]string{
		"":               "includes no commit",
		"  ":             "includes no commit",
		"^main":          "includes no commit",
		"nowhere..main":  `"nowhere"`,
		"main...nowhere": `"nowhere"`,
		"main --all":     `"--all"`,
	} {
		_, err := repo.ParseRange(store, text)
		assert.ErrorContains(t, err, want, text)
	}
}

func TestRangeInAShallowClone(t *testing.T) {
	origin := repotest.New(t).Build("commit one\n commit two\n commit three\n commit four")
	origin.Git("clone", "-q", "--depth=3", "file://"+origin.Dir, "../shallow")
	r := origin.At("../shallow")
	repo := open(t, r)
	store := openStore(t, repo)
	for _, text := range []string{"HEAD", "HEAD~1..HEAD", "HEAD~2..HEAD"} {
		rg, err := repo.ParseRange(store, text)
		require.NoError(t, err)
		listed, err := Ancestors(store, rg.Include, rg.Exclude)
		require.NoError(t, err)
		assert.Equal(t, revList(r, text), commitIDs(listed), text)
	}
}
