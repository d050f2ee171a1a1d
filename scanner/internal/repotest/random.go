package repotest

import (
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
)

// file is an entry of a random tree.
type file struct {
	mode string
	text string // of a submodule: the commit
}

// Random fills the repository with a random history of n commits, the same one
// for a seed: branches and merges, several roots, renames and copies, files that
// become folders, links or submodules, clocks that are wrong. Every tip is a
// branch, and main is checked out.
func (r *Repo) Random(seed int64, n int) *Repo {
	r.t.Helper()
	h := &randomHistory{rnd: rand.New(rand.NewSource(seed))}
	for i := range n {
		h.commit(i)
	}
	for i, tip := range h.tips() {
		name := fmt.Sprintf("tip%d", i)
		if i == 0 {
			name = "main"
		}
		fmt.Fprintf(&h.out, "reset refs/heads/%s\nfrom :%d\n\n", name, tip+1)
	}
	r.Input(h.out.String(), "fast-import", "--quiet", "--force", "--date-format=raw")
	r.Git("update-ref", "-d", "refs/scratch")
	r.Git("symbolic-ref", "HEAD", "refs/heads/main")
	r.Git("reset", "-q", "--hard")
	return r
}

// randomHistory writes the input of git fast-import.
type randomHistory struct {
	rnd     *rand.Rand
	out     strings.Builder
	trees   []map[string]file
	parents [][]int
}

func (h *randomHistory) commit(i int) {
	var parents []int
	switch roll := h.rnd.Intn(20); {
	case i == 0 || roll < 2: // a root
	case roll < 6 && i > 1:
		parents = h.rnd.Perm(i)[:2+h.rnd.Intn(min(2, i-1))]
	default:
		parents = []int{max(0, i-1-h.rnd.Intn(3))}
	}
	tree := map[string]file{}
	for k, p := range parents {
		for _, path := range slices.Sorted(maps.Keys(h.trees[p])) {
			if k == 0 || h.rnd.Intn(2) == 0 {
				put(tree, path, h.trees[p][path])
			}
		}
	}
	for range h.rnd.Intn(4) {
		h.edit(tree)
	}
	h.trees, h.parents = append(h.trees, tree), append(h.parents, parents)
	h.write(i)
}

// put adds a file in place of what is in its way.
func put(tree map[string]file, path string, f file) {
	for other := range tree {
		if strings.HasPrefix(other, path+"/") || strings.HasPrefix(path, other+"/") {
			delete(tree, other)
		}
	}
	tree[path] = f
}

func (h *randomHistory) edit(tree map[string]file) {
	paths := slices.Sorted(maps.Keys(tree))
	if len(paths) == 0 || h.rnd.Intn(3) == 0 {
		put(tree, h.path(), h.file())
		return
	}
	old := paths[h.rnd.Intn(len(paths))]
	f := tree[old]
	switch h.rnd.Intn(7) {
	case 0:
		delete(tree, old)
	case 1: // rename
		delete(tree, old)
		put(tree, h.path(), f)
	case 2: // copy
		put(tree, h.path(), f)
	case 3: // another type
		put(tree, old, h.file())
	case 4: // only the mode
		if other := map[string]string{"100644": "100755", "100755": "100644"}[f.mode]; other != "" {
			tree[old] = file{other, f.text}
		}
	default:
		if f.mode != "160000" {
			f.text += fmt.Sprintf("line %d\n", h.rnd.Intn(12))
			tree[old] = f
		}
	}
}

func (h *randomHistory) path() string {
	parts := []string{"a", "b", "c", "a.txt", "a0", "b-c", "ä"}
	path := parts[h.rnd.Intn(len(parts))]
	for range h.rnd.Intn(3) {
		path += "/" + parts[h.rnd.Intn(len(parts))]
	}
	return path
}

func (h *randomHistory) file() file {
	text := fmt.Sprintf("line %d\nline %d\n", h.rnd.Intn(12), h.rnd.Intn(12))
	switch h.rnd.Intn(8) {
	case 0:
		return file{"120000", fmt.Sprintf("target%d", h.rnd.Intn(3))}
	case 1:
		return file{"160000", strings.Repeat(fmt.Sprint(1+h.rnd.Intn(9)), 40)}
	case 2:
		return file{"100755", text}
	}
	return file{"100644", text}
}

func (h *randomHistory) write(i int) {
	date := 1_600_000_000 + 1000*i + h.rnd.Intn(20_000) - 10_000
	if h.rnd.Intn(30) == 0 {
		date = h.rnd.Intn(2_000_000_000)
	}
	message := fmt.Sprintf("commit %d", i)
	fmt.Fprintf(&h.out, "reset refs/scratch\n\ncommit refs/scratch\nmark :%d\nauthor Ada <ada@example.org> %d +0000\ncommitter Ada <ada@example.org> %d +0000\ndata %d\n%s\n",
		i+1, date, date, len(message), message)
	for k, p := range h.parents[i] {
		fmt.Fprintf(&h.out, "%s :%d\n", map[bool]string{true: "from", false: "merge"}[k == 0], p+1)
	}
	fmt.Fprintln(&h.out, "deleteall")
	for _, path := range slices.Sorted(maps.Keys(h.trees[i])) {
		if f := h.trees[i][path]; f.mode == "160000" {
			fmt.Fprintf(&h.out, "M %s %s %s\n", f.mode, f.text, path)
		} else {
			fmt.Fprintf(&h.out, "M %s inline %s\ndata %d\n%s\n", f.mode, path, len(f.text), f.text)
		}
	}
	fmt.Fprintln(&h.out)
}

// tips are the commits that are nobody's parent, newest first.
func (h *randomHistory) tips() (out []int) {
	isParent := map[int]bool{}
	for _, ps := range h.parents {
		for _, p := range ps {
			isParent[p] = true
		}
	}
	for i := len(h.parents) - 1; i >= 0; i-- {
		if !isParent[i] {
			out = append(out, i)
		}
	}
	return out
}
