package history

import (
	"sort"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Place is a path at which a wanted object, or a wanted name, has stood.
type Place struct {
	Path  string
	Name  bool   // the name is wanted, not the object
	Link  bool   // the object is the target of a symbolic link
	Num   uint32 // object number
	First int32  // commit that brought it there, -1 when no commit holds it
	Last  int32  // newest commit that holds it there, -1 likewise
}

// maxVisits bounds the work for repositories made to have more paths than
// there are atoms ("git bombs").
const maxVisits = 4 << 20

// Places returns every place of everything wanted, sorted by path, kind and
// object. reached marks the commits that count before others, as Reach returns
// them. whole is false when there are more places than anyone wants to know.
func (g *Graph) Places(reached []bool) (places []Place, whole bool) {
	p := &placing{g: g, reached: reached, found: map[place]*Place{}, visits: maxVisits}
	for _, i := range g.order {
		p.introduced(i)
	}
	p.last()
	held := map[uint32]bool{} // by some commit
	for _, pl := range p.found {
		held[pl.Num] = true
	}
	for _, tree := range g.nodes.tops {
		p.loose(g.nodes.ofTree[tree], held)
	}
	for _, pl := range p.found {
		places = append(places, *pl)
	}
	sort.Slice(places, func(i, j int) bool {
		a, b := &places[i], &places[j]
		if a.Path != b.Path {
			return a.Path < b.Path
		}
		if a.Name != b.Name {
			return b.Name
		}
		if a.Link != b.Link {
			return b.Link
		}
		return a.Num < b.Num
	})
	return places, p.visits > 0
}

type place struct {
	path string
	kind kind
	num  uint32
}

func (p place) placeFrom(first int32) *Place {
	return &Place{Path: p.path, Name: p.kind == kindName, Link: p.kind == kindLink, Num: p.num, First: first, Last: -1}
}

type placing struct {
	g       *Graph
	reached []bool
	found   map[place]*Place
	visits  int
}

// root is the node of a commit's tree.
func (g *Graph) root(i int32) uint32 {
	if c := &g.commits[i]; c.hasTree {
		return g.nodes.ofTree[c.tree]
	}
	return 0
}

// introduced records what commit i holds and none of its parents does.
func (p *placing) introduced(i int32) {
	root := p.g.root(i)
	if root == 0 {
		return
	}
	parents := p.g.commits[i].parents
	roots := make([]uint32, 0, len(parents))
	for _, parent := range parents {
		r := p.g.root(parent)
		if r == root {
			return
		}
		roots = append(roots, r)
	}
	p.compare(root, roots, "", func(path string, it item) {
		k := place{path, it.kind, it.num}
		pl, ok := p.found[k]
		switch {
		case !ok:
			p.found[k] = k.placeFrom(i)
		case pl.First < 0 || p.g.Before(i, pl.First, p.reached):
			pl.First = i
		}
	})
}

// compare yields the wanted entries below node that none of the nodes in others
// has at the same path.
func (p *placing) compare(node uint32, others []uint32, dir string, yield func(path string, it item)) {
	for _, it := range p.g.nodes.items[node] {
		if p.visits--; p.visits < 0 {
			return
		}
		path := dir + p.g.names[it.name]
		if it.kind != kindTree {
			if !p.anyHolds(others, it) {
				yield(path, it)
			}
			continue
		}
		var below []uint32
		same := false
		for _, o := range others {
			if sub := p.subtree(o, it.name); sub != 0 {
				same = same || sub == it.num
				below = append(below, sub)
			}
		}
		if !same {
			p.compare(it.num, below, path+"/", yield)
		}
	}
}

func (p *placing) anyHolds(nodes []uint32, want item) bool {
	for _, n := range nodes {
		items := p.g.nodes.items[n]
		i := sort.Search(len(items), func(i int) bool { return !less(items[i], want) })
		if i < len(items) && items[i] == want {
			return true
		}
	}
	return false
}

func (p *placing) subtree(node, name uint32) uint32 {
	items := p.g.nodes.items[node]
	i := sort.Search(len(items), func(i int) bool { return !less(items[i], item{name, kindTree, 0}) })
	if i < len(items) && items[i].name == name && items[i].kind == kindTree {
		return items[i].num
	}
	return 0
}

// last records the newest commit that holds each place. Roots are gone through
// from the newest commit back, so that whatever was seen at a path before has
// its newest commit already.
func (p *placing) last() {
	newest := map[uint32]int32{}
	for _, i := range p.g.order {
		root := p.g.root(i)
		if root == 0 {
			continue
		}
		if j, ok := newest[root]; !ok || p.newer(i, j) {
			newest[root] = i
		}
	}
	type dated struct {
		root uint32
		at   int32
	}
	var roots []dated
	for root, at := range newest {
		roots = append(roots, dated{root, at})
	}
	sort.Slice(roots, func(a, b int) bool { return p.newer(roots[a].at, roots[b].at) })
	seen := map[seenNode]bool{}
	for _, r := range roots {
		p.expand(r.root, "", seen, func(path string, it item) {
			pl := p.found[place{path, it.kind, it.num}]
			if pl != nil && pl.Last < 0 {
				pl.Last = r.at
			}
		})
	}
}

// newer orders commits from the newest to the oldest, reached ones first.
func (p *placing) newer(a, b int32) bool {
	if p.reached[a] != p.reached[b] {
		return p.reached[a]
	}
	return p.g.Before(b, a, p.reached)
}

type seenNode struct {
	node uint32
	dir  string
}

func (p *placing) expand(node uint32, dir string, seen map[seenNode]bool, yield func(path string, it item)) {
	if seen[seenNode{node, dir}] {
		return
	}
	seen[seenNode{node, dir}] = true
	for _, it := range p.g.nodes.items[node] {
		if p.visits--; p.visits < 0 {
			return
		}
		path := dir + p.g.names[it.name]
		if it.kind == kindTree {
			p.expand(it.num, path+"/", seen, yield)
		} else {
			yield(path, it)
		}
	}
}

// loose records the places in a tree that stands in no other, unless a commit
// holds the object too.
func (p *placing) loose(node uint32, held map[uint32]bool) {
	p.expand(node, "", map[seenNode]bool{}, func(path string, it item) {
		k := place{path, it.kind, it.num}
		if p.found[k] == nil && !held[it.num] {
			p.found[k] = k.placeFrom(-1)
		}
	})
}

// Holds returns the places in a tree, or in that of a commit: path and object
// number of each.
func (g *Graph) Holds(id objects.ID) map[Held]bool {
	out := map[Held]bool{}
	num, ok := g.store.Find(id.Bytes())
	if !ok {
		return out
	}
	node := g.nodes.ofTree[num]
	if i, ok := g.at(num); ok {
		node = g.root(i)
	}
	p := &placing{g: g, visits: maxVisits}
	p.expand(node, "", map[seenNode]bool{}, func(path string, it item) { out[Held{path, it.num}] = true })
	return out
}

// Held is one entry of a tree: a path and the number of the object there.
type Held struct {
	Path string
	Num  uint32
}
