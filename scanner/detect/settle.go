package detect

import (
	"bytes"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Findings turns the matches in one unit into findings: one for each secret, with
// its place and its parts, in order of position.
func (s *Scanner) Findings(u leak.Unit, t *Trace) []leak.Finding {
	s.leftOut, s.hidden = 0, nil
	if t == nil {
		return nil
	}
	found := s.settle(u, t)
	if t.nul {
		if wide := s.findWide(u); len(wide) > 0 {
			found = append(found, wide...)
			sort.SliceStable(found, func(i, j int) bool { return found[i].Start.Offset < found[j].Start.Offset })
		}
	}
	return found
}

// maxFindings bounds the findings in one unit, and contextBudget the bytes around
// them that are kept: whoever writes a file chooses how many tokens are in it.
const (
	maxFindings   = 10_000
	contextBudget = 8 << 20
)

// LeftOut returns how many secrets the last unit has beyond those in its findings.
func (s *Scanner) LeftOut() int { return s.leftOut }

func (s *Scanner) settle(u leak.Unit, t *Trace) []leak.Finding {
	if t == nil {
		return nil
	}
	all := slices.Concat(t.hits, t.other)
	if !slices.ContainsFunc(all, func(m raw) bool { return s.d.allowed || !m.example }) {
		return nil
	}
	sort.Slice(all, func(i, j int) bool {
		a, b := &all[i], &all[j]
		if a.from != b.from {
			return a.from < b.from
		}
		if a.to != b.to {
			return a.to < b.to
		}
		if a.rule != b.rule {
			return a.rule.number < b.rule.number
		}
		return a.start < b.start || a.start == b.start && a.end > b.end
	})
	lines := newLineIndex(u.Data)
	kept := withParts(distinct(s.hide(all, u.Data)), lines)
	kept = dropOverlaps(slices.DeleteFunc(kept, func(m match) bool {
		return m.rule.SkipReport || m.rule.Path != nil && u.Origin.Path != "" && !m.rule.Path.Regexp().MatchString(u.Origin.Path)
	}), u.Data, lines)
	if !s.d.allowed {
		kept = slices.DeleteFunc(kept, func(m match) bool { return m.example })
	}
	kept = withoutParts(kept, u.Origin.Path != "")
	if len(kept) > maxFindings {
		s.leftOut += len(kept) - maxFindings
		kept = kept[:maxFindings]
	}
	around := min(maxLine, contextBudget/max(len(kept), 1))
	var found []leak.Finding
	for _, m := range kept {
		f := s.finding(u, &m.raw, lines, around)
		for _, p := range m.parts {
			f.Parts = append(f.Parts, leak.Part{Rule: p.rule.ID, Secret: s.secrets.of(u.Data[p.from:p.to]),
				Start: lines.place(p.from), End: lines.place(p.to), Identifier: p.rule.identifies()})
		}
		found = append(found, f)
	}
	return found
}

// Hidden returns the secrets in the last unit of rules that nobody asked for: none
// is reported, nor may one be seen in what is.
func (s *Scanner) Hidden() []leak.Secret { return s.hidden }

// hide takes the matches of quiet rules out of all, in order of position, and those
// of generic rules that overlap one: who leaves a rule out does not want its tokens
// by another name.
func (s *Scanner) hide(all []raw, data []byte) []raw {
	var quiet []stretch
	for _, m := range all {
		if !m.rule.quiet {
			continue
		}
		if len(s.hidden) < maxFindings {
			s.hidden = append(s.hidden, s.secrets.of(data[m.from:m.to]))
		}
		if !m.rule.generic() {
			quiet = append(quiet, stretch{m.from, m.to})
		}
	}
	return slices.DeleteFunc(all, func(m raw) bool {
		return m.rule.quiet || m.rule.generic() && overlapped(quiet, m.from, m.to)
	})
}

// overlapped reports whether one of stretches, in order of their beginnings, overlaps
// what is from from up to to.
func overlapped(stretches []stretch, from, to int) bool {
	n := sort.Search(len(stretches), func(i int) bool { return stretches[i].from >= to })
	return slices.ContainsFunc(stretches[max(0, n-overlapsSeen):n], func(s stretch) bool { return s.to > from })
}

// overlapsSeen bounds how many tokens that begin before the end of another are looked at.
const overlapsSeen = 64

// match is a raw match with the parts that its rule asks for.
type match struct {
	raw
	parts   []raw
	allowed bool // by an allowlist of the rule; known where matches overlap
}

// allowedBy reports whether one of the lists allows what was matched. lines may be
// nil for built-in lists, which do not look at lines.
func (m *raw) allowedBy(lists []*rules.Allowlist, data []byte, lines *lineIndex) bool {
	c := rules.Content{
		Secret: func() string { return string(data[m.from:m.to]) },
		Match:  func() string { return string(data[m.start:m.end]) },
		Line: func() string {
			lo, hi := lines.bounds(m.start, m.end)
			return string(data[max(lo, m.start-maxLine):min(hi, m.end+maxLine)])
		},
	}
	return slices.ContainsFunc(lists, func(a *rules.Allowlist) bool {
		return (len(a.TargetRules) == 0 || slices.Contains(a.TargetRules, m.rule.ID)) && a.AllowsContent(c)
	})
}

// distinct drops the second of two equal matches of one rule.
func distinct(in []raw) []match {
	type key struct {
		rule     *rule
		from, to int
	}
	seen := make(map[key]bool, len(in))
	out := make([]match, 0, len(in))
	for _, m := range in {
		if k := (key{m.rule, m.from, m.to}); !seen[k] {
			seen[k] = true
			out = append(out, match{raw: m})
		}
	}
	return out
}

// dropOverlaps leaves of matches whose secrets overlap those that are the most
// specific, in the order of moreSpecific. in is in order of position.
func dropOverlaps(in []match, data []byte, lines *lineIndex) []match {
	out := in[:0]
	for len(in) > 0 {
		n, end := 1, in[0].to
		for n < len(in) && in[n].from < end {
			end = max(end, in[n].to)
			n++
		}
		out = append(out, mostSpecific(in[:n], data, lines)...)
		in = in[n:]
	}
	return out
}

// mostSpecific takes matches in order, each unless it overlaps one taken before.
func mostSpecific(cluster []match, data []byte, lines *lineIndex) []match {
	if len(cluster) == 1 {
		return cluster
	}
	order := append([]match(nil), cluster...)
	for i := range order {
		order[i].allowed = order[i].allowedBy(order[i].rule.Allowlists, data, lines)
	}
	sort.SliceStable(order, func(i, j int) bool { return moreSpecific(&order[i], &order[j]) })
	var taken []match
next:
	for _, m := range order {
		for i := range taken {
			if m.from < taken[i].to && taken[i].from < m.to {
				continue next
			}
		}
		taken = append(taken, m)
	}
	sort.SliceStable(taken, func(i, j int) bool { return taken[i].from < taken[j].from })
	return taken
}

// moreSpecific is the order in which rules that see the same secret give way: a
// generic rule (tag "generic") to any other, for an issuer's rule knows which of
// its tokens are examples; one that allows what it has matched to one that does
// not; one without a checksum to one with it; one that looks at less around the
// secret to one that looks at more; one whose shortest keyword is shorter to one
// whose is longer; a later one to an earlier one.
func moreSpecific(a, b *match) bool {
	if ga, gb := a.rule.generic(), b.rule.generic(); ga != gb {
		return gb
	}
	if a.allowed != b.allowed {
		return b.allowed
	}
	if ca, cb := a.rule.check != nil, b.rule.check != nil; ca != cb {
		return ca
	}
	if la, lb := a.end-a.start, b.end-b.start; la != lb {
		return la > lb
	}
	if ka, kb := shortest(a.rule.Keywords), shortest(b.rule.Keywords); ka != kb {
		return ka > kb
	}
	return a.rule.number < b.rule.number
}

// maxLine bounds how much of a long line is looked at for its context.
const maxLine = 4096

// finding keeps at most around bytes before and after the match.
func (s *Scanner) finding(u leak.Unit, m *raw, lines *lineIndex, around int) leak.Finding {
	lo, hi := lines.bounds(m.start, m.end)
	var above []byte
	if lo > 0 {
		from, to := lines.bounds(lo-1, lo-1)
		above = u.Data[max(from, to-around):to]
	}
	r := m.rule
	secret := s.secrets.of(u.Data[m.from:m.to])
	line, at := maskedLine(u.Data, lo, hi, m.from, m.to, around, secret.String())
	confidence := leak.ConfidenceHigh
	if m.judged {
		confidence = "" // the path has a say
	}
	return leak.Finding{
		Rule: r.ID, Description: r.Description, Severity: r.Severity, Tags: r.Tags,
		Confidence: confidence, Score: m.score, Named: m.named, Bare: m.bare,
		Secret:  secret,
		Match:   s.secrets.of(u.Data[m.start:m.end]),
		Lines:   s.secrets.of(u.Data[max(lo, m.start-around):min(hi, m.end+around)]),
		Above:   s.secrets.of(above),
		Entropy: math.Round(m.entropy*1000) / 1000,
		Origin:  u.Origin,
		Start:   lines.place(m.from),
		End:     lines.place(m.to),
		Line:    line,
		LineAt:  at,
		Within:  whereabouts(u.Data, m.start),
	}
}

// maskedLine returns the text around a secret on its own lines with the mask in
// its place, on one line, and where the mask is.
func maskedLine(data []byte, lo, hi, from, to, around int, mask string) (line string, at int) {
	before := string(data[max(lo, from-around):from])
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	} else if from-around > lo {
		before = before[strings.IndexAny(before, separators)+1:]
	}
	after := string(data[to:min(hi, to+around)])
	if i := strings.IndexByte(after, '\n'); i >= 0 {
		after = after[:i]
	} else if to+around < hi {
		after = after[:max(strings.LastIndexAny(after, separators), 0)]
	}
	before = strings.TrimLeftFunc(valid(before), unicode.IsSpace)
	return before + mask + strings.TrimRightFunc(valid(after), unicode.IsSpace), len(before)
}

