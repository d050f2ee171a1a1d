package multimatch

import "encoding/binary"

// Sieve is the fast twin of Naive.
type Sieve struct {
	words  []word
	grams  [1 << (gramBits - 6)]uint64 // the set of grams by which a keyword is noticed
	first  [1 << bucketBits]uint32     // of the places in a bucket; 0 is none
	places []place                     // places[0] is none
}

// place says how far behind a gram the end of a keyword is.
type place struct {
	word, next uint32 // number of the keyword; next place in the same bucket
	behind     int32
}

const (
	gramBits   = 20
	bucketBits = 12
)

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
// a short keyword leaves open last, and a little of the outer ones.
func bucketOf(gram uint64) uint64 { return gram >> 4 & (1<<bucketBits - 1) }

func (s *Sieve) has(gram uint64) bool {
	return s.grams[gram>>6&(1<<(gramBits-6)-1)]&(1<<(gram&63)) != 0
}

// Each implements Matcher.
func (s *Sieve) Each(data []byte, yield func(keyword, end int)) {
	var room [16]hit
	found := hits(room[:0])
	at := 0
	for {
		i, odd, even, ok := s.skip(data, at)
		if at = i; !ok {
			break
		}
		found = s.look(found, data, at, odd, even)
		at += 8
		found = found.flush(at, yield) // the next gram ends at at+2 or later, its keyword a byte earlier at most
	}
	if at < len(data) {
		var rest [8]byte // as if zeros followed; a keyword that ends in them is none
		copy(rest[:], data[at:])
		odd, even := gramsIn(before(data, at), binary.LittleEndian.Uint64(rest[:]))
		found = s.look(found, data, at, odd, even)
	}
	found.flush(len(data), yield)
}

// skip returns the next eight bytes, at a distance from at that is a multiple of
// eight, in which or right before which a gram ends that is in the set, and the
// grams that end there.
func (s *Sieve) skip(data []byte, at int) (i int, odd, even uint64, ok bool) {
	last := before(data, at)
	for i = at; i <= len(data)-8; i += 8 {
		eight := binary.LittleEndian.Uint64(data[i : i+8])
		odd, even = gramsIn(last, eight)
		if s.has(odd) || s.has(even) || s.has(odd>>32) || s.has(even>>32) {
			return i, odd, even, true
		}
		last = eight
	}
	return i, 0, 0, false
}

// gramsIn returns the four grams that end behind the second, fourth, sixth and
// eighth of eight bytes: the first and third, and the second and fourth of them.
func gramsIn(last, eight uint64) (odd, even uint64) {
	return pack(last>>48 | eight<<16), pack(eight)
}

// look adds the keywords that the grams of the eight bytes at at give away.
func (s *Sieve) look(found hits, data []byte, at int, odd, even uint64) hits {
	for end := at + 2; end <= at+8; end += 4 {
		if s.has(odd) {
			found = s.verify(found, data, end, odd)
		}
		if s.has(even) {
			found = s.verify(found, data, end+2, even)
		}
		odd, even = odd>>32, even>>32
	}
	return found
}

// verify adds the keywords that stand around the gram which ends at end.
func (s *Sieve) verify(found hits, data []byte, end int, gram uint64) hits {
	for n := s.first[bucketOf(gram)]; n != 0; {
		p := s.places[n]
		n = p.next
		if end := end + int(p.behind); end <= len(data) && s.words[p.word].endsAt(data, end) {
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
