// Package history says of a few objects since when, where and by what a
// repository holds them.
//
// Everything is known of a blob with a finding but its paths and commits. To
// diff every commit for a handful of blobs would cost more than the scan. So
// the walk over trees, which scans their names anyway, records of each tree what
// it has and the tree that it is stored as a delta of has not: its subtrees and
// the wanted entries (record.go). A wanted entry is followed from where it was
// new to all trees that have it from there, and from these to the trees that they
// stand in. That gives the few trees that lead to a wanted entry. Each is reduced
// to those entries alone and the results are interned ("nodes"), so that two
// versions of a tree that differ in nothing wanted are the same node. A commit
// whose root is the same node as a parent's has brought in nothing; only the
// others, few, are compared entry by entry.
//
// An order of commits must not hang on clocks: histories have commits from 1970,
// from 2100, and children older than their parents. Commits are ordered by
// corrected date, as in git's commit-graph: at least one second more than that
// of every parent.
package history

import (
	"time"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Kind says why an entry of a tree is wanted.
type Kind uint8

const (
	Blob   Kind = 'b' // its object is wanted
	Link   Kind = 'l' // likewise, and the entry is a symbolic link
	Name   Kind = 'n' // its name is
	File   Kind = 'f' // its path is, as that of a file of such a name
	Module Kind = 'm' // its path is, as that of a submodule, whose commit is in another repository
	tree   Kind = 't' // a subtree; among the items of a node, one that leads to something wanted
)

// item is a wanted entry of a tree, or a tree that leads to one.
type item struct {
	name uint32
	kind Kind
	num  uint32
}

// commit is a node of the commit graph. Numbers are those of the object store.
type commit struct {
	num        uint32
	tree       uint32
	hasTree    bool
	rootless   bool    // its first parent is missing or cut off
	parents    []int32 // indexes in Graph.commits
	date       int64   // committer date, seconds
	corrected  int64
	rawParents []objects.ID
}

// Graph is what the walk over commits, trees and tags recorded. It is complete
// and immutable after Recorder.Graph.
type Graph struct {
	store   *objects.Store
	names   []string
	commits []commit // by ascending object number
	places  []int32  // of a commit in commits, by object number; -1: no commit
	tags    map[uint32]objects.ID
	missing []objects.ID // wanted by something and not in the store; object number store.Len()+i

	order  []int32 // indexes of commits, parents before children
	nodes  *nodes
	bounds map[objects.ID]bool // shallow boundary
}

// at returns the index of a commit by object number.
func (g *Graph) at(num uint32) (int32, bool) {
	i := g.places[num]
	return i, i >= 0
}

// link turns parents' ids into indexes, orders the commits and corrects their
// dates. It returns the ids of parents that are missing and not cut off by a
// shallow boundary.
func (g *Graph) link() (lost []objects.ID) {
	g.places = filled(g.store.Len())
	for i := range g.commits {
		g.places[g.commits[i].num] = int32(i)
	}
	for i := range g.commits {
		c := &g.commits[i]
		for n, id := range c.rawParents {
			if num, ok := g.store.Find(id.Bytes()); ok {
				if p, ok := g.at(num); ok {
					c.parents = append(c.parents, p)
					continue
				}
			}
			c.rootless = c.rootless || n == 0
			if !g.bounds[g.store.ID(c.num)] {
				lost = append(lost, id)
			}
		}
		c.rawParents = nil
	}
	g.sortTopologically()
	for _, i := range g.order {
		c := &g.commits[i]
		c.corrected = c.date
		for _, p := range c.parents {
			c.corrected = max(c.corrected, g.commits[p].corrected+1)
		}
	}
	return lost
}

// sortTopologically puts parents before children; commits in a cycle, which only
// a forged store can have, are left out.
func (g *Graph) sortTopologically() {
	waiting := make([]int32, len(g.commits))
	children := make([][]int32, len(g.commits))
	for i := range g.commits {
		waiting[i] = int32(len(g.commits[i].parents))
		for _, p := range g.commits[i].parents {
			children[p] = append(children[p], int32(i))
		}
		if waiting[i] == 0 {
			g.order = append(g.order, int32(i))
		}
	}
	for n := 0; n < len(g.order); n++ {
		for _, c := range children[g.order[n]] {
			if waiting[c]--; waiting[c] == 0 {
				g.order = append(g.order, c)
			}
		}
	}
}

// Before is the order in which commits count as the first to bring something
// in: those that reached marks (as Reach returns them), then by corrected date,
// then by id.
func (g *Graph) Before(a, b int32, reached []bool) bool {
	if reached[a] != reached[b] {
		return reached[a]
	}
	ca, cb := &g.commits[a], &g.commits[b]
	if ca.corrected != cb.corrected {
		return ca.corrected < cb.corrected
	}
	ia, ib := g.store.ID(ca.num), g.store.ID(cb.num)
	return ia.Compare(ib) < 0
}

// Newer is the order in which commits count as the last to hold something: those
// that reached marks, then by corrected date, the latest first, then by id.
func (g *Graph) Newer(a, b int32, reached []bool) bool {
	if reached[a] != reached[b] {
		return reached[a]
	}
	return g.Before(b, a, reached)
}

// Info is what a report needs of a commit.
type Info struct {
	ID      objects.ID
	Name    string
	Email   string
	Date    time.Time // of the author
	Message string

	Committed time.Time
}

// Info reads a commit.
func (g *Graph) Info(id objects.ID) (Info, error) {
	_, data, err := g.store.Read(id)
	if err != nil {
		return Info{ID: id}, err
	}
	c := objects.ParseCommit(data)
	return Info{ID: id, Name: c.Author.Name, Email: c.Author.Email, Date: c.Author.When, Message: c.Message, Committed: c.Committer.When}, nil
}

// Commit returns the index of a commit, for the calls that take one.
func (g *Graph) Commit(id objects.ID) (int32, bool) {
	num, ok := g.store.Find(id.Bytes())
	if !ok {
		return 0, false
	}
	return g.at(num)
}

// CommitID is the inverse of Commit.
func (g *Graph) CommitID(i int32) objects.ID { return g.store.ID(g.commits[i].num) }

// ObjectID is the object that a Place knows by number; the zero ID for the commit
// of a submodule, which is in another repository.
func (g *Graph) ObjectID(num uint32) objects.ID {
	if num == noObject {
		return objects.ID{}
	}
	if first := uint32(g.store.Len()); num >= first {
		return g.missing[num-first]
	}
	return g.store.ID(num)
}

// maxTags bounds how deep tags of tags are followed.
const maxTags = 100

// Chain returns id and, while that is a tag, what it tags.
func (g *Graph) Chain(id objects.ID) []objects.ID {
	chain := []objects.ID{id}
	for len(chain) < maxTags {
		num, ok := g.store.Find(id.Bytes())
		if ok {
			id, ok = g.tags[num]
		}
		if !ok {
			break
		}
		chain = append(chain, id)
	}
	return chain
}

// Peel follows tags, within the store, to what they tag.
func (g *Graph) Peel(id objects.ID) objects.ID {
	chain := g.Chain(id)
	return chain[len(chain)-1]
}

// Root is the commit that the first parents of id lead to: id itself where it has
// none, or where they are cut off.
func (g *Graph) Root(id objects.ID) objects.ID {
	i, ok := g.Commit(id)
	if !ok {
		return id
	}
	for range g.commits { // not for ever: a forged store may have a cycle
		c := &g.commits[i]
		if len(c.parents) == 0 || c.rootless {
			break
		}
		i = c.parents[0]
	}
	return g.CommitID(i)
}

// Reach marks the commits that any of tips reaches; ids that are no commits,
// once peeled, are passed over.
func (g *Graph) Reach(tips []objects.ID) []bool {
	seen := make([]bool, len(g.commits))
	var stack []int32
	push := func(i int32) {
		if !seen[i] {
			seen[i] = true
			stack = append(stack, i)
		}
	}
	for _, id := range tips {
		if i, ok := g.Commit(g.Peel(id)); ok {
			push(i)
		}
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, p := range g.commits[i].parents {
			push(p)
		}
	}
	return seen
}

// ReachedBy returns, for each of commits, the indexes of those tips that reach
// it, ascending.
func (g *Graph) ReachedBy(commits []int32, tips []objects.ID) [][]int {
	heads := make([]int32, len(tips))
	for t, id := range tips {
		heads[t] = -1
		if i, ok := g.Commit(g.Peel(id)); ok {
			heads[t] = i
		}
	}
	out := make([][]int, len(commits))
	mask := make([]uint64, len(g.commits))
	for from := 0; from < len(commits); from += 64 {
		clear(mask)
		block := commits[from:min(from+64, len(commits))]
		for bit, c := range block {
			mask[c] |= 1 << bit
		}
		for _, i := range g.order {
			for _, p := range g.commits[i].parents {
				mask[i] |= mask[p]
			}
		}
		for t, head := range heads {
			if head < 0 {
				continue
			}
			for bit := range block {
				if mask[head]>>bit&1 != 0 {
					out[from+bit] = append(out[from+bit], t)
				}
			}
		}
	}
	return out
}
