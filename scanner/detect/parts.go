package detect

import (
	"slices"
	"sort"

	"github.com/leaksieve/leaksieve/rules"
)

// A credential of several parts is one finding: that of the rule which asks for the
// others (rules.Required). What has become a part is no finding of its own.

// withParts gives matches the parts that their rules ask for, and drops those that
// lack one they cannot be without. in is in order of position.
func withParts(in []match, lines *lineIndex) []match {
	p := pairing{in: in, byRule: map[string][]int{}, taken: make([]bool, len(in)), lines: lines}
	if !slices.ContainsFunc(in, func(m match) bool { return len(m.rule.Required) > 0 }) {
		return in
	}
	for i := range in {
		id := in[i].rule.ID
		p.byRule[id] = append(p.byRule[id], i)
	}
	asked := make([][]int, len(in))
	out := make([]match, 0, len(in))
	lacking := make([]bool, len(in))
	for i := range in {
		for _, req := range in[i].rule.Required {
			part := p.nearest(i, req)
			if part >= 0 {
				asked[i] = append(asked[i], part)
				p.taken[part] = true
			} else if !req.Optional {
				lacking[i] = true
			}
		}
	}
	for i, m := range in {
		if !lacking[i] {
			for _, part := range reached(asked, i) {
				m.parts = append(m.parts, in[part].raw)
			}
			out = append(out, m)
		}
	}
	return out
}

// reached returns the parts of i, and the parts of these, nearest first.
func reached(asked [][]int, i int) (parts []int) {
	parts = append(parts, asked[i]...)
	for n := 0; n < len(parts); n++ {
		for _, further := range asked[parts[n]] {
			if further != i && !slices.Contains(parts, further) {
				parts = append(parts, further)
			}
		}
	}
	return parts
}

// pairing looks for parts among the matches in content.
type pairing struct {
	in     []match
	byRule map[string][]int // ascending
	taken  []bool           // it is a part already
	lines  *lineIndex
}

// distance is how far a part is from the match that asks for it.
type distance struct {
	lines int
	taken bool
	bytes int
}

func (d distance) less(o distance) bool {
	if d.lines != o.lines {
		return d.lines < o.lines
	}
	if d.taken != o.taken {
		return o.taken
	}
	return d.bytes < o.bytes
}

// maxPassed bounds how many matches are looked at in either direction, so that
// thousands on one line are not each compared with all others.
const maxPassed = 256

// nearest returns the match that is the part of m, -1 for none: on the nearest line,
// one that is not taken before one that is, by bytes. A part that stands before m
// counts as half as far: where pairs of an id and a secret follow one another it is
// not the next id that belongs to the secret.
func (p *pairing) nearest(m int, req rules.Required) (part int) {
	part = -1
	var best distance
	for _, id := range req.RuleIDs {
		all := p.byRule[id]
		up := sort.SearchInts(all, m)
		look := func(i, passed int) bool {
			d, ok := p.distance(m, i, req)
			if ok && (part < 0 || d.less(best)) {
				part, best = i, d
			}
			near := req.WithinLines == nil || d.lines <= *req.WithinLines
			return near && (part < 0 || d.lines <= best.lines) && passed < maxPassed
		}
		for n := up - 1; n >= 0 && look(all[n], up-1-n); n-- {
		}
		for n := up; n < len(all) && look(all[n], n-up); n++ {
		}
	}
	return part
}

// distance returns how far o is from m, and whether req allows it.
func (p *pairing) distance(m, o int, req rules.Required) (d distance, ok bool) {
	a, b := &p.in[m], &p.in[o]
	at, there := p.lines.position(a.from), p.lines.position(b.from)
	d = distance{lines: abs(there.Line - at.Line), taken: p.taken[o], bytes: max(a.from-b.to, 2*(b.from-a.to), 0)}
	ok = (req.WithinLines == nil || d.lines <= *req.WithinLines) &&
		(req.WithinColumns == nil || abs(there.Column-at.Column) <= *req.WithinColumns)
	return d, ok
}

func abs(n int) int { return max(n, -n) }

// withoutParts drops the matches that are parts of others. in is in order of
// position, and no two overlap. pathKnown says that paths of rules were looked at: a
// match that may still be dropped because of its path takes none with it, and a known
// example takes only examples.
//
// Whichever of two matches comes first takes the other if each is a part of the
// other. None is lost: whoever takes a match has the parts of that too (reached).
func withoutParts(in []match, pathKnown bool) []match {
	drop := make([]bool, len(in))
	for i := range in {
		m := &in[i]
		if drop[i] || m.rule.Path != nil && !pathKnown {
			continue
		}
		for _, part := range m.parts {
			for n := sort.Search(len(in), func(n int) bool { return in[n].from >= part.from }); n < len(in) && in[n].to <= part.to; n++ {
				drop[n] = drop[n] || n != i && (in[n].example || !m.example) && saysNoMore(&in[n], &part)
			}
		}
	}
	out := in[:0]
	for i, m := range in {
		if !drop[i] {
			out = append(out, m)
		}
	}
	return out
}

// saysNoMore reports whether a match, which stands within a part, says no more of
// the secret than that does.
func saysNoMore(m *match, part *raw) bool {
	return m.rule == part.rule || len(m.parts) == 0 && !moreSpecific(m, &match{raw: *part})
}
