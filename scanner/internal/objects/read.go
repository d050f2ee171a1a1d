package objects

import (
	"errors"
	"fmt"
	"io/fs"
)

const (
	// maxThinDepth bounds how often a delta's base is looked up by name in
	// another pack. Git's packs hold the bases of their deltas; only one in
	// quarantine may not.
	maxThinDepth = 64

	// maxChain bounds a chain of deltas within a pack; no git writes one of more
	// than 8191 (fast-import --depth).
	maxChain = 10_000
)

// Read returns an object's type and content, which the caller may keep but must
// not change. The content is checked against the name; of several copies the
// first that is sound is taken.
func (s *Store) Read(id ID) (Type, []byte, error) {
	for try := 0; ; try++ {
		used := s.packs.Load()
		typ, data, err := (&lookup{s: s, packs: used.packs}).read(id, 0)
		if err == nil || try == maxRetries || !s.newPacks(used) {
			return typ, data, err
		}
	}
}

// lookup is one reading of an object, which leads to others where a delta's
// base is in another pack.
type lookup struct {
	s       *Store
	packs   []*pack
	without *pack       // not looked in
	tried   map[ID]bool // looked up in this reading: what failed fails again, and bases may name each other
}

func (l *lookup) read(id ID, depth int) (Type, []byte, error) {
	typ, failure := Bad, ErrNotFound
	for _, p := range l.packs {
		i, ok := p.find(id.Bytes())
		if !ok || p == l.without {
			continue
		}
		t, data, err := l.packed(p, i, depth)
		if err == nil && !id.names(t, data) {
			err = fmt.Errorf("%s: %w", p.name(), errName)
		}
		if err == nil {
			return t, data, nil
		}
		typ, failure = t, err
	}
	for _, dir := range l.s.dirs {
		if !l.s.inside(loosePath(dir, id)) {
			continue
		}
		t, data, err := readLoose(dir, id, l.s.maxSize, nil)
		if err == nil {
			return t, data, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			typ, failure = t, err
		}
	}
	return typ, nil, fmt.Errorf("reading %s: %w", id, failure)
}

// packed reads entry i of a pack.
func (l *lookup) packed(p *pack, i, depth int) (typ Type, data []byte, err error) {
	err = guarded(func() (err error) {
		off, ok := p.idx.offset(i)
		if !ok {
			return errIndexRange
		}
		typ, data, err = l.at(p, off, depth)
		return err
	})
	return typ, data, err
}

// at follows the delta chain down from the entry at off to its base, or to a
// link that is in the cache, and then applies the deltas upwards. Deltas are
// inflated on the way up, so that only one at a time is in memory.
func (l *lookup) at(p *pack, off int64, depth int) (Type, []byte, error) {
	f := l.s.readers.Get().(*inflater)
	defer l.s.readers.Put(f)
	var chain []int64
	for at := off; len(chain) <= maxChain; {
		if c, ok := l.s.cache.get(p, at); ok {
			return l.up(p, f, chain, c.typ, c.data)
		}
		e, err := p.header(at, l.s.maxSize)
		if err != nil {
			return e.typ.known(), nil, err
		}
		switch e.typ {
		case ofsDelta:
			chain, at = append(chain, at), e.baseOff
		case refDelta:
			chain = append(chain, at)
			base, ok := p.offsetOf(e.baseID)
			if !ok {
				typ, data, err := l.base(NewID(e.baseID), depth)
				if err != nil {
					return typ, nil, p.at(at, err)
				}
				return l.up(p, f, chain, typ, data)
			}
			at = base
		default:
			data, err := f.inflate([]byte{}, e.data, e.size, true)
			if err != nil {
				return e.typ, nil, p.at(at, err)
			}
			l.s.cache.put(p, at, e.typ, data)
			return l.up(p, f, chain, e.typ, data)
		}
	}
	return Bad, nil, p.at(off, errDeltaChain)
}

// up applies the deltas of a chain, the last first.
func (l *lookup) up(p *pack, f *inflater, chain []int64, typ Type, data []byte) (Type, []byte, error) {
	var delta []byte
	for i := len(chain) - 1; i >= 0; i-- {
		e, err := p.header(chain[i], l.s.maxSize)
		if err == nil {
			delta, err = f.inflate(delta[:0], e.data, e.size, true)
		}
		if err == nil {
			data, err = applyDelta([]byte{}, data, delta, l.s.maxSize, nil)
		}
		if err != nil {
			return typ, nil, p.at(chain[i], err)
		}
		l.s.cache.put(p, chain[i], typ, data)
	}
	return typ, data, nil
}

// base reads a delta's base that is not in the delta's own pack.
func (l *lookup) base(id ID, depth int) (Type, []byte, error) {
	if depth == maxThinDepth {
		return Bad, nil, errDeltaChain
	}
	if l.tried[id] {
		return Bad, nil, fmt.Errorf("%w: %s", errDeltaBaseMissing, id)
	}
	if l.tried == nil {
		l.tried = map[ID]bool{}
	}
	l.tried[id] = true
	return baseOf(l.read(id, depth+1))
}

// baseOf keeps apart that an object is not in the repository and that its base
// is not.
func baseOf(typ Type, data []byte, err error) (Type, []byte, error) {
	if errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("%w: %v", errDeltaBaseMissing, err)
	}
	return typ, data, err
}
