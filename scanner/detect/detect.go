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
// Windows overlap, so that content made of one keyword over and over would be
// searched many times over. Where that takes more than workLimit, the content is
// searched anew in a coarse way (coarse.go), which is linear in its length.
//
// Most keywords stand where no token is. Of a common one the case and the bytes beside
// it are looked at first, in one go for all of its rules (gate). What an expression
// wants after the keyword and before it is then tried by small automata (rejector),
// which look at a few bytes and only ever say "no"; the expression has the last word.
package detect

import (
	"cmp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/internal/multimatch"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Options choose how a Detector works.
type Options struct {
	Naive   bool              // search keywords with the slow twin and reject nothing beforehand; for tests
	Also    *rules.Set        // rules whose secrets are only hidden (Scanner.Hidden), but for those that are in the set. May be nil
	Allowed bool              // find also what built-in rules themselves allow: placeholders, published examples
	Model   *credential.Model // judges what may be a credential; nil: the default
	Least   leak.Confidence   // of what is found; "": low
	Stopped func() bool       // asked often while content is searched; once it says true, what is found is not all. May be nil
}

// Detector applies a set of rules. It is immutable and safe for concurrent use;
// each goroutine scans through its own Scanner.
type Detector struct {
	naive   bool
	allowed bool
	stopped func() bool
	model   *credential.Model
	least   leak.Confidence
	bounds
	names     pathNames
	set       *rules.Set
	compiled  []*rule
	matcher   multimatch.Matcher
	byKeyword [][]interest       // by keyword number
	lengths   []int              // of the keywords
	always    []int              // rules without keywords
	examples  []*rules.Allowlist // of all built-in rules

	longest   int // length of the longest keyword
	reach     atomic.Int64
	elsewhere atomic.Pointer[elsewhere]
	growing   sync.Mutex // of these two, see ready
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
	once      sync.Once
	assigned  bool // it finds the values of names, with no expression
	scope     scope
	before    int                // bytes from the start of a match to the end of the keyword, at most
	after     int                // and from there to the end of the match
	ends      bool               // after is what the expression says; else maxSpan cuts matches off
	newline   bool               // a match may cross lines
	looksBack bool               // what stands before a match may decide over it
	ways      [][]way            // in which a match may hold a keyword, by keyword
	sides     []*side            // of the ways
	number    int                // position in compiled
	other     int                // position in elsewhere.rules
	quiet     bool               // its secrets are hidden, not found
	examples  []*rules.Allowlist // of the built-in rule: what it knows to be no secret
	check     func(string) bool
}

// New prepares the rules of set. Nothing is compiled until it is needed.
func New(set *rules.Set, opt Options) *Detector {
	d := &Detector{set: set, naive: opt.Naive, allowed: opt.Allowed, stopped: opt.Stopped, model: opt.Model, least: cmp.Or(opt.Least, leak.ConfidenceLow), bounds: defaultBounds}
	if d.model == nil {
		d.model = credential.Default()
	}
	if d.stopped == nil {
		d.stopped = func() bool { return false }
	}
	d.examples = builtin(set.Allowlists)
	for _, r := range set.Rules {
		d.add(r, false)
	}
	if opt.Also != nil {
		for _, r := range opt.Also.Rules {
			if own := set.Rule(r.ID); r.Content() && (own == nil || own.SkipReport) {
				d.add(r, true)
			}
		}
	}
	d.matcher, d.byKeyword = d.match(func(c *rule) bool { return c.Content() })
	for _, of := range d.byKeyword {
		d.lengths = append(d.lengths, len(d.compiled[of[0].rule].Keywords[of[0].keyword]))
	}
	d.elsewhere.Store(&elsewhere{})
	return d
}

func builtin(lists []*rules.Allowlist) []*rules.Allowlist {
	return slices.DeleteFunc(slices.Clone(lists), func(a *rules.Allowlist) bool { return !a.Builtin() })
}

func (d *Detector) add(r *rules.Rule, quiet bool) {
	n := len(d.compiled)
	d.compiled = append(d.compiled, &rule{Rule: r, number: n, quiet: quiet, check: rules.Checksums[r.Checksum], assigned: r.Judge == credential.Assignment, examples: builtin(r.Allowlists)})
	if r.Content() && len(r.Keywords) == 0 {
		d.always = append(d.always, n)
	}
	for _, k := range r.Keywords {
		d.longest = max(d.longest, len(k))
	}
}

// match makes a matcher of the keywords of some rules, and says whose each is.
func (d *Detector) match(of func(*rule) bool) (multimatch.Matcher, [][]interest) {
	var keywords []string
	var byKeyword [][]interest
	number := map[string]int{}
	for i, c := range d.compiled {
		if !of(c) {
			continue
		}
		for j, k := range c.Keywords {
			n, ok := number[k]
			if !ok {
				n = len(keywords)
				number[k] = n
				keywords = append(keywords, k)
				byKeyword = append(byKeyword, nil)
			}
			byKeyword[n] = append(byKeyword[n], interest{i, j})
		}
	}
	if d.naive {
		return multimatch.NewNaive(keywords), byKeyword
	}
	return multimatch.NewSieve(keywords), byKeyword
}

// maxWindow is the longest match that is looked for in a window.
const maxWindow = 64 << 10

// ready prepares a rule when a keyword of it is first met in any content, and keeps
// what SearchDelta has to know of those that were: see there.
func (d *Detector) ready(c *rule) {
	c.once.Do(func() {
		c.prepare()
		d.growing.Lock()
		defer d.growing.Unlock()
		switch {
		case !c.windowed():
			others := append(slices.Clip(d.elsewhere.Load().rules), c)
			c.other = len(others) - 1
			e := &elsewhere{rules: others}
			e.matcher, e.byKeyword = d.match(func(c *rule) bool { return slices.Contains(others, c) })
			d.elsewhere.Store(e)
		case !c.newline:
			d.reach.Store(max(d.reach.Load(), int64(max(c.before, c.after)+context)))
		}
	})
}

// elsewhere is the rules that are tried elsewhere than in windows, so far.
type elsewhere struct {
	rules     []*rule
	matcher   multimatch.Matcher // of their keywords
	byKeyword [][]interest
}

func (e *elsewhere) has(c *rule) bool { return c.other < len(e.rules) }

// prepare analyses the expression.
func (c *rule) prepare() {
	if c.assigned {
		c.scope, c.before, c.after = scopeWindow, credential.ReachBefore, credential.ReachAfter
		for _, k := range c.Keywords {
			c.before = max(c.before, len(k)+credential.ReachBefore)
		}
		return
	}
	s := shapeOf(c.Regex.String(), c.Keywords)
	if s.begin || s.hold == nil || s.hold.newline() {
		c.scope = scopeWhole
		return
	}
	c.newline, c.looksBack = s.newline, s.looksBack
	c.before, c.after = s.hold.before, s.hold.after
	c.ends = c.MaxSpan == 0 || c.after <= c.MaxSpan
	if c.MaxSpan > 0 {
		c.before, c.after = min(c.before, c.MaxSpan), min(c.after, c.MaxSpan)
	}
	switch {
	case c.before+c.after <= maxWindow:
		// No match that covers the keyword reaches the end of the window, so
		// that an anchor for the end of the text sees the real one or none.
		c.scope = scopeWindow
	case !s.newline && !s.edge && !s.end:
		c.scope = scopeLine
	default:
		c.scope = scopeWhole
		return
	}
	c.ways = make([][]way, len(c.Keywords))
	for _, w := range s.hold.ways {
		c.has(w.head, true, s.hold.beginWithLetters())
		c.has(w.tail, false, false)
		k := slices.Index(c.Keywords, w.keyword)
		c.ways[k] = append(c.ways[k], w)
	}
}

// has numbers a side of the rule, and says how it is compiled when first asked.
func (c *rule) has(s *side, backward, letter bool) {
	if !slices.Contains(c.sides, s) {
		s.number = len(c.sides)
		s.prog = sync.OnceValue(func() *syntax.Prog { return s.compile(backward, letter) })
		c.sides = append(c.sides, s)
	}
}

func (c *rule) generic() bool { return slices.Contains(c.Tags, "generic") }

// identifies reports whether the rule finds names and ids, which are no secrets.
func (c *rule) identifies() bool { return c.SkipReport && slices.Contains(c.Tags, "identifier") }

func shortest(words []string) int {
	n := 0
	for i, w := range words {
		if i == 0 || len(w) < n {
			n = len(w)
		}
	}
	return n
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
		if !r.Content() && r.Path != nil && !r.SkipReport && r.Path.Regexp().MatchString(o.Path) {
			name := o.Path[strings.LastIndexByte(o.Path, '/')+1:]
			found = append(found, leak.Finding{
				Rule: r.ID, Description: r.Description, Severity: r.Severity, Confidence: leak.ConfidenceHigh, Tags: r.Tags,
				Match: leak.NewSecret(o.Path), Origin: o, Line: "file " + name,
			})
		}
	}
	return found
}
