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
// A history holds the same line in hundreds of versions of a file. Windows in
// which a rule found nothing are remembered by a keyed hash, so that each
// different one is tried about once.
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
	Naive bool // search keywords with the slow twin; for tests
}

// Detector applies a set of rules. It is immutable and safe for concurrent use;
// each goroutine scans through its own Scanner.
type Detector struct {
	names     pathNames
	set       *rules.Set
	compiled  []*rule
	matcher   multimatch.Matcher
	byKeyword [][]int // rules, by keyword number
	always    []int   // rules without keywords
}

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
	margin  int  // bytes a match may reach beyond a keyword
	newline bool // a match may cross lines
	number  int  // position in the set
	check   func(string) bool
}

// New prepares the rules of set. Nothing is compiled until it is needed.
func New(set *rules.Set, opt Options) *Detector {
	d := &Detector{set: set}
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
		for _, k := range r.Keywords {
			n, ok := number[k]
			if !ok {
				n = len(keywords)
				number[k] = n
				keywords = append(keywords, k)
				d.byKeyword = append(d.byKeyword, nil)
			}
			d.byKeyword[n] = append(d.byKeyword[n], i)
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
	c.newline = s.newline
	c.margin = s.span
	if c.MaxSpan > 0 {
		c.margin = min(c.margin, c.MaxSpan)
	}
	switch {
	case s.begin || !s.holds:
		c.scope = scopeWhole
	case c.margin <= maxWindow:
		// No match that covers the keyword reaches the end of the window, so
		// that an anchor for the end of the text sees the real one or none.
		c.scope = scopeWindow
	case !s.newline && !s.end:
		c.scope = scopeLine
	default:
		c.scope = scopeWhole
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
	d     *Detector
	seen  *misses
	next  []int // by rule: up to where the content was searched for it
	gated []bool
	raw   []raw
}

// NewScanner returns a Scanner; it must not be used by two goroutines at once.
func (d *Detector) NewScanner() *Scanner {
	return &Scanner{d: d, next: make([]int, len(d.compiled)), gated: make([]bool, len(d.compiled))}
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
		for _, i := range d.byKeyword[k] {
			s.try(i, u.Data, end)
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
// file itself is the secret. Their Secret is empty, as there is no text that a
// report must hide, and least of all the path.
func (d *Detector) ScanPath(o leak.Origin) (found []leak.Finding) {
	for _, r := range d.compiled {
		if r.Regex == nil && r.Path != nil && !r.SkipReport && r.Path.Regexp().MatchString(o.Path) {
			name := o.Path[strings.LastIndexByte(o.Path, '/')+1:]
			found = append(found, leak.Finding{
				Rule: r.ID, Description: r.Description, Severity: r.Severity, Tags: r.Tags,
				Match: leak.NewSecret(o.Path), Origin: o, Line: "file " + name,
			})
		}
	}
	return found
}

// try looks for rule i around the keyword that ends at end.
func (s *Scanner) try(i int, data []byte, end int) {
	r := s.d.compiled[i]
	r.once.Do(r.prepare)
	switch r.scope {
	case scopeWhole:
		s.whole(i, data)
	case scopeLine:
		if end > s.next[i] {
			lo, hi := lineBounds(data, end-1, end)
			s.next[i] = hi
			s.all(r, data, lo, hi)
		}
	default:
		s.window(i, data, end)
	}
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
func (s *Scanner) window(i int, data []byte, end int) {
	r := s.d.compiled[i]
	if end <= s.next[i] {
		return // inside a match already
	}
	lo, hi := max(0, end-1-r.margin-context), min(len(data), end+r.margin+context)
	if !r.newline {
		if n := bytes.LastIndexByte(data[lo:end-1], '\n'); n >= 0 {
			lo += n
		}
		if n := bytes.IndexByte(data[end:hi], '\n'); n >= 0 {
			hi = end + n + 1
		}
	}
	key := s.misses().key(i, data[lo:hi], end-lo)
	if s.misses().has(key) {
		return
	}
	re := r.Regex.Regexp()
	for at := lo; at < end; {
		m := re.FindSubmatchIndex(data[at:hi])
		if m == nil || at+m[0] >= end {
			break
		}
		if at+m[1] >= end {
			s.add(r, data, m, at)
			s.next[i] = at + m[1]
			return
		}
		at += max(m[1]-1, 1)
	}
	s.misses().put(key)
}

func (s *Scanner) misses() *misses {
	if s.seen == nil {
		s.seen = newMisses()
	}
	return s.seen
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
