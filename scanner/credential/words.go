package credential

import (
	"math"
	"math/rand"
	"strings"
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
func (l *Language) known(h uint32) bool {
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 12
	h &= languageBits - 1
	return l.words[h/64]&(1<<(h%64)) != 0
}

func (l *Language) add(word string) {
	h := fnv32()
	for i := range len(word) {
		h = h.add(word[i])
	}
	m := uint32(h)
	m ^= m >> 15
	m *= 0x2c1b3c6d
	m ^= m >> 12
	m &= languageBits - 1
	l.words[m/64] |= 1 << (m % 64)
}

type fnvHash uint32

func fnv32() fnvHash                 { return 2166136261 }
func (h fnvHash) add(b byte) fnvHash { return (h ^ fnvHash(b)) * 16777619 }

// surprise returns the mean bits that the letters of a word cost, and the most that
// three in a row do on average. word is in lower-case letters.
func (l *Language) surprise(word []byte) (sum float64, worst float64, n int) {
	a, b := 0, 0
	var w1, w2 float64
	for i := 0; i <= len(word); i++ {
		c := 0
		if i < len(word) {
			c = int(word[i]-'a') + 1
		}
		bits := float64(l.grams[(a*gramSymbols+b)*gramSymbols+c]) / gramUnit
		sum += bits
		n++
		if i >= 2 {
			worst = max(worst, (bits+w1+w2)/3)
		}
		w2, w1 = w1, bits
		a, b = b, c
	}
	return sum, worst, n
}

// Invent returns a word of n letters that reads like one and is none.
func (l *Language) Invent(r *rand.Rand, n int) string {
	word := make([]byte, 0, n)
	a, b := 0, 0
	for len(word) < n {
		var weights [gramSymbols]float64
		sum := 0.0
		for c := 1; c < gramSymbols; c++ {
			weights[c] = math.Exp2(-float64(l.grams[(a*gramSymbols+b)*gramSymbols+c]) / gramUnit)
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
	var tri [gramSymbols][gramSymbols][gramSymbols]float64
	for w, n := range counts {
		a, b := 0, 0
		weight := float64(min(n, 50))
		for i := 0; i <= len(w); i++ {
			c := 0
			if i < len(w) {
				c = int(w[i]-'a') + 1
			}
			tri[a][b][c] += weight
			a, b = b, c
		}
	}
	for a := range tri {
		for b := range tri[a] {
			var of, rest float64
			for c := range tri[a][b] {
				of += tri[a][b][c]
			}
			for c := range tri[a][b] {
				for a2 := range tri {
					rest += tri[a2][b][c]
				}
			}
			for c := range tri[a][b] {
				back := 0.0
				for a2 := range tri {
					back += tri[a2][b][c]
				}
				p := (tri[a][b][c] + 8*(back+0.5)/(rest+0.5*gramSymbols)) / (of + 8)
				l.grams[(a*gramSymbols+b)*gramSymbols+c] = quantize(p)
			}
		}
	}
	return l
}

// placeholders are words that people write where a credential will be, or that say
// what a value is instead of being one.
var placeholders = wordSet(`
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
`)

// benign are words in a name that say that its value is about a credential and is
// none, or lets nobody in.
var benign = wordSet(`
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
`)

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
