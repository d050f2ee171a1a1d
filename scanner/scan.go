package scanner

import (
	"context"
	"fmt"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// Options are what a scan needs to know.
type Options struct {
	Run         leak.Run
	Source      source.Source
	Set         *rules.Set
	Also        *rules.Set      // rules whose secrets are hidden in what is reported, and not reported; may be nil
	Allowed     bool            // report also what built-in rules themselves allow
	Least       leak.Confidence // of what is reported; "": low
	Decider     *decide.Decider
	Key         func() ([]byte, error) // fingerprint key; asked for only when there are findings
	Jobs        int                    // goroutines; 0: one a core
	ShowSecrets bool                   // leave paths, messages and names as they are
	Now         time.Time              // what has expired by then is graded down; zero: the time of the clock
	Progress    Progress               // may be nil
	Again       *source.Again          // reads more of a file for what tokens tell; may be nil
}

// Progress is told how far a scan is, from several goroutines at once.
type Progress interface {
	Total(bytes int64)  // more that are to be read, as they are stored
	Done(bytes int64)   // of these
	Objects(number int) // that were read, or could not be
}

// Result is what a scan found, in the order of the reports.
type Result struct {
	Run      leak.Run
	Findings []leak.Finding
	Skips    []leak.Skip
	Summary  leak.Summary

	masks []*masker // what was found is hidden by; none: secrets are shown
}

// Scan runs the pipeline. When ctx is cancelled it returns what was found so far
// with Summary.Complete false and ctx's error; any other error means that there
// is no result.
func Scan(ctx context.Context, o Options) (*Result, error) {
	if o.Jobs <= 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	stop := newStop(ctx)
	det := detect.New(o.Set, detect.Options{Also: o.Also, Allowed: o.Allowed, Least: o.Least, Stopped: stop.now})
	c := newCollector(det, o.Jobs, o.Progress)
	err := o.Source.Scan(ctx, o.Jobs, c)
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	var ended error
	if err != nil || stop.seen.Load() {
		ended = ctx.Err()
	}
	if ended != nil && !c.stopped {
		c.Skip(leak.Skip{Reason: leak.SkipInterrupted, Origin: leak.Origin{Kind: leak.KindFile}, Detail: "the scan was stopped before its end"})
	}
	findings := c.found()
	if a, ok := o.Source.(source.Attributor); ok {
		findings = a.Attribute(findings)
	}
	r := &Result{Run: o.Run, Skips: c.unread()}
	if r.Findings, err = settle(findings, det, o); err != nil {
		return nil, err
	}
	r.Run.Rules = reportRules(o.Set)
	describe(r.Findings, o.Decider.Names, o.Again)
	decide.Share(r.Findings)
	r.Grade(decide.Grader{Now: o.now(), Policies: o.Set.Policies})
	r.sum(c, o.Decider)
	if stop.ended.Load() {
		det = detect.New(o.Set, detect.Options{Also: o.Also}) // which nothing stops
	}
	r.hideTold(det.NewScanner(), c.hidden)
	m := newMasker(r.Findings, c.hidden)
	r.hashLines(m)
	if !o.ShowSecrets {
		r.mask(m)
		r.masks = append(r.masks, m)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Line = cutLine(f.Line, f.LineAt)
	}
	return r, ended
}

func (o *Options) now() time.Time {
	if o.Now.IsZero() {
		return time.Now()
	}
	return o.Now
}

// grace is how long the search of a single unit may go on after the context has
// ended: most are done by then, and what came through a pipe is not lost.
const grace = time.Second

// stop tells detectors, cheaply, when to give up, and remembers that one has
// asked: then what it was at was not searched to its end.
type stop struct{ ended, seen atomic.Bool }

func newStop(ctx context.Context) *stop {
	s := &stop{}
	context.AfterFunc(ctx, func() { time.AfterFunc(grace, func() { s.ended.Store(true) }) })
	return s
}

func (s *stop) now() bool {
	if !s.ended.Load() {
		return false
	}
	s.seen.Store(true)
	return true
}

// settle applies what needs a finding's place: path conditions, fingerprints and
// decisions.
func settle(findings []leak.Finding, det *detect.Detector, o Options) ([]leak.Finding, error) {
	out := findings[:0]
	for _, f := range findings {
		if det.PathAllows(&f) && det.Judge(&f) {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return out, nil
	}
	key, err := o.Key()
	if err != nil {
		return nil, fmt.Errorf("making the fingerprint key: %w", err)
	}
	for i := range out {
		withoutLine(&out[i])
		out[i].Fingerprint, out[i].SecretID = fingerprint(key, &out[i]), secretID(key, out[i].Secret)
		o.Decider.Decide(&out[i])
	}
	sort.SliceStable(out, func(i, j int) bool { return leak.Less(&out[i], &out[j]) })
	return out, nil
}

// withoutLine takes the line from a finding in a name, which has none.
func withoutLine(f *leak.Finding) {
	if f.Origin.Kind == leak.KindPath || f.Origin.Kind == leak.KindRef {
		f.Start.Line, f.Start.Column, f.End.Line, f.End.Column = 0, 0, 0, 0
	}
}

func reportRules(set *rules.Set) []leak.Rule {
	out := make([]leak.Rule, 0, len(set.Rules))
	for _, r := range set.Rules {
		if !r.SkipReport {
			out = append(out, leak.Rule{ID: r.ID, Description: r.Description, Help: r.Help, Severity: r.Severity, Refs: r.Refs, Tags: r.Tags, Foreign: r.Foreign})
		}
	}
	return out
}

// sum writes the receipt.
func (r *Result) sum(c *collector, d *decide.Decider) {
	s := &r.Summary
	for i := range r.Findings {
		if r.Findings[i].Decision.Suppressed {
			s.Suppressed++
		} else {
			s.Findings++
		}
	}
	for _, sk := range r.Skips {
		if !sk.Expected {
			s.Skips += max(sk.Count, 1)
		}
	}
	s.Complete = s.Skips == 0
	s.Bytes = c.bytes.Load()
	for typ, n := range c.counts {
		n.Type, n.Skipped = typ, n.Listed-n.Scanned
		s.Objects = append(s.Objects, *n)
	}
	sort.Slice(s.Objects, func(i, j int) bool { return s.Objects[i].Type < s.Objects[j].Type })
	s.Unused = d.Unused()
	sort.SliceStable(r.Skips, func(i, j int) bool { return lessSkip(&r.Skips[i], &r.Skips[j]) })
}

func lessSkip(a, b *leak.Skip) bool {
	ka := []string{string(a.Reason), a.Origin.Repo, a.Origin.Path, a.Origin.Object, a.Origin.Ref, a.Detail}
	kb := []string{string(b.Reason), b.Origin.Repo, b.Origin.Path, b.Origin.Object, b.Origin.Ref, b.Detail}
	for i := range ka {
		if ka[i] != kb[i] {
			return ka[i] < kb[i]
		}
	}
	return false
}

// collector is the Sink of a scan: a Scanner for each worker, and what they find.
type collector struct {
	detector *detect.Detector
	scanners []*detect.Scanner
	progress Progress
	bytes    atomic.Int64

	mu       sync.Mutex
	findings kept[leak.Finding]
	leftOut  int // findings
	skips    kept[leak.Skip]
	unnamed  unnamed // skips
	stopped  bool    // a source said that it was interrupted
	counts   map[string]*leak.ObjectCount
	hidden   map[leak.Secret]bool
}

func newCollector(det *detect.Detector, jobs int, p Progress) *collector {
	c := &collector{detector: det, progress: p, counts: map[string]*leak.ObjectCount{}, hidden: map[leak.Secret]bool{}, unnamed: unnamed{}}
	c.findings = kept[leak.Finding]{limit: maxFound, size: foundSize, less: lessFound, left: func(*leak.Finding) { c.leftOut++ }}
	c.skips = kept[leak.Skip]{limit: maxSkips, size: skipSize, less: lessSkip, left: c.unnamed.add}
	for range jobs {
		c.scanners = append(c.scanners, det.NewScanner())
	}
	return c
}

// Unit implements source.Sink.
func (c *collector) Unit(worker int, u leak.Unit) int {
	found := c.Find(worker, u)
	c.Keep(found)
	return len(found)
}

// Delta implements source.DeltaSink.
func (c *collector) Delta(worker int, u leak.Unit, d *leak.Delta) (any, int) {
	s := c.scanners[worker]
	var t *detect.Trace
	if d == nil {
		t = s.Search(u.Data)
	} else {
		base, _ := d.Base.(*detect.Trace)
		t = s.SearchDelta(u.Data, d.Copies, base, d.BaseLen)
	}
	c.bytes.Add(int64(len(u.Data)))
	found := s.Findings(u, t)
	c.beside(u, s)
	c.Keep(found)
	return t, len(found)
}

// WantsPath implements source.PathSink.
func (c *collector) WantsPath(name []byte) bool { return c.detector.WantsPath(name) }

// Find implements source.DiffSink.
func (c *collector) Find(worker int, u leak.Unit) []leak.Finding {
	s := c.scanners[worker]
	found := s.Scan(u)
	c.beside(u, s)
	c.bytes.Add(int64(len(u.Data)))
	return found
}

// beside notes what a search of a unit gave besides findings.
func (c *collector) beside(u leak.Unit, s *detect.Scanner) {
	if n := s.LeftOut(); n > 0 {
		c.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: u.Origin, Count: n, Detail: "further findings in it, beyond the number that is reported of one file"})
	}
	if hidden := s.Hidden(); len(hidden) > 0 {
		c.mu.Lock()
		defer c.mu.Unlock()
		for _, h := range hidden {
			c.hidden[h] = true
		}
	}
}