// separators do not stand in a secret as a rule: where a long line is cut, it is
// cut at one, so that no part of a secret is left over that nobody would know.
const separators = " \t\"'`,;<>(){}[]"

func valid(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }

// lineIndex turns offsets into lines. It looks for newlines when first asked.
type lineIndex struct {
	data  []byte
	heads []int // offset of each line's first byte

	counted struct{ head, off, chars int } // chars stand between head and off
}

func newLineIndex(data []byte) *lineIndex { return &lineIndex{data: data} }

// line returns the 1-based number of the line that holds the byte at off.
func (l *lineIndex) line(off int) int {
	if l.heads == nil {
		l.heads = append(l.heads, 0)
		for at := 0; ; {
			n := bytes.IndexByte(l.data[at:], '\n')
			if n < 0 {
				break
			}
			at += n + 1
			l.heads = append(l.heads, at)
		}
	}
	return sort.SearchInts(l.heads, off+1)
}

func (l *lineIndex) position(off int) leak.Position {
	line := l.line(off)
	return leak.Position{Line: line, Column: off - l.heads[line-1] + 1, Offset: int64(off)}
}

// bounds returns the bounds of the whole lines that data[from:to] touches,
// without the last newline.
func (l *lineIndex) bounds(from, to int) (lo, hi int) {
	lo, hi = l.heads[l.line(from)-1], len(l.data)
	if next := l.line(to); next < len(l.heads) {
		hi = l.heads[next] - 1
	}
	return lo, hi
}

// place is position with the column in characters. It counts from where it
// counted last on the same line, so that many findings on one long line cost one
// pass over it.
func (l *lineIndex) place(off int) leak.Position {
	p, c := l.position(off), &l.counted
	if head := off - p.Column + 1; c.head != head {
		c.head, c.off, c.chars = head, head, 0
	}
	if off >= c.off {
		c.chars += utf8.RuneCount(l.data[c.off:off])
	} else {
		c.chars -= utf8.RuneCount(l.data[off:c.off])
	}
	if c.off = off; c.chars+1 != p.Column {
		p.Char = c.chars + 1
	}
	return p
}
