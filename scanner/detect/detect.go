// Package detect finds secrets in content: Unit in, Findings out.
//
// The keywords of all rules are looked for in one pass (package multimatch). A
// rule's regular expression is then tried only around the places where one of
// its keywords stands:
//
//   - in a window as long as its longest match could reach, when the expression
//     is bounded and every match holds a keyword. For each occurrence of a
//     keyword the first match that covers it counts. What is found thus depends
//     on no byte outside the window, whatever else the content holds;
//   - on the line of the keyword, when the expression is unbounded but cannot
//     match a newline;
//   - on the whole content otherwise, which is what gitleaks does with every
//     rule and what an existing rule may count on.
//
// Most keywords stand where no token is. What the expression wants after the
// keyword is therefore tried first by a small automaton (rejector), which looks
// at a few bytes and only ever says "no"; the expression has the last word.
package detect

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/internal/multimatch"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Options choose how a Detector works.
type Options struct {
	Naive bool // search keywords with the slow twin and reject nothing beforehand; for tests
}

// Detector applies a set of rules. It is immutable and safe for concurrent use;
// each goroutine scans through its own Scanner.
type Detector struct {
	naive     bool
	set       *rules.Set
	compiled  []*rule
	matcher   multimatch.Matcher
	byKeyword [][]interest // by keyword number
	always    []int        // rules without keywords
}

// interest is a rule that wants to know where a keyword stands.
type interest struct{ rule, keyword int } // the keyword's place in the rule's own list

// scope says on how much of the content a rule's expression is tried.
type scope uint8

const (
	scopeWindow scope = iota
	scopeLine
	scopeWhole
)

// rule is a rules.Rule with what its expression's syntax says.
type rule struct {
	*rules.Rule
	once    sync.Once
	scope   scope
	before  int     // bytes from the start of a match to the end of the keyword, at most
	after   int     // and from there to the end of the match
	newline bool    // a match may cross lines
	ways    [][]way // in which a match may hold a keyword, by keyword
	tails   []*tail // of the ways
	number  int     // position in the set
	check   func(string) bool
}

// New prepares the rules of set. Nothing is compiled until it is needed.
func New(set *rules.Set, opt Options) *Detector {
	d := &Detector{set: set, naive: opt.Naive}
	var keywords []string
	number := map[string]int{}
	for i, r := range set.Rules {
		c := &rule{Rule: r, number: i, check: rules.Checksums[r.Checksum]}
		d.compiled = append(d.compiled, c)
		if r.Regex == nil {
			continue
		}
		if len(r.Keywords) == 0 {
			d.always = append(d.always, i)
		}
		for j, k := range r.Keywords {
			n, ok := number[k]
			if !ok {
				n = len(keywords)
				number[k] = n
				keywords = append(keywords, k)
				d.byKeyword = append(d.byKeyword, nil)
			}
			d.byKeyword[n] = append(d.byKeyword[n], interest{i, j})
		}
	}
	if opt.Naive {
		d.matcher = multimatch.NewNaive(keywords)
	} else {
		d.matcher = multimatch.NewAutomaton(keywords)
	}
	return d
}

// maxWindow is the longest match that is looked for in a window.
const maxWindow = 64 << 10

// prepare analyses the expression when the rule's keyword is first met.
func (c *rule) prepare() {
	s := shapeOf(c.Regex.String(), c.Keywords)
	if s.begin || s.hold == nil {
		c.scope = scopeWhole
		return
	}
	c.newline = s.newline
	c.before, c.after = s.hold.before, s.hold.after
	if c.MaxSpan > 0 {
		c.before, c.after = min(c.before, c.MaxSpan), min(c.after, c.MaxSpan)
	}
	switch {
	case c.before+c.after <= maxWindow:
		// No match that covers the keyword reaches the end of the window, so
		// that an anchor for the end of the text sees the real one or none.
		c.scope = scopeWindow
	case !s.newline && !s.end:
		c.scope = scopeLine
	default:
		c.scope = scopeWhole
		return
	}
	c.ways = make([][]way, len(c.Keywords))
	for _, w := range s.hold.ways {
		if !slices.Contains(c.tails, w.tail) {
			w.tail.compile(len(c.tails))
			c.tails = append(c.tails, w.tail)
		}
		k := slices.Index(c.Keywords, w.keyword)
		c.ways[k] = append(c.ways[k], w)
	}
}

