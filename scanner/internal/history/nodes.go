package history

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// nodes are trees reduced to what is wanted; number 0 is the empty one.
type nodes struct {
	items [][]item // by node, sorted; a tree item's num is a node
	tops  []uint32 // trees that lead to something wanted and stand in no other tree

	place []int32  // of a tree, by object number; see leading
	state []uint32 // by place: notYet, opened, or done and above: the node
	key   map[string]uint32
	todo  []uint32
	row   []item // of the tree at hand
	text  []byte
}

const (
	notYet uint32 = iota
	opened
	done
)

// of returns the node of a tree, the empty one for what is no tree.
func (n *nodes) of(t uint32) uint32 {
	if int(t) >= len(n.place) || n.place[t] < 0 || n.state[n.place[t]] < done {
		return 0
	}
	return n.state[n.place[t]] - done
}

// reduce interns each tree that leads to something wanted as a node.
func (l *leading) reduce() *nodes {
	n := &nodes{items: [][]item{nil}, place: l.place, state: make([]uint32, len(l.head)), key: map[string]uint32{"": 0}}
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
	n.key, n.todo, n.row, n.text = nil, nil, nil, nil
	return n
}

// add makes the nodes of a tree and of all below it, the lowest first. It does
// not recurse: whoever makes a repository chooses how deep its trees are nested.
func (n *nodes) add(t uint32, l *leading) {
	n.todo = append(n.todo[:0], t)
	for len(n.todo) > 0 {
		t := n.todo[len(n.todo)-1]
		switch state := &n.state[n.place[t]]; *state {
		case notYet:
			*state = opened
			for it := range l.items(t) {
				if it.kind == tree && n.place[it.num] >= 0 && n.state[n.place[it.num]] == notYet {
					n.todo = append(n.todo, it.num)
				}
			}
		case opened:
			*state = done + n.intern(l, t)
			fallthrough
		default:
			n.todo = n.todo[:len(n.todo)-1]
		}
	}
}

// intern returns the node of a tree. A subtree that has no node yet contains the
// tree, which only a forged store has, and is left out.
func (n *nodes) intern(l *leading, t uint32) uint32 {
	n.row, n.text = n.row[:0], n.text[:0]
	for it := range l.items(t) {
		if it.kind == tree {
			if it.num = n.of(it.num); it.num == 0 {
				continue
			}
		}
		n.row = append(n.row, it)
	}
	slices.SortFunc(n.row, compare)
	n.row = slices.Compact(n.row)
	for _, it := range n.row {
		n.text = binary.LittleEndian.AppendUint32(n.text, it.name)
		n.text = binary.LittleEndian.AppendUint32(append(n.text, byte(it.kind)), it.num)
	}
	node, ok := n.key[string(n.text)]
	if !ok {
		node = uint32(len(n.items))
		n.items = append(n.items, slices.Clone(n.row))
		n.key[string(n.text)] = node
	}
	return node
}

// compare orders items by name, kind and number.
func compare(a, b item) int {
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.kind, b.kind), cmp.Compare(a.num, b.num))
}
