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
func (g *Graph) reduce(logs []*Log) *nodes {
	n := &nodes{items: [][]item{nil}, ofTree: map[uint32]uint32{}, key: map[string]uint32{"": 0}}
	l := newLeading(g.store.Len()+len(g.missing), logs)
	l.follow()
	below := make([]bool, len(l.place))
	for _, c := range l.content {
		if c.item.kind == tree {
			below[c.item.num] = true
		}
	}
	for t, place := range l.place {
		if place < 0 || l.head[place] < 0 {
			continue
		}
		n.add(uint32(t), l)
		if !below[t] {
			n.tops = append(n.tops, uint32(t))
		}
	}
	return n
}

// add makes the nodes of a tree and of all below it, the lowest first. It does
// not recurse: whoever makes a repository chooses how deep its trees are nested.
func (n *nodes) add(t uint32, l *leading) {
	if _, ok := n.ofTree[t]; ok {
		return
	}
	open := map[uint32]bool{}
	for todo := []uint32{t}; len(todo) > 0; {
		t := todo[len(todo)-1]
		if open[t] {
			todo = todo[:len(todo)-1]
			if _, ok := n.ofTree[t]; !ok {
				n.ofTree[t] = n.intern(l, t)
			}
			continue
		}
		open[t] = true
		for it := range l.items(t) {
			if _, ok := n.ofTree[it.num]; it.kind == tree && !ok && !open[it.num] {
				todo = append(todo, it.num)
			}
		}
	}
}

// intern returns the node of a tree. A subtree that has no node yet contains the
// tree, which only a forged store has, and is left out.
func (n *nodes) intern(l *leading, t uint32) uint32 {
	var items []item
	for it := range l.items(t) {
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
