package objects

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// packSet is the packs of all directories as they were listed once. It is
// immutable. What was mapped stays readable when git deletes the file.
type packSet struct {
	packs    []*pack
	problems []Problem
}

// stamp is when a folder of packs was changed last, and when we asked.
type stamp struct{ changed, asked time.Time }

// tick is more than the clock of any file system with finer than whole seconds
// goes by at a time: two changes within one tick may leave the same time.
const tick = 10 * time.Millisecond

// young reports whether another change could still leave the same time.
func (s stamp) young() bool {
	age, least := s.asked.Sub(s.changed), tick
	if s.changed.Nanosecond() == 0 {
		least = 2 * time.Second // FAT and others keep no finer times
	}
	return age >= 0 && age < least
}

// stampPacks looks at the folders of packs. A folder that is not there has the
// zero time.
func (s *Store) stampPacks() []stamp {
	all := make([]stamp, len(s.dirs))
	for i, d := range s.dirs {
		all[i].asked = time.Now()
		if st, err := os.Stat(filepath.Join(d, "pack")); err == nil {
			all[i].changed = st.ModTime()
		}
	}
	return all
}

// unchanged reports whether between two looks at them no file has come into the
// folders of packs, nor gone.
func unchanged(before, after []stamp) bool {
	for i, b := range before {
		if b.young() || !b.changed.Equal(after[i].changed) {
			return false
		}
	}
	return true
}

// findPacks lists the packs. Where one was deleted after it was listed, what it
// held is in another that came before that, or loose: they are listed again.
func (s *Store) findPacks() {
	s.packMu.Lock()
	defer s.packMu.Unlock()
	for range maxRetries {
		s.stamps = s.stampPacks()
		if !s.openPacks() {
			return
		}
	}
}

// maxRetries bounds how often a look-up that a gc disturbs begins again.
const maxRetries = 10

// newPacks lists the packs again, if anything has changed in their folders, and
// reports whether there are others now than in used.
func (s *Store) newPacks(used *packSet) bool {
	s.packMu.Lock()
	stale := !unchanged(s.stamps, s.stampPacks())
	s.packMu.Unlock()
	if stale {
		s.findPacks()
	}
	return s.packs.Load() != used
}

// openPacks opens what the folders of packs hold now and makes it what is read
// from. gone reports that something was deleted after it was listed.
func (s *Store) openPacks() (gone bool) {
	set := &packSet{}
	for _, d := range s.dirs {
		if s.addPacks(set, d) {
			gone = true
		}
	}
	if old := s.packs.Load(); old == nil || !old.equal(set) {
		s.packs.Store(set)
	}
	return gone
}

func (a *packSet) equal(b *packSet) bool {
	if len(a.packs) != len(b.packs) || len(a.problems)+len(b.problems) > 0 {
		return false
	}
	for i, p := range a.packs {
		if p != b.packs[i] {
			return false
		}
	}
	return true
}

func (s *Store) addPacks(set *packSet, dir string) (gone bool) {
	dir = filepath.Join(dir, "pack")
	bad := func(path string, err error) { set.problems = append(set.problems, Problem{Path: path, Err: err}) }
	if !s.inside(dir) {
		bad(dir, ErrOutside)
		return false
	}
	paths, lone, err := packFiles(dir)
	if err != nil {
		bad(dir, err)
	}
	for _, path := range lone {
		bad(path, errors.New("pack has no index; git index-pack makes one"))
	}
	for _, path := range paths {
		if !s.inside(path) || !s.inside(strings.TrimSuffix(path, ".idx")+".pack") {
			bad(path, ErrOutside)
			continue
		}
		p, err := s.openPack(path)
		if err != nil {
			gone = gone || errors.Is(err, fs.ErrNotExist)
			bad(path, fmt.Errorf("opening pack: %w", err))
			continue
		}
		if p.disagrees != nil {
			bad(p.path, p.disagrees)
		}
		set.packs = append(set.packs, p)
	}
	return gone
}

// openPack opens a pack, unless it is open already.
func (s *Store) openPack(path string) (*pack, error) {
	old := s.opened[path]
	if old != nil && old.still() {
		return old, nil
	}
	p, err := openPack(path, s.hashSize)
	if err != nil {
		return nil, err
	}
	if old != nil {
		s.stale = append(s.stale, old)
	}
	s.opened[path] = p
	return p, nil
}
