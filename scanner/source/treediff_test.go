package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// rawChange is a line of git's raw diff format.
type rawChange struct{ oldMode, newMode, oldID, newID, path string }

type rawChanges []rawChange

// rawDiff reads `--raw -z --no-abbrev --no-renames`.
func rawDiff(text string) (out rawChanges) {
	fields := strings.Split(strings.TrimSuffix(text, "\x00"), "\x00")
	for i := 0; i+1 < len(fields); i += 2 {
		f := strings.Fields(strings.TrimPrefix(fields[i], ":"))
		out = append(out, rawChange{f[0], f[1], f[2], f[3], fields[i+1]})
	}
	return out
}

// isFile: neither absent nor a submodule.
func isFile(mode string) bool { return mode != "000000" && mode != "160000" }

// added shows the changes as addedOf does.
func (c rawChanges) added() []string {
	out := []string{}
	for _, ch := range c {
		if isFile(ch.newMode) {
			line := ch.path + " " + ch.newID
			if isFile(ch.oldMode) {
				line += " " + ch.oldID
			}
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

// removed are the files that are gone.
func (c rawChanges) removed() []string {
	out := []string{}
	for _, ch := range c {
		if isFile(ch.oldMode) && ch.newMode == "000000" {
			out = append(out, ch.oldID)
		}
	}
	slices.Sort(out)
	return out
}

// TestTreeDiff compares every commit of random histories with its parents, and
// that with git diff-tree.
func TestTreeDiff(t *testing.T) {
	for seed := range int64(6) {
		r := repotest.New(t).Random(seed, 40)
		_, store := opened(t, r)
		for _, c := range revisions(r) {
			parents := strings.Fields(r.Git("log", "-1", "--format=%P", c))
			d := diffOf(t, store, c, parents)
			where := fmt.Sprintf("seed %d commit %s", seed, c)
			if len(parents) == 0 {
				want := rawDiff(r.Git("diff-tree", "--root", "-r", "--no-commit-id", "--raw", "-z", "--no-abbrev", c))
				assert.Equal(t, want.added(), addedOf(d), where)
				continue
			}
			var diffs []rawChanges
			for _, p := range parents {
				diffs = append(diffs, rawDiff(r.Git("diff-tree", "-r", "--no-renames", "--raw", "-z", "--no-abbrev", p, c)))
			}
			assert.Equal(t, inAll(diffs), addedOf(d), where)
			if len(parents) == 1 {
				assert.Equal(t, diffs[0].removed(), removedOf(d), where)
			}
			assert.ElementsMatch(t, newPaths(r, c, parents), d.named, where)
		}
	}
}

func diffOf(t *testing.T, store *objects.Store, commit string, parents []string) *treeDiff {
	t.Helper()
	tree := func(commit string) objects.ID {
		id, err := objects.ParseID(commit)
		require.NoError(t, err)
		_, data, err := store.Read(id)
		require.NoError(t, err)
		return objects.ParseCommit(data).Tree
	}
	d := newTreeDiff(t.Context(), store, func(s leak.Skip) { t.Errorf("skip: %v", s) })
	var trees []objects.ID
	for _, p := range parents {
		trees = append(trees, tree(p))
	}
	d.compare(tree(commit), trees, "")
	return d
}

// inAll shows the changes that there are against every parent, as addedOf does.
func inAll(diffs []rawChanges) []string {
	out := []string{}
	for _, ch := range diffs[0] {
		old, everywhere := "", isFile(ch.newMode)
		for _, d := range diffs {
			i := slices.IndexFunc(d, func(o rawChange) bool { return o.path == ch.path })
			if everywhere = everywhere && i >= 0; !everywhere {
				break
			}
			if isFile(d[i].oldMode) {
				old += " " + d[i].oldID
			}
		}
		if everywhere {
			out = append(out, ch.path+" "+ch.newID+old)
		}
	}
	slices.Sort(out)
	return out
}

// newPaths are the files and folders that no parent has.
func newPaths(r *repotest.Repo, commit string, parents []string) []string {
	list := func(c string) []string {
		return strings.Split(r.Git("ls-tree", "-r", "-t", "-z", "--name-only", c), "\x00")
	}
	out := []string{}
	old := map[string]bool{"": true}
	for _, p := range parents {
		for _, path := range list(p) {
			old[path] = true
		}
	}
	for _, path := range list(commit) {
		if !old[path] {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

func TestNewLines(t *testing.T) {
	for name, c := range map[string]struct {
		now     string
		parents []string
		want    []int // lines, 1-based
	}{
		"no parent":                 {"a\nb", nil, []int{1, 2}},
		"the same":                  {"a\nb\n", []string{"a\nb\n"}, nil},
		"added":                     {"a\nx\nb", []string{"a\nb"}, []int{2}},
		"moved":                     {"b\na", []string{"a\nb"}, nil},
		"once more":                 {"a\nb\na", []string{"a\nb"}, []int{1, 3}},
		"once less":                 {"a\nb", []string{"a\nb\na"}, nil},
		"line ends changed":         {"a\r\nb\r\n", []string{"a\nb"}, nil},
		"new against one parent":    {"a\nx\ny", []string{"a\nx", "a\ny"}, nil},
		"new against both":          {"a\nx\ny", []string{"a\nx", "a\nx"}, []int{3}},
		"an empty parent":           {"a", []string{""}, []int{1}},
		"an indentation is an edit": {"  a", []string{"a"}, []int{1}},
	} {
		t.Run(name, func(t *testing.T) {
			var parents [][]byte
			for _, p := range c.parents {
				parents = append(parents, []byte(p))
			}
			n := newNewLines([]byte(c.now), parents)
			var got []int
			offset := 0
			for i, line := range strings.SplitAfter(c.now, "\n") {
				f := leak.Finding{Start: leak.Position{Offset: int64(offset)}, End: leak.Position{Offset: int64(offset + len(strings.TrimRight(line, "\r\n")))}}
				if n.touches(&f) {
					got = append(got, i+1)
				}
				offset += len(line)
			}
			assert.Equal(t, c.want, got)
		})
	}
	t.Run("a part of a finding", func(t *testing.T) {
		n := newNewLines([]byte("key\n\nid\n"), [][]byte{[]byte("key\n\n")})
		key := leak.Finding{End: leak.Position{Offset: 3}}
		assert.False(t, n.touches(&key))
		key.Parts = []leak.Part{{Start: leak.Position{Offset: 5}, End: leak.Position{Offset: 7}}}
		assert.True(t, n.touches(&key))
	})
	t.Run("a finding of several lines", func(t *testing.T) {
		n := newNewLines([]byte("begin\nx\nend\n"), [][]byte{[]byte("begin\nend\n")})
		assert.True(t, n.touches(&leak.Finding{Start: leak.Position{Offset: 2}, End: leak.Position{Offset: 11}}))
		assert.False(t, n.touches(&leak.Finding{Start: leak.Position{Offset: 0}, End: leak.Position{Offset: 5}}))
	})
}