// Keep implements source.DiffSink.
func (c *collector) Keep(found []leak.Finding) {
	if len(found) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.findings.add(found...)
}

// Skip implements source.Sink.
func (c *collector) Skip(s leak.Skip) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stopped = c.stopped || s.Reason == leak.SkipInterrupted
	c.skips.add(s)
}

// Total implements source.Sink.
func (c *collector) Total(bytes int64) {
	if c.progress != nil {
		c.progress.Total(bytes)
	}
}

// Done implements source.Sink.
func (c *collector) Done(bytes int64) {
	if c.progress != nil {
		c.progress.Done(bytes)
	}
}

// Count implements source.Sink.
func (c *collector) Count(objectType string, listed, scanned int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.counts[objectType]
	if n == nil {
		n = &leak.ObjectCount{}
		c.counts[objectType] = n
	}
	n.Listed += listed
	n.Scanned += scanned
	if c.progress != nil {
		c.progress.Objects(listed)
	}
}

// found returns all findings, in order.
func (c *collector) found() []leak.Finding {
	found := c.findings.sorted()
	if c.leftOut > 0 {
		c.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: leak.Origin{Kind: leak.KindFile}, Count: c.leftOut,
			Detail: "further findings, beyond the number that is reported of one scan; --range, --enable-rule and --exclude-rule make it smaller"})
	}
	return found
}

// unread returns all Skips.
func (c *collector) unread() []leak.Skip { return append(c.skips.sorted(), c.unnamed.skips()...) }
