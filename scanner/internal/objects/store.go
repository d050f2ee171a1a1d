package objects

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// ErrNotFound says that no pack and no loose file holds an object.
var ErrNotFound = errors.New("object is not in the repository")

// DefaultMaxSize is the size above which objects are not read.
const DefaultMaxSize = 512 << 20

// Options choose how a store is read.
type Options struct {
	HashSize   int      // 20 or 32
	MaxSize    int64    // bytes; larger objects become Problems; 0: DefaultMaxSize
	Alternates []string // further objects directories, as GIT_ALTERNATE_OBJECT_DIRECTORIES names them
}

// Store is an object store: an objects directory with all its alternates.
// Objects are numbered: 0 to Len()-1, packs first. It is safe for concurrent use.
type Store struct {
	hashSize  int
	maxSize   int64
	dirs      []string
	packs     []*pack
	loose     []ID   // sorted, no duplicates
	looseDir  []int  // index in dirs, for each of loose
	looseType []Type // filled by walks, each element by one worker at a time
	packed    uint32
	problems  []Problem

	readers sync.Pool // *inflater
	cache   baseCache
}

// Problem is something that the store lists and that could not be read.
type Problem struct {
	ID   ID     // zero when no single object is meant
	Type Type   // Bad when not known
	Path string // file, when a whole file is meant
	Err  error
}

// TooLarge reports whether the problem is only the size limit.
func (p Problem) TooLarge() bool { return errors.Is(p.Err, errTooLarge) }

// Missing reports whether the object is not there at all.
func (p Problem) Missing() bool { return errors.Is(p.Err, ErrNotFound) }

// Open lists what the objects directory and its alternates hold. A pack that
// cannot be opened becomes a Problem; an error means that nothing can be read.
func Open(dir string, opt Options) (*Store, error) {
	s := &Store{hashSize: opt.HashSize, maxSize: opt.MaxSize}
	if s.hashSize == 0 {
		s.hashSize = 20
	}
	if s.maxSize <= 0 {
		s.maxSize = DefaultMaxSize
	}
	s.readers.New = func() any { return new(inflater) }
	if st, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("opening object store: %w", err)
	} else if !st.IsDir() {
		return nil, fmt.Errorf("opening object store: %s is not a directory", dir)
	}
	s.addDir(dir, 0)
	for _, alt := range opt.Alternates {
		s.addDir(alt, 1)
	}
	for _, d := range s.dirs {
		s.addPacks(d)
	}
	s.addLoose()
	return s, nil
}

// maxAlternates is git's own limit on the depth of alternates of alternates.
const maxAlternates = 5

// addDir adds an objects directory and, before returning, its alternates;
// cycles end at a directory that is there already.
func (s *Store) addDir(dir string, depth int) {
	real, err := filepath.EvalSymlinks(dir)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		s.problems = append(s.problems, Problem{Path: dir, Err: fmt.Errorf("alternate object store: %w", err)})
		return
	}
	for _, d := range s.dirs {
		if d == real {
			return
		}
	}
	s.dirs = append(s.dirs, real)
	list, err := os.ReadFile(filepath.Join(real, "info", "alternates"))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			s.problems = append(s.problems, Problem{Path: filepath.Join(real, "info", "alternates"), Err: err})
		}
		return
	}
	for line := range strings.Lines(string(list)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '"' {
			if u, err := strconv.Unquote(line); err == nil {
				line = u
			}
		}
		if !filepath.IsAbs(line) {
			line = filepath.Join(real, line)
		}
		if depth == maxAlternates {
			s.problems = append(s.problems, Problem{Path: line, Err: fmt.Errorf("alternates are nested more than %d deep", maxAlternates)})
			continue
		}
		s.addDir(line, depth+1)
	}
}

func (s *Store) addPacks(dir string) {
	paths, err := packFiles(filepath.Join(dir, "pack"))
	if err != nil {
		s.problems = append(s.problems, Problem{Path: filepath.Join(dir, "pack"), Err: err})
	}
	for _, path := range paths {
		p, err := openPack(path, s.hashSize)
		if err != nil {
			s.problems = append(s.problems, Problem{Path: path, Err: fmt.Errorf("opening pack: %w", err)})
			continue
		}
		p.base = s.packed
		s.packed += uint32(p.idx.count)
		s.packs = append(s.packs, p)
	}
	lone, _ := filepath.Glob(filepath.Join(dir, "pack", "pack-*.pack"))
	for _, path := range lone {
		if _, err := os.Stat(strings.TrimSuffix(path, ".pack") + ".idx"); errors.Is(err, fs.ErrNotExist) {
			s.problems = append(s.problems, Problem{Path: path, Err: errors.New("pack has no index; git index-pack makes one")})
		}
	}
}

func (s *Store) addLoose() {
	type obj struct {
		id  ID
		dir int
	}
	var all []obj
	for i, d := range s.dirs {
		ids, err := listLoose(d, s.hashSize)
		if err != nil {
			s.problems = append(s.problems, Problem{Path: d, Err: fmt.Errorf("listing loose objects: %w", err)})
		}
		for _, id := range ids {
			all = append(all, obj{id, i})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].id.Compare(all[j].id) < 0 })
	for i, o := range all {
		if i > 0 && o.id == all[i-1].id {
			continue
		}
		s.loose = append(s.loose, o.id)
		s.looseDir = append(s.looseDir, o.dir)
	}
	s.looseType = make([]Type, len(s.loose))
}

