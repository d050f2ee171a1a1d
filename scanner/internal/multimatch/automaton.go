package multimatch

import "slices"

// Automaton is the fast twin of Naive.
type Automaton struct {
	class  [256]uint8
	shift  uint       // log2 of the row length
	next   []uint32   // row of a state, by class; entries are already shifted
	accept uint32     // first accepting state, shifted
	out    [][]uint32 // keywords that end in an accepting state, ascending
}

// NewAutomaton makes a Matcher of keywords, which must be in lower case; empty
// ones match nowhere. It takes time and memory in proportion to their length:
// a thousand keywords take about a millisecond and a megabyte.
func NewAutomaton(keywords []string) *Automaton {
	a := &Automaton{}
	classes := a.classify(keywords)
	for 1<<a.shift < classes {
		a.shift++
	}
	trie, fails := a.build(keywords)
	a.number(trie, fails)
	return a
}

// classify gives each byte that occurs in a keyword a class of its own and all
// others class 0; upper case goes with lower case.
func (a *Automaton) classify(keywords []string) (classes int) {
	classes = 1
	for _, k := range keywords {
		for i := range len(k) {
			if a.class[k[i]] == 0 {
				a.class[k[i]] = uint8(classes)
				classes++
			}
		}
	}
	for c := byte('A'); c <= 'Z'; c++ {
		a.class[c] = a.class[fold(c)]
	}
	return classes
}

// node is a state while the automaton is made.
type node struct {
	next []uint32 // by class; 0 is the root, which also means "none" in the trie
	out  []uint32
}

// build makes the trie, then fills in every transition breadth first, so that
// the state to fall back to is complete when it is needed.
func (a *Automaton) build(keywords []string) (nodes []node, order []uint32) {
	width := 1 << a.shift
	nodes = []node{{next: make([]uint32, width)}}
	for k, word := range keywords {
		at := uint32(0)
		for i := range len(word) {
			c := a.class[word[i]]
			if nodes[at].next[c] == 0 {
				nodes = append(nodes, node{next: make([]uint32, width)})
				nodes[at].next[c] = uint32(len(nodes) - 1)
			}
			at = nodes[at].next[c]
		}
		if len(word) > 0 {
			nodes[at].out = append(nodes[at].out, uint32(k))
		}
	}
	fail := make([]uint32, len(nodes))
	order = []uint32{0}
	for i := 0; i < len(order); i++ {
		s := order[i]
		for c := range width {
			child := nodes[s].next[c]
			switch {
			case child == 0 && s != 0:
				nodes[s].next[c] = nodes[fail[s]].next[c]
			case child != 0:
				if s != 0 {
					fail[child] = nodes[fail[s]].next[c]
				}
				nodes[child].out = append(nodes[child].out, nodes[fail[child]].out...)
				order = append(order, child)
			}
		}
	}
	return nodes, order
}

// number lays the states out with the accepting ones last.
func (a *Automaton) number(nodes []node, order []uint32) {
	place := make([]uint32, len(nodes))
	n := uint32(0)
	for _, s := range order {
		if len(nodes[s].out) == 0 {
			place[s] = n << a.shift
			n++
		}
	}
	a.accept = n << a.shift
	for _, s := range order {
		if len(nodes[s].out) > 0 {
			place[s] = n << a.shift
			n++
			slices.Sort(nodes[s].out)
			a.out = append(a.out, nodes[s].out)
		}
	}
	a.next = make([]uint32, len(nodes)<<a.shift)
	for s, nd := range nodes {
		for c, to := range nd.next {
			a.next[place[s]+uint32(c)] = place[to]
		}
	}
}

// Each implements Matcher.
func (a *Automaton) Each(data []byte, yield func(keyword, end int)) {
	next, accept := a.next, a.accept
	s := uint32(0)
	for i, c := range data {
		s = next[s+uint32(a.class[c])]
		if s >= accept {
			for _, k := range a.out[(s-accept)>>a.shift] {
				yield(int(k), i+1)
			}
		}
	}
}
