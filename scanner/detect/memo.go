package detect

import (
	"bytes"
	"hash/maphash"
)

// memos remember what windows gave that were searched last. An edit of a line is
// mostly near one of an earlier version, so that of a history the same windows come
// again and again; to compare a window with one is a fraction of matching it.
type memos struct {
	seed  maphash.Seed
	slots []memo
}

// memo is the result of a window's search. Nothing goes into that but the fields of
// the first group (see the package comment).
type memo struct {
	rule  *rule
	end   int  // of the keyword, from the window's beginning
	first bool // the window begins where the content does
	text  []byte

	hit   raw // from the window's beginning
	found bool
	work  int
}

const (
	memoSlots = 1 << 12
	memoText  = 512 // longer windows are not remembered
)

// of returns the memo of a window and whether there was one; else it is to be put.
func (c *memos) of(r *rule, text []byte, end int, first bool) (m memo, known bool) {
	m = memo{rule: r, end: end, first: first, text: text}
	if len(text) > memoText {
		return m, false
	}
	if c.slots == nil {
		c.seed, c.slots = maphash.MakeSeed(), make([]memo, memoSlots)
	}
	have := c.slot(&m)
	if have.rule == r && have.end == end && have.first == first && bytes.Equal(have.text, text) {
		return *have, true
	}
	return m, false
}

// put keeps a memo that of has returned, in the place of another.
func (c *memos) put(m memo) {
	if len(m.text) > memoText {
		return
	}
	have := c.slot(&m)
	m.text = append(have.text[:0], m.text...)
	*have = m
}

func (c *memos) slot(m *memo) *memo {
	n := maphash.Bytes(c.seed, m.text) + uint64(m.end)*31 + uint64(m.rule.number)*1021
	return &c.slots[n%memoSlots]
}