// Close unmaps the packs. No slice that the store handed out may be used after it.
func (s *Store) Close() {
	for _, p := range s.packs {
		p.close()
	}
}

// Problems returns what could not even be opened.
func (s *Store) Problems() []Problem { return s.problems }

// HashSize is 20 in a SHA-1 repository and 32 in a SHA-256 one.
func (s *Store) HashSize() int { return s.hashSize }

// Len is the number of objects, counting one that is stored in several packs
// once for each of them.
func (s *Store) Len() int { return int(s.packed) + len(s.loose) }

// ID returns the name of object num.
func (s *Store) ID(num uint32) ID {
	if num >= s.packed {
		return s.loose[num-s.packed]
	}
	p := s.packs[s.packOf(num)]
	return NewID(p.idx.name(int(num - p.base)))
}

func (s *Store) packOf(num uint32) int {
	return sort.Search(len(s.packs), func(i int) bool { return s.packs[i].base > num }) - 1
}

// Find returns the number of the object with that raw name. Of several copies
// it is always the same one.
func (s *Store) Find(name []byte) (num uint32, ok bool) {
	for _, p := range s.packs {
		if i, ok := p.idx.find(name); ok {
			return p.base + uint32(i), true
		}
	}
	i := sort.Search(len(s.loose), func(i int) bool { return bytes.Compare(s.loose[i].Bytes(), name) >= 0 })
	if i < len(s.loose) && bytes.Equal(s.loose[i].Bytes(), name) {
		return s.packed + uint32(i), true
	}
	return 0, false
}

// WithPrefix returns the ids that begin with the lower-case hexadecimal prefix,
// sorted, at most limit of them.
func (s *Store) WithPrefix(prefix string, limit int) []ID {
	seen := map[ID]bool{}
	for _, p := range s.packs {
		p.idx.withPrefix(prefix, func(i int) bool {
			seen[NewID(p.idx.name(i))] = true
			return len(seen) < limit
		})
	}
	for _, id := range s.loose {
		if len(seen) < limit && strings.HasPrefix(id.String(), prefix) {
			seen[id] = true
		}
	}
	ids := make([]ID, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i].Compare(ids[j]) < 0 })
	return ids
}

// Read returns an object's type and content, which the caller may keep but must
// not change. Of several copies the first that is sound is taken.
func (s *Store) Read(id ID) (Type, []byte, error) { return s.read(id, 0) }

// maxThinDepth bounds how often a delta's base may be looked up by name in
// another pack; git's own chains are at most 4095 long, and within one pack.
const maxThinDepth = 64

func (s *Store) read(id ID, depth int) (Type, []byte, error) {
	if depth > maxThinDepth {
		return Bad, nil, fmt.Errorf("reading %s: delta bases are nested too deep over packs", id)
	}
	typ, failure := Bad, ErrNotFound
	for _, p := range s.packs {
		i, ok := p.idx.find(id.Bytes())
		if !ok {
			continue
		}
		off, ok := p.idx.offset(i)
		if !ok {
			failure = errIndexRange
			continue
		}
		t, data, err := s.readPacked(p, off, depth)
		if err == nil {
			return t, data, nil
		}
		typ, failure = t, err
	}
	for _, dir := range s.dirs {
		t, data, err := readLoose(dir, id, s.maxSize)
		if err == nil {
			return t, data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			typ, failure = t, err
		}
	}
	return typ, nil, fmt.Errorf("reading %s: %w", id, failure)
}

// readPacked follows the delta chain down from the entry at off to its base, or
// to a link that is in the cache, and then applies the deltas upwards.
func (s *Store) readPacked(p *pack, off int64, depth int) (Type, []byte, error) {
	f := s.readers.Get().(*inflater)
	defer s.readers.Put(f)
	limit := int64(len(p.data) - p.idx.hashSize)
	type link struct {
		off   int64
		delta []byte
	}
	var (
		chain []link
		typ   Type
		data  []byte
	)
	seen := map[int64]bool{}
	for at := off; data == nil; {
		if c, ok := s.cache.get(p, at); ok {
			typ, data = c.typ, c.data
			break
		}
		if seen[at] {
			return Bad, nil, errors.New("delta chain is a cycle")
		}
		seen[at] = true
		e, err := p.entryAt(at, limit)
		if err != nil {
			return Bad, nil, err
		}
		if e.size > s.maxSize {
			return e.typ, nil, errTooLarge
		}
		raw, err := f.inflate([]byte{}, e.data, e.size, true)
		if err != nil {
			return Bad, nil, err
		}
		switch e.typ {
		case ofsDelta:
			chain = append(chain, link{at, raw})
			at = e.baseOff
		case refDelta:
			chain = append(chain, link{at, raw})
			if i, ok := p.idx.find(e.baseID); ok {
				if at, ok = p.idx.offset(i); !ok {
					return Bad, nil, errIndexRange
				}
				continue
			}
			// A thin pack, as in a quarantine: the base is elsewhere.
			if typ, data, err = s.read(NewID(e.baseID), depth+1); err != nil {
				return Bad, nil, fmt.Errorf("delta base: %w", err)
			}
		default:
			typ, data = e.typ, raw
			s.cache.put(p, at, typ, data)
		}
	}
	for i := len(chain) - 1; i >= 0; i-- {
		next, err := applyDelta(nil, data, chain[i].delta, s.maxSize)
		if err != nil {
			return typ, nil, err
		}
		if next == nil {
			next = []byte{}
		}
		data = next
		s.cache.put(p, chain[i].off, typ, data)
	}
	return typ, data, nil
}
