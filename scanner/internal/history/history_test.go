package history

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// recording walks a store into a Recorder.
type recording struct {
	t *testing.T
	r *Recorder
}

func (v recording) Visit(worker int, o objects.Object) { v.VisitDelta(worker, o, nil) }

func (v recording) VisitDelta(worker int, o objects.Object, d *leak.Delta) (note any) {
	switch o.Type {
	case objects.Commit:
		c := objects.ParseLinks(o.Data)
		v.r.Worker(worker).Commit(o.Num, &c)
	case objects.Tag:
		v.r.Worker(worker).Tag(o.Num, o.Data)
	case objects.Tree:
		note = v.r.Worker(worker).Tree(o.Num, o.Data, d)
	}
	return note
}

func (v recording) Problem(_ int, p objects.Problem) { v.t.Errorf("problem: %v", p.Err) }

// record makes the graph of a repository in which every blob that wanted chooses
// is asked for, every entry called "a.txt" and the path of every file "b".
func record(t *testing.T, r *repotest.Repo, wanted func(id string) bool) (g *Graph, lost, bad []objects.ID) {
	t.Helper()
	store, err := objects.Open(r.Path(".git/objects"), objects.Options{})
	require.NoError(t, err)
	t.Cleanup(store.Close)
	blobs := map[uint32]bool{}
	for num := range uint32(store.Len()) {
		id := store.ID(num)
		if typ, _, err := store.Read(id); err == nil && typ == objects.Blob && wanted(id.String()) {
			blobs[num] = true
		}
	}
	rec := NewRecorder(store, 2, blobs, func(_ int, name []byte) Want {
		return Want{Name: string(name) == "a.txt", File: string(name) == "b"}
	})
	require.NoError(t, store.Walk(context.Background(), 2, recording{t, rec}, objects.Commit, objects.Tag, objects.Tree))
	return rec.Graph(nil)
}

func everything(string) bool { return true }

// held is one entry of a commit's tree that is asked for.
type held struct {
	path string
	kind Kind
	id   string
}

// oracle knows of a repository what git says of it, commit by commit.
type oracle struct {
	commits   []string
	parents   map[string][]string
	corrected map[string]int64
	holds     map[string]map[held]bool
	reached   map[string]bool
}

func ask(t *testing.T, r *repotest.Repo, commits []string, wanted func(string) bool) *oracle {
	t.Helper()
	o := &oracle{commits: commits, parents: map[string][]string{}, corrected: map[string]int64{}, holds: map[string]map[held]bool{}, reached: map[string]bool{}}
	dates := map[string]int64{}
	args := append([]string{"log", "--no-walk", "--format=%H %ct %P"}, commits...)
	for line := range strings.Lines(r.Git(args...)) {
		f := strings.Fields(line)
		dates[f[0]], _ = strconv.ParseInt(f[1], 10, 64)
		o.parents[f[0]] = f[2:]
	}
	for _, c := range commits {
		o.correct(c, dates)
		o.holds[c] = listed(r, c, wanted)
	}
	for _, c := range strings.Fields(r.Git("rev-list", "--all")) {
		o.reached[c] = true
	}
	return o
}

func (o *oracle) correct(c string, dates map[string]int64) int64 {
	if d, ok := o.corrected[c]; ok {
		return d
	}
	d := dates[c]
	for _, p := range o.parents[c] {
		d = max(d, o.correct(p, dates)+1)
	}
	o.corrected[c] = d
	return d
}

func listed(r *repotest.Repo, commit string, wanted func(string) bool) map[held]bool {
	out := map[held]bool{}
	for line := range strings.SplitSeq(r.Git("ls-tree", "-r", "-t", "-z", commit), "\x00") {
		head, path, ok := strings.Cut(line, "\t")
		if !ok {
			continue
		}
		f := strings.Fields(head) // mode type id
		name := filepath.Base(path)
		if f[1] == "commit" {
			out[held{path, Module, "none"}] = true
		}
		switch {
		case name == "a.txt" && f[1] == "commit":
			out[held{path, Name, "none"}] = true
		case name == "a.txt":
			out[held{path, Name, f[2]}] = true
		case name == "b" && f[1] == "blob":
			out[held{path, File, f[2]}] = true
		}
		if f[1] == "blob" && wanted(f[2]) {
			out[held{path, map[bool]Kind{true: Link, false: Blob}[f[0] == "120000"], f[2]}] = true
		}
	}
	return out
}

// before is the order in which commits count as the first.
func (o *oracle) before(a, b string) bool {
	if o.reached[a] != o.reached[b] {
		return o.reached[a]
	}
	if o.corrected[a] != o.corrected[b] {
		return o.corrected[a] < o.corrected[b]
	}
	return a < b
}

// places is the slow twin of Graph.Places.
func (o *oracle) places() (out []string) {
	first, last := map[held]string{}, map[held]string{}
	for _, c := range o.commits {
		for h := range o.holds[c] {
			inherited := slices.ContainsFunc(o.parents[c], func(p string) bool { return o.holds[p][h] })
			if f, ok := first[h]; !inherited && (!ok || o.before(c, f)) {
				first[h] = c
			}
			if l, ok := last[h]; !ok || o.newer(c, l) {
				last[h] = c
			}
		}
	}
	for h := range first {
		out = append(out, fmt.Sprintf("%s %c %s first %s last %s", h.path, h.kind, h.id, first[h], last[h]))
	}
	sort.Strings(out)
	return out
}

