package history

import (
	"encoding/binary"
	"slices"
	"sort"
)

// nodes are trees reduced to what is wanted; number 0 is the empty one.
type nodes struct {
	items  [][]item          // by node, sorted; a kindTree item's num is a node
	ofTree map[uint32]uint32 // node of a tree, by object number
	tops   []uint32          // trees that lead to something wanted and stand in no other tree
	key    map[string]uint32
}

// reduce finds the trees that lead to a wanted entry and interns each as a node.
func (g *Graph) reduce() *nodes {
	n := &nodes{items: [][]item{nil}, ofTree: map[uint32]uint32{}, key: map[string]uint32{"": 0}}
	// Up the edges until nothing is added: as often as trees are nested.
	all := g.store.Len() + len(g.missing)
	leads, below := make([]bool, all), make([]bool, all)
	for _, d := range g.direct {
		leads[d.tree] = true
	}
	for changed := true; changed; {
		changed = false
		for _, e := range g.edges {
			if leads[e.child] && !leads[e.parent] {
				leads[e.parent], changed = true, true
			}
		}
	}
	content := map[uint32][]item{} // by tree; subtrees still by object number
	for _, d := range g.direct {
		content[d.tree] = append(content[d.tree], d.item)
	}
	for _, e := range g.edges {
		if leads[e.child] {
			content[e.parent] = append(content[e.parent], item{e.name, kindTree, e.child})
			below[e.child] = true
		}
	}
	g.direct, g.edges = nil, nil
	for tree := range content {
		n.node(tree, content, map[uint32]bool{})
		if !below[tree] {
			n.tops = append(n.tops, tree)
		}
	}
	slices.Sort(n.tops)
	return n
}

// node returns the node of a tree, making those of its subtrees first. open
// guards against trees that contain themselves, which only a forged store has.
func (n *nodes) node(tree uint32, content map[uint32][]item, open map[uint32]bool) uint32 {
	if node, ok := n.ofTree[tree]; ok {
		return node
	}
	if open[tree] {
		return 0
	}
	open[tree] = true
	items := make([]item, 0, len(content[tree]))
	for _, it := range content[tree] {
		if it.kind == kindTree {
			if it.num = n.node(it.num, content, open); it.num == 0 {
				continue
			}
		}
		items = append(items, it)
	}
	delete(open, tree)
	sort.Slice(items, func(i, j int) bool { return less(items[i], items[j]) })
	items = slices.Compact(items)
	key := make([]byte, 0, 9*len(items))
	for _, it := range items {
		key = binary.LittleEndian.AppendUint32(key, it.name)
		key = binary.LittleEndian.AppendUint32(append(key, byte(it.kind)), it.num)
	}
	node, ok := n.key[string(key)]
	if !ok {
		node = uint32(len(n.items))
		n.items = append(n.items, items)
		n.key[string(key)] = node
	}
	n.ofTree[tree] = node
	return node
}

// less orders items by name, kind and number.
func less(a, b item) bool {
	if a.name != b.name {
		return a.name < b.name
	}
	if a.kind != b.kind {
		return a.kind < b.kind
	}
	return a.num < b.num
}
