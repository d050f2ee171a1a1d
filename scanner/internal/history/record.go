package history

import (
	"bytes"
	"math"
	"sort"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
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
	edges   []edge
	direct  []direct
	commits []commit
	tags    map[uint32]objects.ID
	bad     []uint32 // trees that could not be read to their end
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

// Commit records a commit; c is what ParseCommit made of it.
func (l *Log) Commit(num uint32, c *objects.CommitInfo) {
	n := commit{num: num, date: c.Committer.When.Unix(), rawParents: c.Parents}
	if c.Committer.When.IsZero() {
		n.date = 0
	}
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

// Tree records a tree's entries.
func (l *Log) Tree(num uint32, data []byte) {
	whole := objects.Entries(data, l.r.store.HashSize(), func(e objects.TreeEntry) bool {
		n, ok := l.names[string(e.Name)]
		if !ok {
			n = l.r.intern(l.worker, e.Name)
			l.names[string(e.Name)] = n
		}
		l.entry(num, e, n)
		return true
	})
	if !whole {
		l.bad = append(l.bad, num)
	}
}

// noObject is the number of a submodule's commit, which is in another repository.
const noObject = math.MaxUint32

// entry records one entry of tree num.
func (l *Log) entry(num uint32, e objects.TreeEntry, n name) {
	child, module := uint32(noObject), e.Mode == 0o160000
	if !module {
		child = l.find(e.ID)
	}
	want := func(k Kind) { l.direct = append(l.direct, direct{num, item{n.num, k, child}}) }
	if n.want.Name {
		want(Name)
	}
	missing := int(child) >= l.r.store.Len()
	switch {
	case module:
		want(Module)
	case e.Mode == 0o40000:
		l.edges = append(l.edges, edge{child, num, n.num})
		if missing {
			want(Blob)
		}
	default:
		if n.want.File {
			want(File)
		}
		switch {
		case !missing && !l.r.wanted[child]:
		case e.Mode == 0o120000:
			want(Link)
		default:
			want(Blob)
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
		g.edges = append(g.edges, l.edges...)
		g.direct = append(g.direct, l.direct...)
		g.commits = append(g.commits, l.commits...)
		for num, id := range l.tags {
			g.tags[num] = id
		}
		for _, num := range l.bad {
			bad = append(bad, r.store.ID(num))
		}
		*l = Log{}
	}
	sort.Slice(g.commits, func(i, j int) bool { return g.commits[i].num < g.commits[j].num })
	sort.Slice(bad, func(i, j int) bool { return bad[i].Compare(bad[j]) < 0 })
	lost = g.link()
	g.nodes = g.reduce()
	return g, lost, bad
}

// Missing returns the objects that trees, commits and tags name and that the
// store lacks, with the number that Places knows each by.
func (g *Graph) Missing() (ids []objects.ID, first uint32) { return g.missing, uint32(g.store.Len()) }
