package history

import (
	"sort"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Place is a path at which something wanted has stood.
type Place struct {
	Path  string
	Kind  Kind
	Num   uint32 // object number
	First int32  // commit that brought it there, -1 when no commit holds it
	Last  int32  // newest commit that holds it there, -1 likewise
}

// maxVisits and maxPlaces bound the work for repositories made to have more paths
// than there are atoms ("git bombs"); each of the three passes has its own visits.
// MaxDepth is git's own limit on how deep trees are nested (core.maxTreeDepth):
// the paths in trees nested a million deep have a million million bytes.
const (
	maxVisits = 4 << 20
	maxPlaces = 1 << 17
	MaxDepth  = 2048
)

// Places returns every place of everything wanted, sorted by path, kind and
// object. reached marks the commits that count before others, as Reach returns
// them. With more places than anyone wants to know some are left out and whole is
// false.
func (g *Graph) Places(reached []bool) (places []Place, whole bool) {
	p := &placing{g: g, reached: reached, found: map[place]*Place{}, visits: maxVisits}
	for _, i := range g.order {
		p.introduced(i)
	}
	p.cut = p.cut || p.visits < 0
	p.visits = maxVisits
	p.last()
	p.visits = maxVisits
	p.loose()
	p.cut = p.cut || p.visits < 0
	for _, pl := range p.found {
		places = append(places, *pl)
	}
	sort.Slice(places, func(i, j int) bool {
		a, b := &places[i], &places[j]
		if a.Path != b.Path {
			return a.Path < b.Path
		}
		if a.Kind != b.Kind {
			return a.Kind < b.Kind
		}
		return a.Num < b.Num
	})
	return places, !p.cut
}

type place struct {
	path string
	kind Kind
	num  uint32
}

type placing struct {
	g       *Graph
	reached []bool
	found   map[place]*Place
	visits  int
	cut     bool // places were left out
}

// tooDeep reports whether dir is nested deeper than any git makes it.
func (p *placing) tooDeep(dir string) bool {
	deep := strings.Count(dir, "/") > MaxDepth
	p.cut = p.cut || deep
	return deep
}

// root is the node of a commit's tree.
func (g *Graph) root(i int32) uint32 {
	if c := &g.commits[i]; c.hasTree {
		return g.nodes.of(c.tree)
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
			p.add(k, i)
		case pl.First < 0 || p.g.Before(i, pl.First, p.reached):
			pl.First = i
		}
	})
}

// add notes a place; with too many, the walk that found it ends.
func (p *placing) add(k place, first int32) {
	if len(p.found) == maxPlaces {
		p.visits, p.cut = 0, true
		return
	}
	p.found[k] = &Place{Path: k.path, Kind: k.kind, Num: k.num, First: first, Last: -1}
}

// compare yields the wanted entries below node that none of the nodes in others
// has at the same path.
func (p *placing) compare(node uint32, others []uint32, dir string, yield func(path string, it item)) {
	if p.tooDeep(dir) {
		return
	}
	for _, it := range p.g.nodes.items[node] {
		if p.visits--; p.visits < 0 {
			return
		}
		path := dir + p.g.names[it.name]
		if it.kind != tree {
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
		i := sort.Search(len(items), func(i int) bool { return compare(items[i], want) >= 0 })
		if i < len(items) && items[i] == want {
			return true
		}
	}
	return false
}

func (p *placing) subtree(node, name uint32) uint32 {
	items := p.g.nodes.items[node]
	i := sort.Search(len(items), func(i int) bool { return compare(items[i], item{name, tree, 0}) >= 0 })
	if i < len(items) && items[i].name == name && items[i].kind == tree {
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
		if j, ok := newest[root]; !ok || p.g.Newer(i, j, p.reached) {
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
	sort.Slice(roots, func(a, b int) bool { return p.g.Newer(roots[a].at, roots[b].at, p.reached) })
	seen, left := map[seenNode]bool{}, len(p.found)
	for _, r := range roots {
		p.expand(r.root, "", seen, func(path string, it item) {
			pl := p.found[place{path, it.kind, it.num}]
			if pl == nil || pl.Last >= 0 {
				return
			}
			pl.Last = r.at
			if left--; left == 0 {
				p.visits = 0 // the rest is older
			}
		})
	}
}

type seenNode struct {
	node uint32
	dir  string
}

func (p *placing) expand(node uint32, dir string, seen map[seenNode]bool, yield func(path string, it item)) {
	if seen[seenNode{node, dir}] || p.tooDeep(dir) {
		return
	}
	seen[seenNode{node, dir}] = true
	for _, it := range p.g.nodes.items[node] {
		if p.visits--; p.visits < 0 {
			return
		}
		path := dir + p.g.names[it.name]
		if it.kind == tree {
			p.expand(it.num, path+"/", seen, yield)
		} else {
			yield(path, it)
		}
	}
}

// loose records the places in trees that stand in no other and are no commit's,
// of objects that no commit holds.
func (p *placing) loose() {
	held, rooted, seen := map[uint32]bool{}, map[uint32]bool{}, map[seenNode]bool{}
	for _, pl := range p.found {
		held[pl.Num] = true
	}
	for _, i := range p.g.order {
		if c := &p.g.commits[i]; c.hasTree {
			rooted[c.tree] = true
		}
	}
	for _, t := range p.g.nodes.tops {
		if rooted[t] {
			continue
		}
		p.expand(p.g.nodes.of(t), "", seen, func(path string, it item) {
			k := place{path, it.kind, it.num}
			if p.found[k] == nil && !held[it.num] {
				p.add(k, -1)
			}
		})
	}
}

// Holds returns the places in the tree of a commit, or in a tree: path and
// object number of each.
func (g *Graph) Holds(id objects.ID) map[Held]bool {
	out := map[Held]bool{}
	num, ok := g.store.Find(id.Bytes())
	if !ok {
		return out
	}
	root := g.nodes.of(num)
	if i, ok := g.at(num); ok {
		root = g.root(i)
	}
	p := &placing{g: g, visits: maxVisits}
	p.expand(root, "", map[seenNode]bool{}, func(path string, it item) { out[Held{path, it.num}] = true })
	return out
}

// Held is one entry of a tree: a path and the number of the object there.
type Held struct {
	Path string
	Num  uint32
}
