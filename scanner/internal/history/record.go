package history

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"sync"

	"github.com/sourcegraph/conc"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Recorder builds a Graph from the objects of a walk. Each worker has its own
// Log; the Recorder itself is safe for concurrent use.
type Recorder struct {
	store *objects.Store
	// wanted reports whether a blob's place is asked for. Read-only during the walk.
	wanted map[uint32]bool
	want   func(worker int, name []byte) Want

	mu      sync.Mutex
	names   map[string]name
	list    []string
	missing map[objects.ID]uint32
	logs    []*Log
}

// Want says what is asked for of the entries of a name.
type Want struct {
	Name bool // where they stand
	File bool // the paths of those that are files
}

// NewRecorder prepares for jobs workers. wanted holds object numbers of blobs;
// want is called once for each name, so that how much was looked at does not
// depend on which worker met it.
func NewRecorder(store *objects.Store, jobs int, wanted map[uint32]bool, want func(worker int, name []byte) Want) *Recorder {
	r := &Recorder{store: store, wanted: wanted, want: want, names: map[string]name{}, missing: map[objects.ID]uint32{}}
	for w := range jobs {
		r.logs = append(r.logs, &Log{r: r, worker: w, names: map[string]name{}, tags: map[uint32]objects.ID{}, cache: make([]found, cacheSlots)})
	}
	return r
}

// Log is what one worker records.
type Log struct {
	r       *Recorder
	worker  int
	names   map[string]name
	cache   []found
	trees   []recorded
	fresh   []entry
	runs    []run
	heads   []uint32 // of the tree that is read
	slab    []uint32 // where the heads of trees are kept
	commits []commit
	tags    map[uint32]objects.ID
	bad     []uint32 // trees that could not be read to their end
}

// recorded is a tree: what it has of its base, and what it has not.
type recorded struct {
	num   uint32
	base  int32  // place in the log; -1: none
	fresh uint32 // where its entries and runs end; they begin where those of the tree before do
	runs  uint32
}

// entry is an entry of a tree that its base has not, if it matters: a folder, or
// something wanted.
type entry struct {
	at   uint32 // among the entries of the tree
	item item
}

// run says that n entries of a tree, from at on, are those of its base from from
// on.
type run struct{ at, from, n uint32 }

// Layout is where the entries of a recorded tree begin. It is immutable.
type Layout struct {
	log   *Log
	place int32
	heads []uint32 // and where the last one ends
}

type name struct {
	num  uint32
	want Want
}

// found remembers where an id is: neighbouring versions of a tree hold mostly
// the same ids.
type found struct {
	id  objects.ID
	num uint32
}

const cacheSlots = 1 << 14

// Worker returns the log of a worker.
func (r *Recorder) Worker(w int) *Log { return r.logs[w] }

// Commit records a commit.
func (l *Log) Commit(num uint32, c *objects.Links) {
	n := commit{num: num, date: c.Committed, rawParents: c.Parents}
	if !c.Tree.IsZero() {
		n.tree, n.hasTree = l.find(c.Tree.Bytes()), true
	}
	l.commits = append(l.commits, n)
}

// Tag records an annotated tag's target.
func (l *Log) Tag(num uint32, data []byte) {
	line, _, _ := bytes.Cut(data, []byte{'\n'})
	if hex, ok := bytes.CutPrefix(line, []byte("object ")); ok {
		if id, err := objects.ParseID(string(hex)); err == nil {
			l.tags[num] = id
			l.find(id.Bytes())
		}
	}
}

// Tree records a tree. d says what it has of a base, if that is known and Tree
// returned d.Base for it, on the same Log; d may be nil.
//
// Neighbouring versions of a tree have most entries in common. Those are not
// read again: what is copied from the beginning of an entry to the end of one is
// the same entries.
func (l *Log) Tree(num uint32, data []byte, d *leak.Delta) *Layout {
	t := recorded{num: num, base: -1}
	var base *Layout
	var copies []leak.Copy
	if d != nil {
		if base, _ = d.Base.(*Layout); base != nil && base.log == l {
			t.base, copies = base.place, d.Copies
		}
	}
	l.heads = l.heads[:0]
	at := 0
	for at < len(data) {
		for len(copies) > 0 && copies[0].At+copies[0].Len <= at {
			copies = copies[1:]
		}
		if len(copies) > 0 && copies[0].At <= at {
			if next, ok := l.same(base, copies[0], at); ok {
				at = next
				continue
			}
		}
		e, n := objects.ParseEntry(data[at:], l.r.store.HashSize())
		if n == 0 {
			l.bad = append(l.bad, num)
			break
		}
		name, ok := l.names[string(e.Name)]
		if !ok {
			name = l.r.intern(l.worker, e.Name)
			l.names[string(e.Name)] = name
		}
		l.entry(e, name)
		l.heads = append(l.heads, uint32(at))
		at += n
	}
	t.fresh, t.runs = uint32(len(l.fresh)), uint32(len(l.runs))
	l.trees = append(l.trees, t)
	return &Layout{l, int32(len(l.trees) - 1), l.keep(append(l.heads, uint32(at)))}
}

