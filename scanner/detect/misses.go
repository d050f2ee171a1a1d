package detect

import "hash/maphash"

// missSlots is how many windows without a match are remembered: 2 MiB a Scanner.
const missSlots = 1 << 18

// misses remembers windows in which a rule found nothing. The hash is keyed by
// chance, so that nobody can prepare content that is taken for another's; that
// changes how long a scan takes and never what it finds.
type misses struct {
	seed  maphash.Seed
	slots []uint64
}

func newMisses() *misses {
	return &misses{seed: maphash.MakeSeed(), slots: make([]uint64, missSlots)}
}

// key names the question whether a rule matches around a place in a window.
func (m *misses) key(rule int, window []byte, place int) uint64 {
	h := maphash.Bytes(m.seed, window) ^ uint64(rule)*0x9e3779b97f4a7c15 ^ uint64(place)*0xc2b2ae3d27d4eb4f
	h ^= h >> 29
	return h | 1
}

func (m *misses) has(key uint64) bool { return m.slots[key>>1%missSlots] == key }
func (m *misses) put(key uint64)      { m.slots[key>>1%missSlots] = key }
