package detect

import "encoding/binary"

// gate turns a keyword down by the case of its letters and the bytes beside it. A
// common keyword such as that of AC[0-9a-f]{32} is met millions of times in a history,
// and for most of them to look its rules up takes longer than this.
type gate struct {
	tries         int
	shut          bool // what follows holds; else the keyword is always let through
	before, after bytesSet
	mask, want    uint64 // of the last eight bytes of the keyword: the case of letters
}

type bytesSet [4]uint64

func (b *bytesSet) has(c byte) bool { return b[c>>6]>>(c&63)&1 != 0 }
func (b *bytesSet) add(c byte)      { b[c>>6] |= 1 << (c & 63) }

func (b *bytesSet) addAll(o bytesSet) {
	for i := range b {
		b[i] |= o[i]
	}
}

var anyByte = bytesSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}

// passes reports whether one of the rules of keyword k may match where it ends at end.
// What it says depends on these bytes alone.
func (s *Scanner) passes(k int, data []byte, end int) bool {
	g := &s.gates[k]
	if !g.shut {
		if g.tries++; g.tries == s.d.common && !s.d.naive {
			s.makeGate(k)
		}
		return true
	}
	if end >= 8 && binary.LittleEndian.Uint64(data[end-8:])&g.mask != g.want {
		return false
	}
	if end < len(data) && !g.after.has(data[end]) {
		return false
	}
	start := end - s.d.lengths[k]
	return start == 0 || g.before.has(data[start-1])
}

// makeGate makes the gate of a keyword if all of its rules are tried in windows around
// what their expressions say.
func (s *Scanner) makeGate(k int) {
	g := &s.gates[k]
	lower, upper := ^uint64(0), ^uint64(0) // 0x20: no letter has to be small, or to be capital
	for _, in := range s.d.byKeyword[k] {
		r := s.d.compiled[in.rule]
		if s.d.ready(r); r.assigned || !r.windowed() {
			return
		}
		for _, w := range r.ways[in.keyword] {
			start := w.end - len(r.Keywords[in.keyword])
			g.before.addAll(s.besides(r, w.head, w.word[:start], true))
			g.after.addAll(s.besides(r, w.tail, w.word[w.end:], false))
			small, capital := casesOf(w.word[max(start, w.end-8):w.end])
			lower, upper = lower&small, upper&capital
		}
	}
	g.mask, g.want, g.shut = lower|upper, lower, true
}

// besides returns the bytes that may stand next to a keyword: the nearest of the rest
// of the word, or the first that a side begins with. A site is noted whatever the sides
// say, see try.
func (s *Scanner) besides(r *rule, beside *side, rest word, before bool) (set bytesSet) {
	switch {
	case len(rest) > 0 && before:
		rest = rest[len(rest)-1:]
		fallthrough
	case len(rest) > 0:
		set.add(rest[0].lower)
		set.add(rest[0].upper)
		return set
	case r.newline:
		return anyByte
	}
	return s.rejector(r, beside).firsts()
}

// casesOf returns the bits, of the last eight bytes that end with w, by which a letter
// has to be small or capital.
func casesOf(w word) (small, capital uint64) {
	for i, l := range w {
		bit := uint64(0x20) << (8 * (8 - len(w) + i))
		switch isLetter := 'a' <= l.lower|0x20 && l.lower|0x20 <= 'z'; {
		case !isLetter || l.lower != l.upper:
		case l.lower&0x20 != 0:
			small |= bit
		default:
			capital |= bit
		}
	}
	return small, capital
}

// firsts returns the bytes with which what the rejector lets through may begin.
func (r *rejector) firsts() (set bytesSet) {
	if r.prog == nil {
		return anyByte
	}
	for _, pc := range r.sets[start] {
		in := &r.prog.Inst[pc]
		for c := range 256 {
			if c < 0x80 && in.MatchRune(rune(c)) || c >= 0x80 && matchesBeyondASCII(in) {
				set.add(byte(c))
			}
		}
	}
	return set
}
