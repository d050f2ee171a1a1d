package multimatch

// NewSieve makes a Matcher of keywords, which must be in lower case; empty ones
// match nowhere. It takes about a sixth of a millisecond and 180 KB for 200, and
// twice that for 800. A keyword of one byte costs as much as all of these: it is
// noticed by every gram that has the byte at its end.
func NewSieve(keywords []string) *Sieve {
	s := &Sieve{
		words:  make([]word, len(keywords)),
		places: make([]place, 1, 1+2*len(keywords)),
	}
	for n := len(keywords) - 1; n >= 0; n-- { // so that a chain is ascending, as hits are wanted
		s.words[n] = newWord(keywords[n])
		if text := keywords[n]; text != "" {
			s.add(uint32(n), text, rarest(text, 0, 2, 4))
			s.add(uint32(n), text, rarest(text, -1, 1, 3))
		}
	}
	return s
}

// rarest returns how many bytes of the keyword are to follow the gram by which
// it is noticed, out of choices.
func rarest(text string, choices ...int) (behind int) {
	best := -1
	for _, n := range choices {
		if n >= len(text) {
			break
		}
		sum := 0
		for i := max(0, len(text)-n-4); i < min(len(text), len(text)-n); i++ {
			sum += int(rarity[text[i]&31])
		}
		if sum > best {
			best, behind = sum, n
		}
	}
	return behind
}

// rarity says how rare the bytes with the same low five bits are in source text:
// -4 log2 of their share in the sources of Go 1.26 and a sample of rails's blobs.
// If it is wrong for a text, then what is found is the same, later.
var rarity = [32]uint8{
	10, 18, 23, 21, 21, 15, 23, 25, 22, 16, 20, 30, 18, 23, 17, 18,
	19, 27, 18, 18, 16, 22, 26, 28, 23, 26, 26, 28, 29, 25, 35, 25,
}

// add has the keyword noticed by the gram behind which as many bytes follow.
func (s *Sieve) add(word uint32, text string, behind int) {
	s.addGrams(place{word: word, behind: int32(behind)}, text, len(text)-behind-4, 0, 0)
}

// addGrams adds all grams that begin with the n bytes of gram and go on as text
// does at start; what is outside the text can be anything.
func (s *Sieve) addGrams(p place, text string, start, n int, bytes uint64) {
	at := start + n
	switch {
	case n == 4:
		s.addGram(p, pack(bytes)&(1<<gramBits-1))
	case 0 <= at && at < len(text):
		s.addGrams(p, text, start, n+1, bytes|uint64(text[at])<<(8*n))
	default:
		for c := range uint64(32) {
			s.addGrams(p, text, start, n+1, bytes|c<<(8*n))
		}
	}
}

func (s *Sieve) addGram(p place, gram uint64) {
	s.grams[gram>>6] |= 1 << (gram & 63)
	first := &s.first[bucketOf(gram)]
	if q := s.places[*first]; *first != 0 && q.word == p.word && q.behind == p.behind {
		return // it is there, by another gram of the same bucket
	}
	p.next = *first
	*first = uint32(len(s.places))
	s.places = append(s.places, p)
}
