package objects

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// planOf plans a pack whose entries, of the given types, each take 40 bytes from
// offset 12 on. bases are entries; a delta by name against -1 has its base
// elsewhere. Names are in the order of the entries.
func planOf(t *testing.T, types []Type, bases []int) *plan {
	names := make([]ID, len(types))
	offsets := make([]uint64, len(types))
	body := make([]byte, 0, 40*len(types))
	for i := range types {
		raw := make([]byte, 20)
		raw[0] = byte(i + 1)
		names[i], offsets[i] = NewID(raw), uint64(12+40*i)
	}
	for i, typ := range types {
		b := []byte{byte(typ) << 4}
		switch typ {
		case ofsDelta:
			rel := 40 * (i - bases[i])
			if rel >= 128 {
				b = append(b, byte((rel-128)>>7)|0x80)
			}
			b = append(b, byte(rel&0x7f))
		case refDelta:
			name := make([]byte, 20)
			name[0] = byte(bases[i] + 1)
			b = append(b, name...)
		}
		body = append(body, append(b, make([]byte, 40-len(b))...)...)
	}
	x, err := parseIndex(makeIndex(2, 20, names, offsets), 20)
	require.NoError(t, err)
	data := binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), uint32(len(types)))
	p := &pack{path: "pack-x.pack", idx: x, data: append(append(data, body...), make([]byte, 20)...)}
	return p.makePlan()
}

func children(pl *plan, slot int32) (list []int32) {
	for c := pl.first[slot]; c >= 0; c = pl.next[c] {
		list = append(list, c)
	}
	return list
}

func TestPlan(t *testing.T) {
	for name, tc := range map[string]struct {
		types    []Type
		bases    []int
		roots    []int32
		children map[int32][]int32
		bad      []uint32
	}{
		"no entries": {},
		"no deltas":  {types: []Type{Blob, Tree, Commit, Tag}, bases: make([]int, 4), roots: []int32{0, 1, 2, 3}},
		"siblings in the order of the pack": {
			types: []Type{Blob, ofsDelta, refDelta, ofsDelta, ofsDelta}, bases: []int{0, 0, 0, 1, 0},
			roots: []int32{0}, children: map[int32][]int32{0: {1, 2, 4}, 1: {3}},
		},
		"base after its delta": {types: []Type{refDelta, refDelta, Blob}, bases: []int{1, 2, 0}, roots: []int32{2}, children: map[int32][]int32{2: {1}, 1: {0}}},
		"base in another pack": {types: []Type{refDelta, ofsDelta}, bases: []int{70, 0}, roots: []int32{0}, children: map[int32][]int32{0: {1}}},
		"circle":               {types: []Type{Blob, refDelta, refDelta, ofsDelta}, bases: []int{0, 2, 1, 2}, roots: []int32{0}, children: map[int32][]int32{1: {2}, 2: {1, 3}}, bad: []uint32{1, 2, 3}},
		"own base":             {types: []Type{refDelta}, bases: []int{0}, children: map[int32][]int32{0: {0}}, bad: []uint32{0}},
		"reserved type":        {types: []Type{5, ofsDelta, Blob}, bases: []int{0, 0, 0}, roots: []int32{2}, children: map[int32][]int32{0: {1}}, bad: []uint32{0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			pl := planOf(t, tc.types, tc.bases)
			assert.Equal(t, tc.roots, pl.roots)
			for slot := range int32(len(tc.types)) {
				assert.Equal(t, tc.children[slot], children(pl, slot), "children of %d", slot)
			}
			var bad []uint32
			for _, b := range pl.bad {
				bad = append(bad, b.num)
				assert.ErrorContains(t, b.err, "pack-x.pack, offset")
			}
			assert.Equal(t, tc.bad, bad)
			assert.False(t, pl.unsure)
		})
	}
}
