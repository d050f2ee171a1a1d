package source

import (
	"bytes"
	"slices"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// change is a path that differs from all of its parents.
type change struct {
	path string
	id   objects.ID
	mode uint32
	old  []objects.ID // what the parents have at that path; fewer than parents where one has nothing
}

// alike are changes that bring in the same: an object in place of the same others.
// Git can hold one at more paths than can be scanned one by one.
type alike struct {
	id      objects.ID
	symlink bool
	old     []objects.ID
	paths   []string
}

// together returns changes in groups, in the order of each group's first.
func together(changes []change) (groups []alike) {
	at := map[string]int{}
	for _, c := range changes {
		symlink := c.mode == gitdir.ModeSymlink
		key := append([]byte{byte(c.mode >> 12)}, c.id.Bytes()...)
		for _, id := range c.old {
			key = append(key, id.Bytes()...)
		}
		i, ok := at[string(key)]
		if !ok {
			i = len(groups)
			at[string(key)] = i
			groups = append(groups, alike{id: c.id, symlink: symlink, old: c.old})
		}
		groups[i].paths = append(groups[i].paths, c.path)
	}
	return groups
}

// newLines knows which lines of a new version no parent has. A line counts as
// often as it occurs: a second copy of it is new. Lines that only moved are not.
type newLines struct {
	parents []map[string]int
	own     map[string]int
	data    []byte
}

// newNewLines compares data with the parents' versions.
func newNewLines(data []byte, parents [][]byte) *newLines {
	n := &newLines{data: data, own: count(data)}
	for _, p := range parents {
		n.parents = append(n.parents, count(p))
	}
	return n
}

func count(data []byte) map[string]int {
	lines := map[string]int{}
	for line := range bytes.Lines(data) {
		lines[string(bytes.TrimRight(line, "\r\n"))]++
	}
	return lines
}

// touches reports whether a finding or a part of it stands on at least one line
// that every parent lacks.
func (n *newLines) touches(f *leak.Finding) bool {
	return n.anyNew(f.Start.Offset, f.End.Offset) ||
		slices.ContainsFunc(f.Parts, func(p leak.Part) bool { return n.anyNew(p.Start.Offset, p.End.Offset) })
}

// anyNew reports whether one of the lines between two offsets is new.
func (n *newLines) anyNew(start, end int64) bool {
	from := bytes.LastIndexByte(n.data[:start], '\n') + 1
	to := len(n.data)
	if i := bytes.IndexByte(n.data[end:], '\n'); i >= 0 {
		to = int(end) + i
	}
	for line := range bytes.Lines(n.data[from:to]) {
		if n.isNew(string(bytes.TrimRight(line, "\r\n"))) {
			return true
		}
	}
	return false
}

func (n *newLines) isNew(line string) bool {
	for _, p := range n.parents {
		if p[line] >= n.own[line] {
			return false
		}
	}
	return true
}
