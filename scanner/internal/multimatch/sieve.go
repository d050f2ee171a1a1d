package multimatch

import (
	"encoding/binary"
	"math/bits"
)

// Sieve is the fast twin of Naive.
type Sieve struct {
	words  []word
	grams  [1 << (gramBits - 6)]uint64 // the set of grams by which a keyword is noticed
	first  [1 << bucketBits]uint32     // of the places in a bucket; 0 is none
	places []place                     // places[0] is none
}

// place says how far behind a gram the end of a keyword is, and what the last eight
// bytes before that end are.
type place struct {
	mask, tail uint64 // tail has cases set: see cases
	word, next uint32 // number of the keyword; next place in the same bucket
	behind     int32
}

const (
	gramBits   = 20
	bucketBits = 16
)

// cases are the bits of eight bytes that tell the cases of letters.
const cases = 0x2020202020202020

// pack returns the grams of the first and of the last four bytes of eight in the
// low gramBits of each half; what stands above them means nothing. A gram is a
// bijection of the low five bits of its bytes, which are the same in both cases
// of a letter.
func pack(eight uint64) uint64 {
	g := eight & 0x1f1f1f1f1f1f1f1f
	g = (g ^ g>>3) & 0x03ff03ff03ff03ff
	return g ^ g>>6
}

// bucketOf returns bits that tell the two bytes in the middle of the gram, which
// a short keyword leaves open last, and three bits of each of the outer ones.
func bucketOf(gram uint64) uint64 { return gram >> 2 & (1<<bucketBits - 1) }

// has says in its lowest bit whether the gram is in the set.
func (s *Sieve) has(gram uint64) uint64 {
	return s.grams[gram>>6&(1<<(gramBits-6)-1)] >> (gram & 63)
}

// Each implements Matcher.
func (s *Sieve) Each(data []byte, yield func(keyword, end int)) {
	var room [16]hit
	found := hits(room[:0])
	at := 0
	for {
		i, odd, even, which := s.skip(data, at)
		if at = i; which == 0 {
			break
		}
		found = s.look(found, data, at, odd, even, which)
		at += 8
		found = found.flush(at, yield) // the next gram ends at at+2 or later, its keyword a byte earlier at most
	}
	if at < len(data) {
		var rest [8]byte // as if zeros followed; a keyword that ends in them is none
		copy(rest[:], data[at:])
		odd, even := gramsIn(before(data, at), binary.LittleEndian.Uint64(rest[:]))
		found = s.look(found, data, at, odd, even, s.which(odd, even))
	}
	found.flush(len(data), yield)
}

// skip returns the next eight bytes, at a distance from at that is a multiple of
// eight, in which or right before which a gram ends that is in the set, the grams
// that end there, and which are; none at the end of data.
func (s *Sieve) skip(data []byte, at int) (i int, odd, even, which uint64) {
	last := before(data, at)
	for i = at; i <= len(data)-8; i += 8 {
		eight := binary.LittleEndian.Uint64(data[i : i+8])
		odd, even = gramsIn(last, eight)
		if (s.has(odd)|s.has(even)|s.has(odd>>32)|s.has(even>>32))&1 != 0 {
			return i, odd, even, s.which(odd, even)
		}
		last = eight
	}
	return i, 0, 0, 0
}

// which returns a bit for each of four grams, in their order, that is in the set.
func (s *Sieve) which(odd, even uint64) uint64 {
	return s.has(odd)&1 | s.has(even)&1<<1 | s.has(odd>>32)&1<<2 | s.has(even>>32)&1<<3
}

// gramsIn returns the four grams that end behind the second, fourth, sixth and
// eighth of eight bytes: the first and third, and the second and fourth of them.
func gramsIn(last, eight uint64) (odd, even uint64) {
	return pack(last>>48 | eight<<16), pack(eight)
}

// look adds the keywords that those grams of the eight bytes at at give away which
// are in the set.
func (s *Sieve) look(found hits, data []byte, at int, odd, even, which uint64) hits {
	for ; which != 0; which &= which - 1 {
		n := bits.TrailingZeros64(which)
		gram := odd
		if n&1 != 0 {
			gram = even
		}
		found = s.verify(found, data, at+2+2*n, gram>>(n&2<<4))
	}
	return found
}

// verify adds the keywords that stand around the gram which ends at end.
func (s *Sieve) verify(found hits, data []byte, end int, gram uint64) hits {
	for n := s.first[bucketOf(gram)]; n != 0; {
		p := &s.places[n]
		n = p.next
		end := end + int(p.behind)
		if end <= len(data) && (before(data, end)|cases)&p.mask == p.tail && s.words[p.word].endsAt(data, end) {
			found = found.insert(hit{end, p.word})
		}
	}
	return found
}

// before returns the eight bytes that end at end, as if zeros preceded the data.
func before(data []byte, end int) uint64 {
	if end >= 8 {
		return binary.LittleEndian.Uint64(data[end-8:])
	}
	var eight [8]byte
	copy(eight[8-end:], data[:end])
	return binary.LittleEndian.Uint64(eight[:])
}

// word is a keyword made ready to be compared with what ends somewhere.
type word struct {
	text              string
	tail, mask, lower uint64 // its last eight bytes; ff where it has one; 20 where that is a letter
}

func newWord(text string) word {
	w := word{text: text}
	for i := range min(len(text), 8) {
		c, shift := text[len(text)-1-i], 56-8*i
		w.tail |= uint64(c) << shift
		w.mask |= 0xff << shift
		if 'a' <= c && c <= 'z' {
			w.lower |= 0x20 << shift
		}
	}
	return w
}

func (w *word) endsAt(data []byte, end int) bool {
	if (before(data, end)|w.lower)&w.mask != w.tail || len(w.text) > end {
		return false
	}
	for i, start := 0, end-len(w.text); i < len(w.text)-8; i++ {
		if fold(data[start+i]) != w.text[i] {
			return false
		}
	}
	return true
}

// hits wait, in order, until no other can come before them: grams are met in
// order, but the one by which a keyword is noticed may be well before its end.
type hits []hit

type hit struct {
	end  int
	word uint32
}

func (hs hits) insert(h hit) hits {
	hs = append(hs, h)
	i := len(hs) - 1
	for ; i > 0 && (hs[i-1].end > h.end || hs[i-1].end == h.end && hs[i-1].word > h.word); i-- {
		hs[i] = hs[i-1]
	}
	hs[i] = h
	return hs
}

// flush hands out what ends at or before end.
func (hs hits) flush(end int, yield func(keyword, end int)) hits {
	n := 0
	for n < len(hs) && hs[n].end <= end {
		yield(int(hs[n].word), hs[n].end)
		n++
	}
	return hs[:copy(hs, hs[n:])]
}
