package objects

import (
	"bytes"
	"errors"
	"slices"
	"sort"
	"strings"
	"sync/atomic"
	"time"
)

// listing is all objects of a store at one time. It is immutable, but for types.
type listing struct {
	packs  []*pack
	packed uint32 // entries of all packs

	ids   []ID            // of loose objects: sorted, no duplicates
	dirs  []int           // index in Store.dirs, for each of ids
	types []atomic.Uint32 // type of each, once a walk has read it

	problems []Problem
}

// maxListing is how long a listing that is disturbed is begun again, before it is
// taken with a Problem.
const maxListing = 5 * time.Second

var errRestless = errors.New("packs came and went all the while they were listed, so that objects may have been overlooked; scan again when git is at rest")

// list lists the store, once. Package documentation, "Completeness", says why
// nothing is overlooked. Single reads, as those of a hook, never come here: it is
// a look into 256 folders.
func (s *Store) list() *listing {
	s.listOnce.Do(func() {
		s.packMu.Lock()
		defer s.packMu.Unlock()
		for begun := time.Now(); ; {
			late := time.Since(begun) > maxListing
			s.stamps = s.stampPacks()
			if !late && slices.ContainsFunc(s.stamps, stamp.young) {
				time.Sleep(tick / 4)
				continue
			}
			s.openPacks()
			l := &s.listing
			*l = listing{}
			l.addLoose(s)
			quiet := unchanged(s.stamps, s.stampPacks())
			if !quiet && !late {
				continue
			}
			l.addPacks(s.packs.Load())
			if !quiet {
				l.problems = append(l.problems, Problem{Path: s.dirs[0], Err: errRestless})
			}
			return
		}
	})
	return &s.listing
}

func (l *listing) addPacks(set *packSet) {
	l.packs = set.packs
	l.problems = append(l.problems, set.problems...)
	for _, p := range l.packs {
		p.base = l.packed
		l.packed += uint32(p.idx.count)
	}
}

// addLoose lists the loose objects. A push moves its objects from a quarantine,
// which is one of the directories behind the first, to the first: that is listed
// last.
func (l *listing) addLoose(s *Store) {
	type obj struct {
		id  ID
		dir int
	}
	var all []obj
	for i, d := range slices.Backward(s.dirs) {
		ids, problems := s.listLoose(d, "")
		l.problems = append(l.problems, problems...)
		for _, id := range ids {
			all = append(all, obj{id, i})
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].id.Compare(all[j].id) < 0 })
	for i, o := range all {
		if i > 0 && o.id == all[i-1].id {
			l.dirs[len(l.dirs)-1] = o.dir
			continue
		}
		l.ids = append(l.ids, o.id)
		l.dirs = append(l.dirs, o.dir)
	}
	l.types = make([]atomic.Uint32, len(l.ids))
}

// Len is the number of objects, counting one that is stored in several packs
// once for each of them.
func (s *Store) Len() int { l := s.list(); return int(l.packed) + len(l.ids) }

// looseBytes is what a loose object counts for, whose file's size nobody has asked.
const looseBytes = 2048

// Size is about how many bytes the objects take in their packs and files.
func (s *Store) Size() (bytes int64) {
	l := s.list()
	for _, p := range l.packs {
		bytes += int64(len(p.data))
	}
	return bytes + int64(len(l.ids))*looseBytes
}

// ID returns the name of object num.
func (s *Store) ID(num uint32) ID {
	l := s.list()
	if num >= l.packed {
		return l.ids[num-l.packed]
	}
	p := l.packs[l.packOf(num)]
	return p.id(int(num - p.base))
}

func (l *listing) packOf(num uint32) int {
	return sort.Search(len(l.packs), func(i int) bool { return l.packs[i].base > num }) - 1
}

// Find returns the number of the object with that raw name. Of several copies
// it is always the same one.
func (s *Store) Find(name []byte) (num uint32, ok bool) {
	l := s.list()
	for _, p := range l.packs {
		if i, ok := p.find(name); ok {
			return p.base + uint32(i), true
		}
	}
	i := sort.Search(len(l.ids), func(i int) bool { return bytes.Compare(l.ids[i].Bytes(), name) >= 0 })
	if i < len(l.ids) && bytes.Equal(l.ids[i].Bytes(), name) {
		return l.packed + uint32(i), true
	}
	return 0, false
}

// WithPrefix returns the ids of objects, now, that begin with the lower-case
// hexadecimal prefix, sorted, at most limit of them.
func (s *Store) WithPrefix(prefix string, limit int) []ID {
	seen := map[ID]bool{}
	for _, d := range s.dirs {
		ids, _ := s.listLoose(d, prefix[:min(len(prefix), 2)])
		for _, id := range ids {
			if len(seen) < limit && strings.HasPrefix(id.String(), prefix) {
				seen[id] = true
			}
		}
	}
	s.newPacks(s.packs.Load()) // what is loose no more
	for _, p := range s.packs.Load().packs {
		p.eachWithPrefix(prefix, func(id ID) bool {
			if len(seen) < limit {
				seen[id] = true
			}
			return len(seen) < limit
		})
	}
	ids := make([]ID, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i].Compare(ids[j]) < 0 })
	return ids
}
