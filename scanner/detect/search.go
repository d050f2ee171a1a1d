package detect

import (
	"bytes"
	"slices"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Scan is NewScanner().Scan, for single units.
func (d *Detector) Scan(u leak.Unit) []leak.Finding { return d.NewScanner().Scan(u) }

// Scanner is a Detector's state for one goroutine.
type Scanner struct {
	d          *Detector
	rejectors  [][]*rejector                              // by rule and side
	next       []int                                      // by rule: up to where the lines were searched for it
	line       run                                        // the line that was searched last
	gated      []bool                                     // by rule: the whole content was searched for it
	gates      []gate                                     // by keyword
	work       int                                        // bytes of windows tried so far
	limit      int                                        // of work; what takes more is searched coarsely
	candidates func(c credential.Candidate, from, to int) // told of what is judged; may be nil
	leftOut    int                                        // findings beyond maxFindings
	hidden     []leak.Secret
	memos      memos
	secrets    secrets
	zone       inZone
	edges      []stretch
	zones      []stretch
	found      Trace
}

// NewScanner returns a Scanner; it must not be used by two goroutines at once.
func (d *Detector) NewScanner() *Scanner {
	n := len(d.compiled)
	s := &Scanner{d: d, rejectors: make([][]*rejector, n), next: make([]int, n), gated: make([]bool, n), gates: make([]gate, len(d.byKeyword))}
	s.zone.s, s.zone.keyword = s, s.zone.tryKeyword
	return s
}

// raw is a match before anything is known of it but where it is.
type raw struct {
	rule       *rule
	at         int // end of the keyword around which it was found
	start, end int // of the match
	from, to   int // of the secret
	entropy    float64
	example    bool    // a built-in rule knows it to be no secret
	judged     bool    // by the credential model
	score      float64 // what it says of the content
	named      bool    // the value of a name
	bare       bool    // without quotes
}

// Scan returns the findings in u, in order of position. Findings of a rule with
// a Path condition are left out when u's path is known and does not match; when
// it is not known yet, PathAllows decides later.
func (s *Scanner) Scan(u leak.Unit) []leak.Finding {
	return append(s.Findings(u, s.Search(u.Data)), s.pathOnly(u)...)
}

// Trace is what a search found in content: what Findings makes findings of, and
// what SearchDelta needs to know of a base. It is immutable; nil is the trace of
// plain content in which nothing was found and no window was tried.
type Trace struct {
	hits  []raw   // in windows, by place of their keywords
	sites []site  // of rules whose windows cross lines, likewise
	tried []tried // likewise
	other []raw   // found elsewhere than in windows

	coarse bool // a search in windows was too much work: hits are of a coarse one
	nul    bool // content has a NUL
}

// site is where a keyword stands whose match may cross lines.
type site struct {
	rule    *rule
	keyword int // number in the rule's own list
	at      int // end of the keyword
}

// tried is how much work a window was, in bytes, around the keyword that ends at at.
type tried struct {
	rule *rule
	at   int
	work int
}

// Search looks through content as a whole.
func (s *Scanner) Search(data []byte) *Trace {
	s.begin(data)
	s.d.matcher.Each(data, func(k, end int) {
		if !s.passes(k, data, end) || s.halted() {
			return
		}
		for _, in := range s.d.byKeyword[k] {
			s.try(in, data, end)
		}
	})
	for _, i := range s.d.always {
		s.whole(i, data)
	}
	if s.work > s.limit {
		s.searchCoarsely(data)
	}
	s.found.nul = bytes.IndexByte(data, 0) >= 0
	return s.end()
}

func (s *Scanner) begin(data []byte) {
	s.found = Trace{hits: s.found.hits[:0], sites: s.found.sites[:0], tried: s.found.tried[:0], other: s.found.other[:0]}
	clear(s.next)
	clear(s.gated)
	s.line = run{}
	s.work, s.limit = 0, s.d.workLimit(len(data))
}

// halted reports whether there is no use in going on.
func (s *Scanner) halted() bool { return s.work > s.limit || s.d.stopped() }

func (s *Scanner) end() *Trace {
	t := s.found
	if len(t.hits)+len(t.sites)+len(t.tried)+len(t.other) == 0 && !t.coarse && !t.nul {
		return nil
	}
	t.hits, t.sites, t.tried, t.other = kept(t.hits), kept(t.sites), kept(t.tried), kept(t.other)
	return &t
}

// kept returns a copy of what is found in a list that will be used again.
func kept[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

// try looks for a rule around its keyword that ends at end.
func (s *Scanner) try(in interest, data []byte, end int) {
	r := s.d.compiled[in.rule]
	s.d.ready(r)
	if r.assigned {
		s.assignment(in, data, end)
		return
	}
	switch r.scope {
	case scopeWhole:
		s.whole(in.rule, data)
	case scopeLine:
		if end <= s.next[in.rule] {
			return
		}
		if end > s.line.hi {
			s.line.lo, s.line.hi = lineAround(data, end)
		}
		if s.possible(r, in.keyword, data[:s.line.hi], end) {
			s.next[in.rule] = s.line.hi
			s.all(r, data, s.line.lo, s.line.hi)
		}
	default:
		if r.newline && s.stands(r, in.keyword, data, end) {
			s.found.sites = append(s.found.sites, site{r, in.keyword, end})
		}
		s.window(r, in.keyword, data, end)
	}
}

// lineAround returns the bounds of the line that holds the byte before end,
// without its newline unless that is the byte.
func lineAround(data []byte, end int) (lo, hi int) {
	lo, hi = bytes.LastIndexByte(data[:end-1], '\n')+1, len(data)
	if n := bytes.IndexByte(data[end:], '\n'); n >= 0 {
		hi = end + n
	}
	return lo, hi
}

// stands reports whether the keyword at end is one of the words of the rule.
func (s *Scanner) stands(r *rule, keyword int, data []byte, end int) bool {
	for _, w := range r.ways[keyword] {
		if w.word.standsAt(data, end-w.end) {
			return true
		}
	}
	return false
}

// possible reports whether data may hold a match with the keyword at end; data
// goes as far as the match may.
func (s *Scanner) possible(r *rule, keyword int, data []byte, end int) bool {
	if s.d.naive {
		return len(r.ways[keyword]) > 0
	}
	for _, w := range r.ways[keyword] {
		at := end - w.end
		if w.word.standsAt(data, at) && s.rejector(r, w.head).possibleBefore(data[:at]) && s.rejector(r, w.tail).possible(data[at+len(w.word):]) {
			return true
		}
	}
	return false
}

func (s *Scanner) rejector(r *rule, t *side) *rejector {
	of := s.rejectors[r.number]
	if of == nil {
		of = make([]*rejector, len(r.sides))
		s.rejectors[r.number] = of
	}
	if of[t.number] == nil {
		of[t.number] = newRejector(t.prog())
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
		if f, ok := s.accept(r, data, m, lo); ok {
			s.found.other = append(s.found.other, f)
		}
	}
}

// context is how many bytes beyond a window are shown to the expression, so
// that \b and ^ see what really stands there.
const context = 4

// windowOf returns how far a match around the keyword that ends at end can reach;
// false if there can be none.
func (s *Scanner) windowOf(r *rule, keyword int, data []byte, end int) (lo, hi int, possible bool) {
	hi = min(len(data), end+r.after+context)
	if !s.possible(r, keyword, data[:hi], end) {
		return 0, 0, false
	}
	if !r.newline {
		if n := bytes.IndexByte(data[end:hi], '\n'); n >= 0 {
			hi = end + n + 1
		}
	}
	lo = max(0, end-r.before-context)
	if !r.newline {
		if n := bytes.LastIndexByte(data[lo:end-1], '\n'); n >= 0 {
			lo = max(0, lo+n-1) // with the newline, and a byte before it: see window
		}
	}
	return lo, hi, true
}

// window looks for the first match that covers the last byte of a keyword.
func (s *Scanner) window(r *rule, keyword int, data []byte, end int) {
	lo, hi, possible := s.windowOf(r, keyword, data, end)
	if !possible || s.halted() {
		return
	}
	memo, known := s.memos.of(r, data[lo:hi], end-lo, lo == 0)
	if !known || s.candidates != nil { // who is told of candidates is told of all
		work := s.work
		memo.hit, memo.found = s.match(r, data, lo, hi, end)
		memo.hit.move(-lo)
		memo.work = s.work - work
		if s.halted() {
			return // it was not searched to its end
		}
		s.memos.put(memo)
		s.work = work
	}
	s.takes(r, end, memo.work)
	if memo.found {
		hit := memo.hit
		hit.move(lo)
		s.found.hits = append(s.found.hits, hit)
	}
}

// takes notes that the window around the keyword that ends at end was work.
func (s *Scanner) takes(r *rule, end, work int) {
	s.work += work
	s.found.tried = append(s.found.tried, tried{r, end, work})
}

// match is window's search, of the window from lo to hi.
func (s *Scanner) match(r *rule, data []byte, lo, hi, end int) (hit raw, found bool) {
	re := r.Regex.Regexp()
	cut := lo > 0 // ^ and \b do not see the byte before at
	for at := lo; at < end; {
		if s.work += hi - at; s.halted() {
			break
		}
		m := re.FindSubmatchIndex(data[at:hi])
		if m == nil || at+m[0] >= end {
			break
		}
		if m[0] == 0 && cut {
			at++
			continue
		}
		if at+m[1] >= end {
			if r.ends && at+m[1] == end+r.after+context {
				break // of a later keyword, and cut off: $ and \b saw no byte behind it
			}
			hit, found = s.accept(r, data, m, at)
			hit.at = end
			return hit, found
		}
		if cut = r.looksBack; cut {
			m[1]--
		}
		at += max(m[1], 1)
	}
	return raw{}, false
}

// move moves the places of a match.
func (r *raw) move(by int) {
	r.at += by
	r.start, r.end, r.from, r.to = r.start+by, r.end+by, r.from+by, r.to+by
}

// accept returns a match, made in data from at on, whose secret passes the rule's
// entropy and checksum.
func (s *Scanner) accept(r *rule, data []byte, m []int, at int) (raw, bool) {
	from, to := group(r.Rule, m)
	if from < 0 || from == to {
		return raw{}, false
	}
	secret := string(data[at+from : at+to])
	entropy := rules.Entropy(secret)
	if r.Entropy > 0 && entropy <= r.Entropy || r.check != nil && !r.check(secret) {
		return raw{}, false
	}
	if r.Judge != "" {
		return s.acceptJudged(r, data[at+m[0]:at+m[1]], at+m[0], from-m[0], to-m[0])
	}
	hit := raw{rule: r, start: at + m[0], end: at + m[1], from: at + from, to: at + to, entropy: entropy}
	hit.example = r.Named && s.d.model.Language.Written([]byte(secret)) || s.d.knows(&hit, data)
	return hit, true
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
