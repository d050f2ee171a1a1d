package credential

import (
	"math"
	"math/rand"
	"strings"
	"sync"
)

// Language is what the model knows of how people write: which words are common in
// text and source code, and which letters follow one another. It is immutable.
type Language struct {
	words [languageBits / 64]uint64 // hashes of words of minWord letters and more
	grams [gramSymbols * gramSymbols * gramSymbols]uint8
}

const (
	languageBits = 1 << 19 // 64 KiB for some ten thousand words: about one stranger in 40 is taken for one
	minWord      = 3
	maxWord      = 14
	gramSymbols  = 27 // the edge of a word, and the letters
	// gramUnit is how many steps of a gram make one bit of surprise.
	gramUnit = 16
)

// known reports whether the hash is that of a common word.
func (l *Language) known(h fnvHash) bool {
	n := h.slot()
	return l.words[n/64]&(1<<(n%64)) != 0
}

func (l *Language) add(word string) {
	n := hashOf(word).slot()
	l.words[n/64] |= 1 << (n % 64)
}

// fnvHash is FNV-1a of 32 bits, which goes on letter by letter.
type fnvHash uint32

const fnvStart fnvHash = 2166136261

func (h fnvHash) add(b byte) fnvHash { return (h ^ fnvHash(b)) * 16777619 }

func hashOf(word string) fnvHash {
	h := fnvStart
	for i := range len(word) {
		h = h.add(word[i])
	}
	return h
}

// slot returns the bit of Language.words that stands for a hash.
func (h fnvHash) slot() fnvHash {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	return h & (languageBits - 1)
}

// gram returns where the cost of the letter c behind a and b is; letters count from 1,
// and 0 is the edge of a word.
func gram(a, b, c int) int { return (a*gramSymbols+b)*gramSymbols + c }

// letterAt returns the i-th letter of a word as gram takes it.
func letterAt[T string | []byte](word T, i int) int {
	if i == len(word) {
		return 0
	}
	return int(word[i]-'a') + 1
}

// surprise returns the bits that the letters of a word and its end cost, and the most
// that three in a row do on average. word is in lower-case letters.
func (l *Language) surprise(word []byte) (sum, worst float64) {
	a, b := 0, 0
	var w1, w2 float64
	for i := range len(word) + 1 {
		c := letterAt(word, i)
		bits := float64(l.grams[gram(a, b, c)]) / gramUnit
		sum += bits
		if i >= 2 {
			worst = max(worst, (bits+w1+w2)/3)
		}
		w2, w1 = w1, bits
		a, b = b, c
	}
	return sum, worst
}

// Invent returns a word of n letters that reads like one and is none.
func (l *Language) Invent(r *rand.Rand, n int) string {
	word := make([]byte, 0, n)
	a, b := 0, 0
	for len(word) < n {
		var weights [gramSymbols]float64
		sum := 0.0
		for c := 1; c < gramSymbols; c++ {
			weights[c] = math.Exp2(-float64(l.grams[gram(a, b, c)]) / gramUnit)
			sum += weights[c]
		}
		at, c := r.Float64()*sum, 1
		for ; c < gramSymbols-1 && at >= weights[c]; c++ {
			at -= weights[c]
		}
		word = append(word, byte('a'+c-1))
		a, b = b, c
	}
	return string(word)
}

// NewLanguage learns from words, the common ones, and from how often any word was
// met in text.
func NewLanguage(words []string, counts map[string]int) *Language {
	l := &Language{}
	for _, w := range words {
		l.add(w)
	}
	var three [gramSymbols][gramSymbols][gramSymbols]float64 // how often letters follow one another
	var two [gramSymbols][gramSymbols]float64
	var one [gramSymbols]float64
	for w, n := range counts {
		a, b := 0, 0
		weight := float64(min(n, 50))
		for i := range len(w) + 1 {
			c := letterAt(w, i)
			three[a][b][c] += weight
			two[b][c] += weight
			one[b] += weight
			a, b = b, c
		}
	}
	for a := range three {
		for b := range three[a] {
			of := 0.0
			for _, n := range three[a][b] {
				of += n
			}
			for c, n := range three[a][b] {
				p := (n + 8*(two[b][c]+0.5)/(one[b]+0.5*gramSymbols)) / (of + 8)
				l.grams[gram(a, b, c)] = quantize(p)
			}
		}
	}
	return l
}

// lexicon is the words that features ask for.
type lexicon struct {
	placeholders, benign, declares, asks map[string]bool
	mayHold                              hashFilter // placeholders
}

