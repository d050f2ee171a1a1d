package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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
//
// Single objects are read from what is there at the time. Len, ID, Find, Walk and
// Problems are of one listing, which is made when the first of them is called.
type Store struct {
	hashSize int
	maxSize  int64
	dirs     []string
	problems []Problem // of directories
	within   []string  // folders that are read; none: any

	packMu sync.Mutex
	opened map[string]*pack // by path; also those that a gc has deleted since
	stale  []*pack          // whose path another file has now
	stamps []stamp          // when the packs were listed last
	packs  atomic.Pointer[packSet]

	listOnce sync.Once
	listing  listing

	readers sync.Pool // *inflater
	cache   baseCache
	large   largeMemory
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
	s.opened = map[string]*pack{}
	s.findPacks()
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

// Close unmaps the packs. No slice that the store handed out may be used after it.
func (s *Store) Close() {
	for _, p := range s.opened {
		p.close()
	}
	for _, p := range s.stale {
		p.close()
	}
	s.large.close()
}

// Problems returns what could not even be opened.
func (s *Store) Problems() []Problem { return slices.Concat(s.problems, s.list().problems) }

// Outside returns what was not opened because of where it is.
func (s *Store) Outside() (out []Problem) {
	for _, p := range slices.Concat(s.problems, s.packs.Load().problems) {
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