func (o *oracle) newer(a, b string) bool {
	if o.reached[a] != o.reached[b] {
		return o.reached[a]
	}
	return o.before(b, a)
}

func describe(g *Graph, places []Place) (out []string) {
	for _, p := range places {
		id, first, last := "none", "none", "none"
		if p.Num != noObject {
			id = g.ObjectID(p.Num).String()
		}
		if p.First >= 0 {
			first = g.CommitID(p.First).String()
		}
		if p.Last >= 0 {
			last = g.CommitID(p.Last).String()
		}
		out = append(out, fmt.Sprintf("%s %c %s first %s last %s", p.Path, p.Kind, id, first, last))
	}
	sort.Strings(out)
	return out
}

func refTips(t *testing.T, r *repotest.Repo) (names []string, tips []objects.ID) {
	t.Helper()
	for line := range strings.Lines(r.Git("for-each-ref", "--format=%(objectname) %(refname)")) {
		f := strings.Fields(line)
		id, err := objects.ParseID(f[0])
		require.NoError(t, err)
		names, tips = append(names, f[1]), append(tips, id)
	}
	return names, tips
}

// TestPlaces compares random histories, parts of them unreachable, with what git
// says of each commit.
func TestPlaces(t *testing.T) {
	for seed := range int64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := repotest.New(t).Random(seed, 50)
			commits := strings.Fields(r.Git("rev-list", "--all"))
			for _, tip := range strings.Fields(r.Git("for-each-ref", "--format=%(refname)", "refs/heads/tip*")) {
				if seed%2 == 0 {
					r.Git("update-ref", "-d", tip)
				}
			}
			wanted := everything
			if seed%3 > 0 {
				wanted = func(id string) bool { return id[0] == 'a' || id[0] == '0' }
			}
			o := ask(t, r, commits, wanted)
			g, lost, bad := record(t, r, wanted)
			assert.Empty(t, lost)
			assert.Empty(t, bad)
			_, tips := refTips(t, r)
			reached := g.Reach(tips)
			for _, c := range commits {
				id, err := objects.ParseID(c)
				require.NoError(t, err)
				i, ok := g.Commit(id)
				require.True(t, ok)
				assert.Equal(t, o.reached[c], reached[i], "reached %s", c)
				assert.Equal(t, len(o.holds[c]), countHeld(g, id, o.holds[c]), "in the tree of %s", c)
			}
			places, whole := g.Places(reached)
			assert.Equal(t, o.places(), describe(g, places))
			assert.True(t, whole)
		})
	}
}

// countHeld says how many of want a commit holds for the graph, and -1 when it
// holds something else.
func countHeld(g *Graph, commit objects.ID, want map[held]bool) (n int) {
	for at := range g.Holds(commit) {
		id := "none"
		if at.Num != noObject {
			id = g.ObjectID(at.Num).String()
		}
		found := false
		for _, k := range []Kind{Blob, Link, Name, File, Module} {
			if want[held{at.Path, k, id}] {
				n++
				found = true
			}
		}
		if !found {
			return -1
		}
	}
	return n
}

func TestReachedBy(t *testing.T) {
	r := repotest.New(t).Random(3, 90) // more than fit in one word of 64
	g, _, _ := record(t, r, everything)
	names, tips := refTips(t, r)
	var commits []int32
	for i := range g.commits {
		commits = append(commits, int32(i))
	}
	for i, by := range g.ReachedBy(commits, tips) {
		var got []string
		for _, t := range by {
			got = append(got, names[t])
		}
		id := g.CommitID(commits[i]).String()
		assert.Equal(t, strings.Fields(r.Git("for-each-ref", "--contains", id, "--format=%(refname)")), got, id)
	}
}

// A child that claims to be older than its parent does not come first.
func TestClocksThatAreWrong(t *testing.T) {
	r := repotest.New(t)
	r.Input(`commit refs/heads/main
mark :1
committer Ada <ada@example.org> 1900000000 +0000
data 0
M 100644 inline a
data 1
x

commit refs/heads/main
mark :2
committer Ada <ada@example.org> 1 +0000
data 0
from :1
D a

commit refs/heads/main
mark :3
committer Ada <ada@example.org> 2 +0000
data 0
from :2
M 100644 inline a
data 1
x

`, "fast-import", "--quiet")
	g, _, _ := record(t, r, everything)
	_, tips := refTips(t, r)
	places, _ := g.Places(g.Reach(tips))
	require.Len(t, places, 1)
	assert.Equal(t, r.ID("main~2"), g.CommitID(places[0].First).String())
	assert.Equal(t, r.ID("main"), g.CommitID(places[0].Last).String())
}