func (c *rule) generic() bool { return slices.Contains(c.Tags, "generic") }

func shortest(words []string) int {
	n := 0
	for i, w := range words {
		if i == 0 || len(w) < n {
			n = len(w)
		}
	}
	return n
}

// Scan is NewScanner().Scan, for single units.
func (d *Detector) Scan(u leak.Unit) []leak.Finding { return d.NewScanner().Scan(u) }

// Scanner is a Detector's state for one goroutine.
type Scanner struct {
	d         *Detector
	rejectors [][]*rejector // by rule and tail
	next      []int         // by rule: up to where the lines were searched for it
	gated     []bool        // by rule: the whole content was searched for it
	raw       []raw
}

// NewScanner returns a Scanner; it must not be used by two goroutines at once.
func (d *Detector) NewScanner() *Scanner {
	n := len(d.compiled)
	return &Scanner{d: d, rejectors: make([][]*rejector, n), next: make([]int, n), gated: make([]bool, n)}
}

// raw is a match before anything is known of it but where it is.
type raw struct {
	rule       *rule
	start, end int // of the match
	from, to   int // of the secret
	entropy    float64
}

// Scan returns the findings in u, in order of position. Findings of a rule with
// a Path condition are left out when u's path is known and does not match; when
// it is not known yet, PathAllows decides later.
func (s *Scanner) Scan(u leak.Unit) []leak.Finding {
	s.raw = s.raw[:0]
	clear(s.next)
	clear(s.gated)
	d := s.d
	d.matcher.Each(u.Data, func(k, end int) {
		for _, in := range d.byKeyword[k] {
			s.try(in, u.Data, end)
		}
	})
	for _, i := range d.always {
		s.whole(i, u.Data)
	}
	if len(s.raw) == 0 {
		return s.pathOnly(u)
	}
	found := s.settle(u)
	return append(found, s.pathOnly(u)...)
}

// PathAllows reports whether a finding's rule applies to its path.
func (d *Detector) PathAllows(f *leak.Finding) bool {
	r := d.set.Rule(f.Rule)
	return r == nil || r.Path == nil || r.Path.Regexp().MatchString(f.Origin.Path)
}

// pathOnly applies the rules that look at the name of a file alone.
func (s *Scanner) pathOnly(u leak.Unit) []leak.Finding {
	if u.Origin.Path == "" || u.Origin.Kind != leak.KindFile {
		return nil
	}
	return s.d.ScanPath(u.Origin)
}

// ScanPath returns the findings of rules that have a path and no expression: the
// file itself is the secret.
func (d *Detector) ScanPath(o leak.Origin) (found []leak.Finding) {
	for _, r := range d.compiled {
		if r.Regex == nil && r.Path != nil && !r.SkipReport && r.Path.Regexp().MatchString(o.Path) {
			name := o.Path[strings.LastIndexByte(o.Path, '/')+1:]
			found = append(found, leak.Finding{
				Rule: r.ID, Description: r.Description, Severity: r.Severity, Tags: r.Tags,
				Secret: leak.NewSecret(o.Path), Match: leak.NewSecret(o.Path), Origin: o, Line: "file " + name,
			})
		}
	}
	return found
}

// HasPathRules reports whether there is any rule for ScanPath.
func (d *Detector) HasPathRules() bool {
	for _, r := range d.compiled {
		if r.Regex == nil && r.Path != nil {
			return true
		}
	}
	return false
}

