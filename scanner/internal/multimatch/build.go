package multimatch

import _ "embed"

// NewSieve makes a Matcher of keywords, which must be in lower case; empty ones
// match nowhere. It takes about a quarter of a millisecond and 400 KB for 250, and
// four times that for 2,500. A keyword of one byte costs as much as all of these: it is
// noticed by every gram that has the byte at its end.
func NewSieve(keywords []string) *Sieve {
	s := &Sieve{
		words:  make([]word, len(keywords)),
		places: make([]place, 1, 1+4*len(keywords)),
	}
	for n := len(keywords) - 1; n >= 0; n-- { // so that a chain is ascending, as hits are wanted
		s.words[n] = newWord(keywords[n])
		if text := keywords[n]; text != "" {
			s.add(uint32(n), text, rarest(text, 0))
			s.add(uint32(n), text, rarest(text, -1))
		}
	}
	return s
}

// rarest returns how many bytes of the keyword are to follow the gram by which
// it is noticed: first, or two more, and so on.
func rarest(text string, first int) (behind int) {
	best := -1
	for n := first; n < min(len(text), 16); n += 2 {
		if r := rarity(text[max(0, len(text)-n-4):min(len(text), len(text)-n)]); r > best {
			best, behind = r, n
		}
	}
	return behind
}

// rarity says how rare a gram, or what is known of one, is in text. If it is wrong
// for a text, then what is found is the same, later.
func rarity(gram string) int {
	sum := int(rareFirst[gram[0]&31])
	if len(gram) > 1 {
		sum += int(rareSecond[gram[0]&31][gram[1]&31] - '0')
	}
	for i := 2; i < len(gram); i++ {
		sum += int(rareNext[int(gram[i-2]&31)<<10|int(gram[i-1]&31)<<5|int(gram[i]&31)])
	}
	return sum
}

// rareNext is, by the low five bits of three bytes in a row, -4 log2 of the share that
// the last has among those that follow the others. Counted in 290 MB of 23 kinds of
// files, from C to YAML, each as much as the others.
//
//go:embed next.bin
var rareNext string

// rareFirst is -4 log2 of the share of bytes with the same low five bits, and
// rareSecond, plus '0', that of the share which they have among those that follow
// others. Counted in 190 MB of Go, C, Python, Perl, JavaScript, HTML, shell scripts,
// English and data, each as much as the others.
var rareFirst = [32]uint8{
	10, 18, 21, 20, 21, 16, 23, 23, 21, 16, 20, 30, 19, 21, 17, 17,
	20, 27, 18, 18, 17, 22, 25, 27, 26, 26, 26, 27, 26, 24, 28, 26,
}

var rareSecond = [32]string{
	"5DBDGHFGGDKQJFIEFNFEBKKJLQPFHEQM",
	"CLDABOMDPEMK=@<SDO=><GILKIUVVLKQ",
	"@BCDDAIHEAAO<ICCGLDCEBIMLG?NLICN",
	"?>LDG@ML>BJC?JK9JNCH>GLOKJRPMQ\\K",
	";BEHD8KHG>HREHFAJJCDGFIMKKJIPKJF",
	";DECAHDGIHFUBE>IGK=>@QHKDKJNOMIH",
	";AJHJB>NE;ETCHD>JKBDEAMMKISNOGVJ",
	"=FFGK<LGD=DQ>HA>IMCADFMOQOHKHJOG",
	"A>DHG:KFE;HPEGGAHNCE@EIPMOLLMLGH",
	"BGGCDGBEP>CRAE:@HQE?>UHXLWIDOHMO",
	"6JJAMGJKP:<RPKNDJGKBHMLMQRNMFHVT",
	"=@EJG9JDE?DEFHDGIGI?FIMJOMLKLGQF",
	"9?EMF<GMM==S?NI@MSNDECLSTHQRQOQI",
	"@=DHG;JKKAGFE=G??KIDGFJPPIKRQNFI",
	"=AG?@@H?FDCMHIE@CMI@=FJPSLLRKOJJ",
	"?GFB?MDFOGFMCA;@BR=CCBIGQUOSRTLO",
	"C=IKK>LMHCHN@IDA>H=BACJKDHLMFJJJ",
	"@IEIGGGLOECRCLBP@@?CB=@DDDKKAFQJ",
	">@HFH:KDI?ILFFA@GJCBBCJKKENQOJNJ",
	"=GGEM=OLD@HMFFBBBKF@;CKJNDFJNFUI",
	"=AFIJ=LM<>IVFIF@EM@CDDKLLCLNOMOF",
	"GG@EC@FITBKP>B<PBH=?>IIKEKMZNQYT",
	"C<FII9ILKAGTGECEDEED>FEFEGNQOMNE",
	"?>GIH?IL@<FNGKCADE?ADEEEFFMRPLXJ",
	"?DCEICGKJAEOEFEG>AAA=EDFBEJLPHTG",
	":HCIJGJIHDERCCBF;GE>CGGEGGIPMING",
	"6J?JL@JKLF?UMKM@HNIGJFNQPQ?NLBYN",
	"<HCCIKIGOE5MJJCLCHFGGPJQQUQDKCQO",
	"ACFBGKLKHICTDKB:?AE>CGJND\\VG@KUK",
	"7M<OIMKKCC<N?NHKLOOMJSQWVXPCM>CR",
	"9JGEJHEFDF:TDKDHILIHHNLNMWKE:HGL",
	"HBC>BCBFD@LMDBCC@FB?@GFJKROLRL[?",
}

// add has the keyword noticed by the gram behind which as many bytes follow.
func (s *Sieve) add(word uint32, text string, behind int) {
	w := &s.words[word]
	p := place{mask: w.mask, tail: (w.tail | cases) & w.mask, word: word, behind: int32(behind)}
	s.addGrams(p, text, len(text)-behind-4, 0, 0)
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