func TestTags(t *testing.T) {
	r := repotest.New(t).Build(`
		write dir/a.txt a
		commit one
		tag -a -m x inner
		tag -a -m y outer inner
		tag -a -m z tree HEAD^{tree}`)
	g, _, _ := record(t, r, everything)
	id := func(rev string) objects.ID {
		id, err := objects.ParseID(r.ID(rev))
		require.NoError(t, err)
		return id
	}
	assert.Equal(t, []objects.ID{id("outer"), id("inner"), id("HEAD")}, g.Chain(id("outer")))
	assert.Equal(t, id("HEAD^{tree}"), g.Peel(id("tree")))
	assert.Equal(t, g.Holds(id("HEAD")), g.Holds(id("HEAD^{tree}")))
	assert.Len(t, g.Holds(id("HEAD")), 1)
}

// What only trees without a commit hold has a path and no commit.
func TestLooseTrees(t *testing.T) {
	r := repotest.New(t).Build("write kept.txt kept\n commit one\n write dir/sub/lost.txt lost\n write other.txt kept\n add -A")
	r.Git("write-tree")
	r.Git("reset", "-q", "--hard")
	g, _, _ := record(t, r, everything)
	_, tips := refTips(t, r)
	var got []string
	places, _ := g.Places(g.Reach(tips))
	for _, p := range places {
		got = append(got, fmt.Sprint(p.Path, " ", p.First >= 0))
	}
	assert.Equal(t, []string{"dir/sub/lost.txt false", "kept.txt true"}, got)
}

func TestMissingObjects(t *testing.T) {
	r := repotest.New(t).Build("write dir/a a\n write dir/c c\n commit one\n write dir/a b\n commit two\n write top x\n commit three")
	remove := func(rev string) string {
		id := r.ID(rev)
		require.NoError(t, os.Remove(r.Path(".git/objects/"+id[:2]+"/"+id[2:])))
		return id
	}
	_, tips := refTips(t, r)
	blob, tree, commit := remove("HEAD~1:dir/a"), remove("HEAD~2:dir"), remove("HEAD~1")
	g, lost, _ := record(t, r, everything)
	missing, first := g.Missing()
	places, _ := g.Places(g.Reach(tips))
	got := map[string]string{}
	for i, id := range missing {
		got[id.String()] = ""
		for _, p := range places {
			if p.Num == first+uint32(i) {
				got[id.String()] = p.Path
			}
		}
		assert.Equal(t, id, g.ObjectID(first+uint32(i)))
	}
	assert.Equal(t, map[string]string{blob: "dir/a", tree: "dir"}, got)
	require.Len(t, lost, 1)
	assert.Equal(t, commit, lost[0].String())
}

// A tree of trees of trees that says there are 10^9 files is cut off.
func TestGitBomb(t *testing.T) {
	r := repotest.New(t)
	blob := r.Input("x", "hash-object", "-w", "--stdin")
	entry := fmt.Sprintf("100644 blob %s\t", blob)
	for range 9 {
		var tree strings.Builder
		for i := range 10 {
			fmt.Fprintf(&tree, "%sf%d\n", entry, i)
		}
		entry = fmt.Sprintf("040000 tree %s\t", r.Input(tree.String(), "mktree"))
	}
	root := strings.Fields(entry)[2]
	r.Git("update-ref", "refs/heads/main", r.Git("commit-tree", "-m", "bomb", root))
	g, _, _ := record(t, r, everything)
	_, tips := refTips(t, r)
	places, whole := g.Places(g.Reach(tips))
	assert.Len(t, places, maxPlaces)
	assert.False(t, whole)
}

// Trees nested deeper than git reads are followed to git's limit: the paths in
// them would take more memory than there is.
func TestDeepTrees(t *testing.T) {
	for name, c := range map[string]struct {
		depth int
		want  []string // lengths of the paths
	}{
		"as deep as git reads": {MaxDepth, []string{fmt.Sprint(2*MaxDepth + 1)}},
		"a little deeper":      {MaxDepth + 1, nil},
		"much deeper":          {5_000, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := repotest.New(t)
			blob := objectstest.Whole(objects.Blob, "x")
			pack := objectstest.Pack{Entries: []objectstest.Entry{blob}}
			entry := "100644 f\x00" + string(blob.ID.Bytes())
			for range c.depth + 1 {
				tree := objectstest.Whole(objects.Tree, entry)
				pack.Entries = append(pack.Entries, tree)
				entry = "40000 d\x00" + string(tree.ID.Bytes())
			}
			root := pack.Entries[c.depth+1].ID.String()
			pack.Write(t, r.Path(".git/objects/pack"), "pack-deep")
			r.Git("update-ref", "refs/heads/main", r.Input("tree "+root+"\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx\n", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"))
			g, _, _ := record(t, r, everything)
			_, tips := refTips(t, r)
			places, whole := g.Places(g.Reach(tips))
			var got []string
			for _, p := range places {
				got = append(got, fmt.Sprint(len(p.Path)))
			}
			assert.Equal(t, c.want, got)
			assert.Equal(t, c.want != nil, whole)
			assert.Len(t, g.Holds(tips[0]), len(c.want))
		})
	}
}