// words returns the lexicon, which is made when first asked for: most starts of the
// program judge nothing.
var words = sync.OnceValue(func() *lexicon {
	w := &lexicon{placeholders: wordSet(placeholders), benign: wordSet(benign), declares: wordSet(declares), asks: wordSet(asks)}
	for p := range w.placeholders {
		w.mayHold.add(hashOf(p))
	}
	return w
})

// hashFilter tells quickly what is in no set of words.
type hashFilter [1 << 7]uint64

func (h *hashFilter) has(n fnvHash) bool { return h[(n>>6)&127]&(1<<(n&63)) != 0 }
func (h *hashFilter) add(n fnvHash)      { h[(n>>6)&127] |= 1 << (n & 63) }

// placeholders are words that people write where a credential will be, or that say
// what a value is instead of being one.
const placeholders = `
my your our the this that is it a an in on of to for from by be as at and or not no with here some any new old current
confirm confirmation repeat again super very long longer short strong weak secure unsecure insecure safe unsafe random
randomly default initial generated temp temporary tmp test tests testing tester fake mock mocked dummy sample samples example
examples demo foo foobar bar baz qux quux bla blah hello world lorem ipsum change changed changeme changeit replace
replaceme replaced enter insert put set add use fill please must should need needs todo fixme redacted hidden masked
removed omitted secret secrets pass passwd password passwords passphrase passcode pwd pw psw pswd token tokens key keys
apikey api access refresh reset auth oauth oauth2 authentication authorization bearer basic digest client consumer server
user users username usr login account admin administrator root guest operator owner member john doe jane alice bob app
application service svc db database mysql mariadb postgres postgresql pg mongo mongodb redis rabbitmq mqtt smtp imap
email mail ldap ftp ssh git github gitlab aws azure gcp google docker jenkins kafka elastic elasticsearch spring local
localhost host name id ids value values string str text data field input file path url uri type kind env environment
variable var config configuration settings setting option options param params prompt none null nil undefined empty
blank true false yes off valid invalid wrong bad real notareal many characters chars incorrect correct good right
required optional expired expected actual unknown disabled enabled missing forgotten forgot final int integer bool
boolean float bytes char object list dict map never public private shared internal external master main primary dev
develop development prod production staging stage qa ci build deploy hash hashed salt encrypted encoded base64 hex
plain plaintext letmein welcome qwerty abc abcd abcde abcdef abcdefg abcdefgh xyz asdf sesame opensesame another other
one two three really plenty enough will would just only init done verification registration cert certificate sys
foobared least something anything whatever nothing thing junk first last second next previous alternative nomatch match
mismatch unauthorized forbidden denied start end rest top topsecret sekrit sekret terces drowssap passowrd pasword
passwort geheim cred creds credential credentials proxy cache bind backup training bogus nobody anonymous anon company
xxx xxxx xxxxx xxxxxx xxxxxxxx yyy yyyy zzz asd qwe some_ too invalid_ wonderland placeholder ignored ignore unused
supersecret mypassword mypass mysecret testpass testpassword secretkey mysecretkey yourpassword yoursecret foopass
`

// benign are words in a name that say that its value is about a credential and is
// none, or lets nobody in.
const benign = `
id ids identifier url urls uri uris name names path paths file files filename dir directory folder type types kind
field fields label labels header headers prefix suffix length len min max size regex pattern format hint title message
messages msg error errors err exception expir expire expires expiry expiration expired ttl time timeout date at age policy
policies version algorithm alg algo endpoint host port endpoints strength encoder encoding decoder input text placeholder
prompt provider providers class column attribute attributes attr param parameter params env var changed label
protected enabled enable disable disabled required require requires optional option options generator generate generated
manager store storage command cmd grant mode method methods callback handler handlers hook state status rule rules test
tests count counter view views form page link route event events icon element selector locator reset recovery forgot
confirm confirmed verify verified verifier validator validation validate valid invalid change update create delete remove
get list find lookup index fetch load read write parse from to with is has should can must allow use used using user users
username login namespace scope scopes audience issuer subject role roles group groups account accounts service
public foreign primary partition sort sorted cache cached map dict registry object row csrf xsrf next cursor
continuation sync idempotency pagination search press pressed down up code codes event listener binding bindings shortcut
hot modifier usage ops cert certificate certificates pair pairs set ring chain frame board word words management info
information data details response request requests result results spec schema model models config configuration
settings manager factory builder helper util utils controller module modules resource resources template templates
fingerprint thumbprint checksum digest hash hashes hashed hasher encrypt encrypted cipher padding block iterations rounds
cost limit rate source target destination position order ordering kind bits bit label hint question answer i18n translation
`

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// quantize returns the bits that an event of probability p costs, in steps of
// 1/gramUnit.
func quantize(p float64) uint8 {
	return uint8(math.Round(min(255, -math.Log2(p)*gramUnit)))
}