// same takes over the entries that are copied, as a whole, from at on, if one
// begins there, and returns where they end.
func (l *Log) same(base *Layout, c leak.Copy, at int) (next int, ok bool) {
	from := uint32(c.From + at - c.At)
	first, ok := slices.BinarySearch(base.heads, from)
	if !ok {
		return 0, false
	}
	n, whole := slices.BinarySearch(base.heads[first:], uint32(c.From+c.Len))
	if !whole {
		n-- // the last one is cut off
	}
	if n <= 0 {
		return 0, false
	}
	l.runs = append(l.runs, run{uint32(len(l.heads)), uint32(first), uint32(n)})
	for _, h := range base.heads[first : first+n] {
		l.heads = append(l.heads, h-from+uint32(at))
	}
	return at + int(base.heads[first+n]-from), true
}

// slabSize is how many heads are allocated at once.
const slabSize = 1 << 14

// keep returns a copy that stays.
func (l *Log) keep(heads []uint32) []uint32 {
	if cap(l.slab)-len(l.slab) < len(heads) {
		l.slab = make([]uint32, 0, max(slabSize, len(heads)))
	}
	from := len(l.slab)
	l.slab = append(l.slab, heads...)
	return l.slab[from:len(l.slab):len(l.slab)]
}

// noObject is the number of a submodule's commit, which is in another repository.
const noObject = math.MaxUint32

// entry records one entry of the tree that is read.
func (l *Log) entry(e objects.TreeEntry, n name) {
	child, module := uint32(noObject), e.Mode == 0o160000
	if !module {
		child = l.find(e.ID)
	}
	add := func(k Kind) { l.fresh = append(l.fresh, entry{uint32(len(l.heads)), item{n.num, k, child}}) }
	if n.want.Name {
		add(Name)
	}
	missing := int(child) >= l.r.store.Len()
	switch {
	case module:
		add(Module)
	case e.Mode == 0o40000:
		add(tree)
		if missing {
			add(Blob)
		}
	default:
		if n.want.File {
			add(File)
		}
		switch {
		case !missing && !l.r.wanted[child]:
		case e.Mode == 0o120000:
			add(Link)
		default:
			add(Blob)
		}
	}
}

// find returns the number of an object; one that the store lacks gets a number
// above all others and is known as missing.
func (l *Log) find(raw []byte) uint32 {
	slot := &l.cache[(uint(raw[0])|uint(raw[1])<<8|uint(raw[2])<<16)%cacheSlots]
	if bytes.Equal(slot.id.Bytes(), raw) {
		return slot.num
	}
	num, ok := l.r.store.Find(raw)
	if !ok {
		num = l.r.miss(objects.NewID(raw))
	}
	*slot = found{objects.NewID(raw), num}
	return num
}

func (r *Recorder) miss(id objects.ID) uint32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	num, ok := r.missing[id]
	if !ok {
		num = uint32(r.store.Len() + len(r.missing))
		r.missing[id] = num
	}
	return num
}

func (r *Recorder) intern(worker int, b []byte) name {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, ok := r.names[string(b)]
	if !ok {
		n = name{uint32(len(r.list)), r.want(worker, b)}
		r.list = append(r.list, string(b))
		r.names[r.list[n.num]] = n
	}
	return n
}

// Knows reports whether a tree has an entry of that name.
func (r *Recorder) Knows(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, ok := r.names[name]
	return ok
}

// Graph puts the workers' logs together. shallow names the commits whose
// parents were cut off. lost are the parents of commits that are missing; bad
// the trees that are damaged.
func (r *Recorder) Graph(shallow []objects.ID) (g *Graph, lost, bad []objects.ID) {
	g = &Graph{store: r.store, names: r.list, tags: map[uint32]objects.ID{}, bounds: map[objects.ID]bool{}}
	for _, id := range shallow {
		g.bounds[id] = true
	}
	g.missing = make([]objects.ID, len(r.missing))
	for id, num := range r.missing {
		g.missing[int(num)-r.store.Len()] = id
	}
	for _, l := range r.logs {
		g.commits = append(g.commits, l.commits...)
		for num, id := range l.tags {
			g.tags[num] = id
		}
		for _, num := range l.bad {
			bad = append(bad, r.store.ID(num))
		}
		l.names, l.cache, l.heads, l.slab, l.commits = nil, nil, nil, nil, nil
	}
	sort.Slice(bad, func(i, j int) bool { return bad[i].Compare(bad[j]) < 0 })
	logs := r.logs
	r.logs = nil // so that leading can let them go
	var both conc.WaitGroup
	both.Go(func() {
		slices.SortFunc(g.commits, func(a, b commit) int { return cmp.Compare(a.num, b.num) })
		lost = g.link()
	})
	both.Go(func() {
		l := newLeading(r.store.Len()+len(r.missing), logs)
		logs = nil
		l.follow()
		g.nodes = l.reduce()
	})
	both.Wait()
	return g, lost, bad
}

// Missing returns the objects that trees, commits and tags name and that the
// store lacks, with the number that Places knows each by.
func (g *Graph) Missing() (ids []objects.ID, first uint32) { return g.missing, uint32(g.store.Len()) }
