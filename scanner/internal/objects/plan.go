package objects

import (
	"fmt"
	"math/bits"
	"slices"
)

// plan is the order in which a pack is read: its entries by offset, and for
// each the deltas that are made against it. Entries are known by their place in
// the pack ("slot"), so that siblings are read in file order.
type plan struct {
	offs  []int64  // where each slot begins; one more for the end of the last
	nums  []uint32 // entry number in the index, by slot
	types []Type   // type of the entry's header; a root's is the type of all below it
	first []int32  // first delta against a slot, -1 for none
	next  []int32  // next delta against the same base, -1 for none
	roots []int32  // slots that are no delta, or a delta against an object of another pack
	bad   []badEntry

	// unsure says that each object must be checked against its name, because
	// nothing else vouches for it: index version 1 keeps no CRC, and the CRCs and
	// names of a damaged index, which indexErr tells of, may be wrong.
	unsure   bool
	indexErr error
}

type badEntry struct {
	num uint32
	err error
}

// makePlan reads the headers of all entries. What it cannot place is in bad.
func (p *pack) makePlan() *plan {
	pl := &plan{indexErr: p.idx.check()}
	pl.unsure = p.idx.version == 1 || pl.indexErr != nil
	pl.sortOffsets(p)
	n := len(pl.nums)
	pl.types = make([]Type, n)
	pl.first, pl.next = filled(n), filled(n)
	last := make([]int32, n) // last child so far, to keep siblings in file order
	for slot := range int32(n) {
		e, err := p.entryAt(pl.offs[slot], pl.offs[slot+1])
		if err != nil {
			pl.bad = append(pl.bad, badEntry{pl.nums[slot], p.at(pl.offs[slot], err)})
			continue
		}
		pl.types[slot] = e.typ
		base, inPack := int32(-1), false
		switch e.typ {
		case ofsDelta:
			if base, inPack = pl.slotAt(e.baseOff); !inPack {
				pl.bad = append(pl.bad, badEntry{pl.nums[slot], p.at(pl.offs[slot], errDeltaBaseMissing)})
				continue
			}
		case refDelta:
			if off, ok := p.offsetOf(e.baseID); ok {
				base, inPack = pl.slotAt(off)
			}
		}
		switch {
		case !inPack:
			pl.roots = append(pl.roots, slot)
		case pl.first[base] < 0:
			pl.first[base], last[base] = slot, slot
		default:
			pl.next[last[base]], last[base] = slot, slot
		}
	}
	pl.findUnreached(p)
	return pl
}

func filled(n int) []int32 {
	s := make([]int32, n)
	for i := range s {
		s[i] = -1
	}
	return s
}

// sortOffsets fills offs and nums. Offset and entry number are sorted as one
// integer where both fit, which a pack below 2^64 / entries bytes does.
func (pl *plan) sortOffsets(p *pack) {
	n := p.idx.count
	limit := int64(len(p.data) - p.idx.hashSize)
	shift := bits.Len(uint(n))
	keys := make([]uint64, 0, n)
	for i := range n {
		off, ok := p.idx.offset(i)
		if !ok || off < 12 || off >= limit || bits.Len64(uint64(off))+shift > 64 {
			pl.bad = append(pl.bad, badEntry{uint32(i), fmt.Errorf("%s: %w", p.name(), errIndexRange)})
			continue
		}
		keys = append(keys, uint64(off)<<shift|uint64(i))
	}
	slices.Sort(keys)
	pl.offs = make([]int64, 0, len(keys)+1)
	pl.nums = make([]uint32, 0, len(keys))
	for _, k := range keys {
		off, num := int64(k>>shift), uint32(k&(1<<shift-1))
		if m := len(pl.offs); m > 0 && pl.offs[m-1] == off {
			pl.bad = append(pl.bad, badEntry{num, p.at(off, errSharedEntry)})
			pl.unsure = true // which of the two it is, its content tells
			continue
		}
		pl.offs = append(pl.offs, off)
		pl.nums = append(pl.nums, num)
	}
	pl.offs = append(pl.offs, limit)
}

func (pl *plan) slotAt(off int64) (int32, bool) {
	i, ok := slices.BinarySearch(pl.offs[:len(pl.nums)], off)
	return int32(i), ok
}

// findUnreached adds to bad the deltas below a bad entry and those that are
// each other's base.
func (pl *plan) findUnreached(p *pack) {
	reached := make([]bool, len(pl.nums))
	stack := slices.Clone(pl.roots)
	for len(stack) > 0 {
		slot := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		reached[slot] = true
		for c := pl.first[slot]; c >= 0; c = pl.next[c] {
			stack = append(stack, c)
		}
	}
	named := make(map[uint32]bool, len(pl.bad))
	for _, b := range pl.bad {
		named[b.num] = true
	}
	for slot, ok := range reached {
		if !ok && !named[pl.nums[slot]] {
			pl.bad = append(pl.bad, badEntry{pl.nums[slot], p.at(pl.offs[slot], errDeltaBaseMissing)})
		}
	}
}
