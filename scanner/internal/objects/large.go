package objects

import (
	"slices"
	"sync"
)

// largeSize is the size above which an object is large. All workers together
// have those of one delta tree in memory at a time: a base, a delta and what the
// two make. Others have up to a few times largeSize each.
const largeSize = 32 << 20

// largeMemory is where large objects are, outside of the heap, which would keep
// their memory and grow by as much again before it is collected. The zero value is
// empty and ready.
type largeMemory struct {
	turn sync.Mutex // whoever holds it uses the rest
	all  [][]byte
	free [][]byte
}

// largeTurn is one worker's use of it. The zero value but for of is ready.
type largeTurn struct {
	of   *largeMemory
	mine bool
}

// A piece has some room behind the object, for readers that want it, and its size
// is a multiple, so that it does for the next object too.
const (
	largeSlack = 4096
	largeStep  = 64 << 20
)

// take returns an empty piece with room for an object of that size, which takes no
// memory until it is written to. It waits until no other worker has any.
func (t *largeTurn) take(size int64) []byte {
	m := t.of
	if !t.mine {
		m.turn.Lock()
		t.mine = true
	}
	need := int(size) + largeSlack
	for i, piece := range m.free {
		if len(piece) >= need {
			m.free = slices.Delete(m.free, i, i+1)
			return piece[:0]
		}
	}
	m.unmap(m.free)
	piece := mapMemory((need + largeStep - 1) / largeStep * largeStep)
	m.all = append(m.all, piece)
	return piece[:0]
}

// unmap ends pieces that are free.
func (m *largeMemory) unmap(pieces [][]byte) {
	for _, piece := range pieces {
		m.all = slices.DeleteFunc(m.all, func(p []byte) bool { return &p[0] == &piece[0] })
		unmapMemory(piece)
	}
	m.free = m.free[:0]
}

// give takes back a piece and reports whether b is one.
func (t *largeTurn) give(b []byte) bool {
	if !t.mine || cap(b) == 0 {
		return false
	}
	for _, piece := range t.of.all {
		if &piece[0] == &b[:1][0] {
			forgetMemory(piece)
			t.of.free = append(t.of.free, piece)
			return true
		}
	}
	return false
}

// end takes back what is left and lets the next worker have its turn.
func (t *largeTurn) end() {
	if !t.mine {
		return
	}
	m := t.of
	if len(m.free) < len(m.all) {
		for _, piece := range m.all {
			forgetMemory(piece)
		}
		m.free = append(m.free[:0], m.all...)
	}
	t.mine = false
	m.turn.Unlock()
}

func (m *largeMemory) close() { m.unmap(slices.Clone(m.all)) }
