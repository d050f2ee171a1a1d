package history

import (
	"encoding/binary"
	"slices"
	"sort"
)

// nodes are trees reduced to what is wanted; number 0 is the empty one.
type nodes struct {
	items  [][]item          // by node, sorted; a tree item's num is a node
	ofTree map[uint32]uint32 // node of a tree, by object number
	tops   []uint32          // trees that lead to something wanted and stand in no other tree
	key    map[string]uint32
}

// reduce finds the trees that lead to a wanted entry and interns each as a node.
func (g *Graph) reduce() *nodes {
	n := &nodes{items: [][]item{nil}, ofTree: map[uint32]uint32{}, key: map[string]uint32{"": 0}}
	content := map[uint32][]item{} // by tree; subtrees still by object number
	for _, d := range g.direct {
		content[d.tree] = append(content[d.tree], d.item)
	}
	leads := g.leading(content)
	below := make([]bool, len(leads))
	for _, e := range g.edges {
		if leads[e.child] {
			content[e.parent] = append(content[e.parent], item{e.name, tree, e.child})
			below[e.child] = true
		}
	}
	g.direct, g.edges = nil, nil
	for t := range content {
		n.add(t, content)
		if !below[t] {
			n.tops = append(n.tops, t)
		}
	}
	slices.Sort(n.tops)
	return n
}

// leading marks the trees of content and all that these stand in.
func (g *Graph) leading(content map[uint32][]item) []bool {
	size := g.store.Len() + len(g.missing)
	leads := make([]bool, size)
	if len(content) == 0 {
		return leads
	}
	// The parents of tree t are parents[from[t]:from[t+1]].
	from := make([]uint32, size+2)
	for _, e := range g.edges {
		from[e.child+2]++
	}
	for i := 2; i < len(from); i++ {
		from[i] += from[i-1]
	}
	parents := make([]uint32, len(g.edges))
	for _, e := range g.edges {
		parents[from[e.child+1]] = e.parent
		from[e.child+1]++
	}
	var todo []uint32
	for t := range content {
		leads[t] = true
		todo = append(todo, t)
	}
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, p := range parents[from[t]:from[t+1]] {
			if !leads[p] {
				leads[p] = true
				todo = append(todo, p)
			}
		}
	}
	return leads
}

// add makes the nodes of a tree and of all below it, the lowest first. It does
// not recurse: whoever makes a repository chooses how deep its trees are nested.
func (n *nodes) add(t uint32, content map[uint32][]item) {
	open := map[uint32]bool{}
	for todo := []uint32{t}; len(todo) > 0; {
		t := todo[len(todo)-1]
		if open[t] {
			todo = todo[:len(todo)-1]
			if _, ok := n.ofTree[t]; !ok {
				n.ofTree[t] = n.intern(content[t])
			}
			continue
		}
		open[t] = true
		for _, it := range content[t] {
			if _, ok := n.ofTree[it.num]; it.kind == tree && !ok && !open[it.num] {
				todo = append(todo, it.num)
			}
		}
	}
}

// intern returns the node of a tree with that content. A subtree that has no node
// yet contains the tree, which only a forged store has, and is left out.
func (n *nodes) intern(content []item) uint32 {
	items := make([]item, 0, len(content))
	for _, it := range content {
		if it.kind == tree {
			if it.num = n.ofTree[it.num]; it.num == 0 {
				continue
			}
		}
		items = append(items, it)
	}
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
