package objects

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
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
	Within     string   // folder that is read, beside Alternates, with links followed; "": whatever files and links name
}

// Store is an object store: an objects directory with all its alternates.
// Objects are numbered: 0 to Len()-1, packs first. It is safe for concurrent use.
type Store struct {
	hashSize int
	maxSize  int64
	dirs     []string
	packs    []*pack
	packed   uint32
	problems []Problem
	within   []string // folders that are read; none: any

	looseOnce  sync.Once
	looseFiles looseFiles

	readers sync.Pool // *inflater
	cache   baseCache
}

// looseFiles are the loose objects of all directories. They are listed when first
// asked for, which costs a look into 256 folders: a hook, which reads a few
// objects by name, never does.
type looseFiles struct {
	ids      []ID            // sorted, no duplicates
	dirs     []int           // index in Store.dirs, for each of ids
	types    []atomic.Uint32 // type of each, once a walk has read it
	problems []Problem
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

// Unreadable reports whether the system refused.
func (p Problem) Unreadable() bool {
	var file *fs.PathError
	var call *os.SyscallError
	return errors.As(p.Err, &file) || errors.As(p.Err, &call)
}

// ErrOutside says that objects are in a folder that is not to be read.
var ErrOutside = errors.New("it leads out of the repository and is not read")

// Outside reports whether the problem is where it is.
func (p Problem) Outside() bool { return errors.Is(p.Err, ErrOutside) }

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
	if opt.Within != "" {
		for _, d := range append([]string{opt.Within}, opt.Alternates...) {
			if real, err := absolute(d); err == nil {
				s.within = append(s.within, real)
			}
		}
	}
	s.addDir(dir, 0)
	for _, alt := range opt.Alternates {
		s.addDir(alt, 1)
	}
	for _, d := range s.dirs {
		s.addPacks(d)
	}
	return s, nil
}

// maxAlternates is git's own limit on how far an alternate may be from the
// repository.
const maxAlternates = 6

// maxAlternatesFile bounds the list of a directory's alternates.
const maxAlternatesFile = 1 << 20

// absolute is a path with its links followed.
func absolute(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(real)
}

// inside reports whether a file or folder may be read, wherever links lead. What
// leads nowhere may, and fails.
func (s *Store) inside(path string) bool {
	if len(s.within) == 0 {
		return true
	}
	real, err := absolute(path)
	return err != nil || slices.ContainsFunc(s.within, func(dir string) bool {
		rel, err := filepath.Rel(dir, real)
		return err == nil && filepath.IsLocal(rel)
	})
}

// linksInside is inside for an entry of a folder that is.
func (s *Store) linksInside(dir string, e fs.DirEntry) bool {
	return e.Type()&fs.ModeSymlink == 0 || s.inside(filepath.Join(dir, e.Name()))
}

// addDir adds an objects directory and, before returning, its alternates;
// cycles end at a directory that is there already.
func (s *Store) addDir(dir string, depth int) {
	real, err := absolute(dir)
	if err == nil && !s.inside(dir) {
		err = ErrOutside
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
	list, err := ReadSmall(filepath.Join(real, "info", "alternates"), maxAlternatesFile)
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
	dir = filepath.Join(dir, "pack")
	if !s.inside(dir) {
		s.problems = append(s.problems, Problem{Path: dir, Err: ErrOutside})
		return
	}
	paths, lone, err := packFiles(dir)
	if err != nil {
		s.problems = append(s.problems, Problem{Path: dir, Err: err})
	}
	for _, path := range lone {
		s.problems = append(s.problems, Problem{Path: path, Err: errors.New("pack has no index; git index-pack makes one")})
	}
	for _, path := range paths {
		if !s.inside(path) || !s.inside(strings.TrimSuffix(path, ".idx")+".pack") {
			s.problems = append(s.problems, Problem{Path: path, Err: ErrOutside})
			continue
		}
		p, err := openPack(path, s.hashSize)
		if err != nil {
			s.problems = append(s.problems, Problem{Path: path, Err: fmt.Errorf("opening pack: %w", err)})
			continue
		}
		if err := p.agrees(); err != nil {
			s.problems = append(s.problems, Problem{Path: p.path, Err: err})
		}
		p.base = s.packed
		s.packed += uint32(p.idx.count)
		s.packs = append(s.packs, p)
	}
}

// loose lists the loose objects.
func (s *Store) loose() *looseFiles {
	s.looseOnce.Do(func() { s.looseFiles.list(s) })
	return &s.looseFiles
}

func (l *looseFiles) list(s *Store) {
	type obj struct {
		id  ID
		dir int
	}
	var all []obj
	for i, d := range s.dirs {
		ids, problems := s.listLoose(d)
		l.problems = append(l.problems, problems...)
		for _, id := range ids {
			all = append(all, obj{id, i})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].id.Compare(all[j].id) < 0 })
	for i, o := range all {
		if i > 0 && o.id == all[i-1].id {
			continue
		}
		l.ids = append(l.ids, o.id)
		l.dirs = append(l.dirs, o.dir)
	}
	l.types = make([]atomic.Uint32, len(l.ids))
}

// Close unmaps the packs. No slice that the store handed out may be used after it.
func (s *Store) Close() {
	for _, p := range s.packs {
		p.close()
	}
}

// Problems returns what could not even be opened.
func (s *Store) Problems() []Problem { return slices.Concat(s.problems, s.loose().problems) }

// Outside returns what was not opened because of where it is.
func (s *Store) Outside() (out []Problem) {
	for _, p := range s.problems {
		if p.Outside() {
			out = append(out, p)
		}
	}
	return out
}

// Reads reports whether a file, by its path with links followed, is one of those that
// the store reads, or names if it cannot: a loose object or a pack of its folders.
func (s *Store) Reads(path string) bool {
	sub, name := filepath.Base(filepath.Dir(path)), filepath.Base(path)
	loose := len(sub) == 2 && isLowerHex(sub) && len(name) == 2*s.hashSize-2 && isLowerHex(name)
	packed := sub == "pack" && filepath.Ext(name) == ".pack"
	return (loose || packed) && slices.Contains(s.dirs, filepath.Dir(filepath.Dir(path)))
}

// HashSize is 20 in a SHA-1 repository and 32 in a SHA-256 one.
func (s *Store) HashSize() int { return s.hashSize }

// MaxSize is the size, in bytes, above which objects are not read.
func (s *Store) MaxSize() int64 { return s.maxSize }

// Len is the number of objects, counting one that is stored in several packs
// once for each of them.
func (s *Store) Len() int { return int(s.packed) + len(s.loose().ids) }

// ID returns the name of object num.
func (s *Store) ID(num uint32) ID {
	if num >= s.packed {
		return s.loose().ids[num-s.packed]
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
	ids := s.loose().ids
	i := sort.Search(len(ids), func(i int) bool { return bytes.Compare(ids[i].Bytes(), name) >= 0 })
	if i < len(ids) && bytes.Equal(ids[i].Bytes(), name) {
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
	for _, id := range s.loose().ids {
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