// try looks for a rule around its keyword that ends at end.
func (s *Scanner) try(in interest, data []byte, end int) {
	r := s.d.compiled[in.rule]
	r.once.Do(r.prepare)
	switch r.scope {
	case scopeWhole:
		s.whole(in.rule, data)
	case scopeLine:
		if end <= s.next[in.rule] {
			return
		}
		lo, hi := lineBounds(data, end-1, end)
		if s.possible(r, in.keyword, data[:hi], end) {
			s.next[in.rule] = hi
			s.all(r, data, lo, hi)
		}
	default:
		s.window(r, in.keyword, data, end)
	}
}

// possible reports whether data may hold a match with the keyword at end; data
// goes as far as the match may.
func (s *Scanner) possible(r *rule, keyword int, data []byte, end int) bool {
	if s.d.naive {
		return len(r.ways[keyword]) > 0
	}
	for _, w := range r.ways[keyword] {
		at := end - w.end
		if w.word.standsAt(data, at) && s.rejector(r, w.tail).possible(data[at+len(w.word):]) {
			return true
		}
	}
	return false
}

func (s *Scanner) rejector(r *rule, t *tail) *rejector {
	of := s.rejectors[r.number]
	if of == nil {
		of = make([]*rejector, len(r.tails))
		s.rejectors[r.number] = of
	}
	if of[t.number] == nil {
		of[t.number] = newRejector(t.prog)
	}
	return of[t.number]
}

// whole tries rule i on all of the content, once a unit.
func (s *Scanner) whole(i int, data []byte) {
	if !s.gated[i] {
		s.gated[i] = true
		s.all(s.d.compiled[i], data, 0, len(data))
	}
}

func (s *Scanner) all(r *rule, data []byte, lo, hi int) {
	for _, m := range r.Regex.Regexp().FindAllSubmatchIndex(data[lo:hi], -1) {
		s.add(r, data, m, lo)
	}
}

// context is how many bytes beyond a window are shown to the expression, so
// that \b and ^ see what really stands there.
const context = 4

// window looks for the first match that covers the last byte of a keyword.
func (s *Scanner) window(r *rule, keyword int, data []byte, end int) {
	hi := min(len(data), end+r.after+context)
	if !r.newline {
		if n := bytes.IndexByte(data[end:hi], '\n'); n >= 0 {
			hi = end + n + 1
		}
	}
	if !s.possible(r, keyword, data[:hi], end) {
		return
	}
	lo := max(0, end-r.before-context)
	if !r.newline {
		if n := bytes.LastIndexByte(data[lo:end-1], '\n'); n >= 0 {
			lo += n
		}
	}
	re := r.Regex.Regexp()
	for at := lo; at < end; {
		m := re.FindSubmatchIndex(data[at:hi])
		if m == nil || at+m[0] >= end {
			return
		}
		if at+m[1] >= end {
			s.add(r, data, m, at)
			return
		}
		at += max(m[1]-1, 1)
	}
}

// add keeps a match whose secret passes the rule's entropy and checksum.
func (s *Scanner) add(r *rule, data []byte, m []int, at int) {
	from, to := group(r.Rule, m)
	if from < 0 || from == to {
		return
	}
	secret := data[at+from : at+to]
	entropy := rules.Entropy(string(secret))
	if r.Entropy > 0 && entropy <= r.Entropy {
		return
	}
	if r.check != nil && !r.check(string(secret)) {
		return
	}
	s.raw = append(s.raw, raw{rule: r, start: at + m[0], end: at + m[1], from: at + from, to: at + to, entropy: entropy})
}

// group returns where the secret is in a match: in the group that the rule
// says, else in the one named "secret", else in the first that is not empty,
// else the whole match.
func group(r *rules.Rule, m []int) (from, to int) {
	if g := r.SecretGroup; g > 0 && 2*g+1 < len(m) {
		return m[2*g], m[2*g+1]
	}
	if g := r.Regex.Regexp().SubexpIndex("secret"); g > 0 {
		return m[2*g], m[2*g+1]
	}
	for g := 2; g+1 < len(m); g += 2 {
		if m[g] >= 0 && m[g] < m[g+1] {
			return m[g], m[g+1]
		}
	}
	return m[0], m[1]
}
