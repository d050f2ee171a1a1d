package gitdir

import (
	"container/heap"
	"fmt"
	"math"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Listed is a commit of a walk with its parsed headers.
type Listed struct {
	ID objects.ID
	objects.CommitInfo
}

// Ancestors returns the commits that include reaches and exclude does not, no
// commit before all of its children. Commits that are missing are left out below
// a shallow boundary or in a partial clone: the walk ends there, and the caller
// is told by an error only when one of include is missing.
func Ancestors(store *objects.Store, include, exclude []objects.ID) ([]Listed, error) {
	w := newWalk(store, func(c colour) bool { return c&excluded != 0 })
	for _, id := range exclude {
		_ = w.add(id, excluded)
	}
	for _, id := range include {
		if err := w.add(id, included); err != nil {
			return nil, fmt.Errorf("reading commit %s: %w", id, err)
		}
	}
	w.run()
	var out []*node
	for _, n := range w.visited {
		if !w.settled(n.colour) {
			out = append(out, n)
		}
	}
	return childrenFirst(out), nil
}

// common returns commits that both a and b reach: among them all that no other
// one reaches.
func common(store *objects.Store, a, b objects.ID) (ids []objects.ID) {
	w := newWalk(store, func(c colour) bool { return c == fromA|fromB })
	_, _ = w.add(a, fromA), w.add(b, fromB)
	w.run()
	for _, n := range w.visited {
		if w.settled(n.colour) {
			ids = append(ids, n.ID)
		}
	}
	return ids
}

// colour says from which tips a commit is known to be reached.
type colour uint8

const (
	included, excluded colour = 1, 2
	fromA, fromB       colour = 1, 2
)

type node struct {
	Listed
	colour  colour
	visited bool
}

func (n *node) date() int64 { return n.Committer.When.Unix() }

// walk passes colours from commits to their parents, newest commit first, and
// stops where nothing but settled commits is left. With right clocks no commit
// changes its colour after that. For wrong ones the walk goes on a while, as
// git's does (SLOP in revision.c): then at worst a commit is not seen to be
// settled, so that a range holds more than it should, never less.
type walk struct {
	store   *objects.Store
	settled func(colour) bool
	nodes   map[objects.ID]*node // nil: not readable
	queue   nodeHeap
	open    int // nodes in the queue that are not settled
	visited []*node
}

// slop is how many settled commits older than all others are looked at.
const slop = 100

func newWalk(store *objects.Store, settled func(colour) bool) *walk {
	return &walk{store: store, settled: settled, nodes: map[objects.ID]*node{}}
}

// add gives a commit a colour, and all of its ancestors that were visited before.
func (w *walk) add(id objects.ID, c colour) error {
	type step struct {
		id objects.ID
		c  colour
	}
	var failure error
	for todo := []step{{id, c}}; len(todo) > 0; {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		n, err := w.node(s.id)
		if n == nil {
			if s.id == id {
				failure = err
			}
			continue
		}
		if n.colour|s.c == n.colour {
			continue
		}
		before := w.settled(n.colour)
		n.colour |= s.c
		if n.visited {
			for _, p := range n.Parents {
				todo = append(todo, step{p, n.colour})
			}
		} else if !before && w.settled(n.colour) {
			w.open--
		}
	}
	return failure
}

// node returns a commit; one that is new is put into the queue.
func (w *walk) node(id objects.ID) (*node, error) {
	if n, ok := w.nodes[id]; ok {
		return n, objects.ErrNotFound
	}
	typ, data, err := w.store.Read(id)
	if err == nil && typ != objects.Commit {
		err = fmt.Errorf("it is a %s", typ)
	}
	if err != nil {
		w.nodes[id] = nil
		return nil, err
	}
	n := &node{Listed: Listed{id, objects.ParseCommit(data)}}
	w.nodes[id] = n
	heap.Push(&w.queue, n)
	w.open++
	return n, nil
}

func (w *walk) run() {
	oldest := int64(math.MaxInt64) // of those visited that were not settled
	for left := slop; len(w.queue) > 0 && left > 0; {
		n := heap.Pop(&w.queue).(*node)
		n.visited = true
		w.visited = append(w.visited, n)
		if !w.settled(n.colour) {
			w.open--
			oldest = min(oldest, n.date())
		}
		for _, p := range n.Parents {
			_ = w.add(p, n.colour)
		}
		if left--; w.open > 0 || n.date() >= oldest {
			left = slop
		}
	}
}

// nodeHeap is a queue of commits, newest first.
type nodeHeap []*node

func (h nodeHeap) Len() int           { return len(h) }
func (h nodeHeap) Less(i, j int) bool { return h[i].date() > h[j].date() }
func (h nodeHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *nodeHeap) Push(x any)        { *h = append(*h, x.(*node)) }
func (h *nodeHeap) Pop() any {
	n := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return n
}

// childrenFirst orders commits so that none comes before all of its children;
// those in a cycle, which only a forged store has, come last.
func childrenFirst(nodes []*node) []Listed {
	waiting := map[objects.ID]int{} // children that are not out yet
	byID := make(map[objects.ID]*node, len(nodes))
	for _, n := range nodes {
		byID[n.ID] = n
		for _, p := range n.Parents {
			waiting[p]++
		}
	}
	out := make([]Listed, 0, len(nodes))
	take := func(n *node) {
		out = append(out, n.Listed)
		delete(byID, n.ID)
	}
	for _, n := range nodes {
		if waiting[n.ID] == 0 {
			take(n)
		}
	}
	for i := 0; i < len(out); i++ {
		for _, p := range out[i].Parents {
			if waiting[p]--; waiting[p] == 0 && byID[p] != nil {
				take(byID[p])
			}
		}
	}
	for _, n := range nodes {
		if byID[n.ID] != nil {
			take(n)
		}
	}
	return out
}
