package detect

import (
	"bytes"
	"slices"
	"sort"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A git pack stores most objects as a delta: copies of stretches of a base and
// some new bytes. What a rule finds around a keyword depends on a window alone
// (see the package comment), so that of a copy only the windows have to be
// looked at that reach beyond it: on the lines with an edge, and near edges around
// keywords of rules that cross lines, whose places a Trace keeps for that. The
// hits in all other windows are the base's, moved.

// SearchDelta does what Search does, for content that consists of copies of a
// base and other bytes. copies are in order of At, do not overlap and lie within
// both; base is the trace of the whole base, whose length is baseLen, made by a
// Scanner of the same Detector.
//
// A rule that is not ready has had no keyword in anything that was searched, so that
// it has none in a copy: to start, a scan need not analyse hundreds of expressions.
func (s *Scanner) SearchDelta(data []byte, copies []leak.Copy, base *Trace, baseLen int) *Trace {
	d := s.d
	known, reach := d.elsewhere.Load(), max(int(d.reach.Load()), d.longest) // a keyword may be joined at an edge
	s.begin(data)
	if base != nil && base.coarse {
		return s.Search(data)
	}
	s.searchElsewhere(data, known)

	s.edges = edgesOf(s.edges[:0], len(data), copies, baseLen)
	s.zones = zones(s.zones[:0], data, s.edges, reach)
	s.zone.data, s.zone.known, s.zone.news = data, known, false
	for _, z := range s.zones {
		s.zone.at, s.zone.after = max(0, z.from-d.longest), z.from
		d.matcher.Each(data[s.zone.at:z.to], s.zone.keyword)
	}
	if s.zone.news {
		return s.Search(data)
	}
	if base != nil {
		s.carry(data, copies, base, baseLen)
	}
	if s.work > s.limit {
		return s.Search(data)
	}
	s.found.nul = hasNUL(data, copies, base)
	return s.end()
}

// hasNUL reports whether there is a NUL in content; where the base has none it is
// in what is not copied.
func hasNUL(data []byte, copies []leak.Copy, base *Trace) bool {
	if base != nil && base.nul {
		return bytes.IndexByte(data, 0) >= 0
	}
	at := 0
	for _, c := range copies {
		if bytes.IndexByte(data[at:c.At], 0) >= 0 {
			return true
		}
		at = c.At + c.Len
	}
	return bytes.IndexByte(data[at:], 0) >= 0
}

// windowed reports whether the rule, which is prepared, is tried in windows.
func (c *rule) windowed() bool { return c.scope == scopeWindow }

// searchElsewhere tries the rules that have no windows on all of the content.
func (s *Scanner) searchElsewhere(data []byte, e *elsewhere) {
	if len(e.rules) > 0 {
		e.matcher.Each(data, func(k, end int) {
			for _, in := range e.byKeyword[k] {
				s.try(in, data, end)
			}
		})
	}
	for _, i := range s.d.always {
		s.whole(i, data)
	}
}

// stretch is the content from from up to, but without, to.
type stretch struct{ from, to int }

// inZone is what the search of a zone knows.
type inZone struct {
	s     *Scanner
	data  []byte
	at    int // where in data the search began
	after int // keywords that end up to here are not the zone's
	known *elsewhere
	news  bool // a rule that is tried elsewhere was met for the first time

	keyword func(k, end int) // tryKeyword, once made
}

func (z *inZone) tryKeyword(k, end int) {
	if end += z.at; end <= z.after || !z.s.passes(k, z.data, end) {
		return
	}
	for _, in := range z.s.d.byKeyword[k] {
		r := z.s.d.compiled[in.rule]
		if z.s.d.ready(r); r.windowed() {
			z.s.try(in, z.data, end)
		} else if !z.known.has(r) {
			z.news = true
		}
	}
}

// edgesOf appends the stretches of content of length n that are not copied, and
// as empty spans the places where one copy follows another. The two ends of the
// content are edges too, unless they are copies of the base's.
func edgesOf(edges []stretch, n int, copies []leak.Copy, baseLen int) []stretch {
	at, from := 0, 0 // where the content goes on, and the base if it is copied on
	for _, c := range copies {
		if c.At != at || c.From != from {
			edges = append(edges, stretch{at, c.At})
		}
		at, from = c.At+c.Len, c.From+c.Len
	}
	if at != n || from != baseLen {
		edges = append(edges, stretch{at, n})
	}
	return edges
}

// zones appends where the keywords end whose windows on one line may see an edge,
// for they reach so many bytes to both sides: (from, to]. They are in order and do
// not overlap.
func zones(zones []stretch, data []byte, edges []stretch, reach int) []stretch {
	for _, e := range edges {
		lo, hi := max(0, e.from-reach), min(len(data), e.to+reach)
		z := stretch{lo + bytes.LastIndexByte(data[lo:e.from], '\n') + 1, hi}
		if n := bytes.IndexByte(data[e.to:hi], '\n'); n >= 0 {
			z.to = e.to + n + 1
		}
		if last := len(zones) - 1; last >= 0 && z.from <= zones[last].to {
			zones[last].to = max(zones[last].to, z.to)
		} else {
			zones = append(zones, z)
		}
	}
	return zones
}

// carry takes over what the base has outside of the zones, and tries those of its
// sites anew whose windows reach beyond the copy.
func (s *Scanner) carry(data []byte, copies []leak.Copy, base *Trace, baseLen int) {
	for _, c := range copies {
		by := c.At - c.From
		carried := func(r *rule, at int) bool {
			return !covered(s.zones, at+by) && (!r.newline || r.inside(at, c, baseLen, len(data)))
		}
		for _, h := range within(base.hits, func(h *raw) int { return h.at }, c) {
			if carried(h.rule, h.at) {
				h.move(by)
				s.found.hits = append(s.found.hits, h)
			}
		}
		for _, t := range within(base.tried, func(t *tried) int { return t.at }, c) {
			if carried(t.rule, t.at) {
				s.takes(t.rule, t.at+by, t.work)
			}
		}
		for _, site := range within(base.sites, func(s *site) int { return s.at }, c) {
			if covered(s.zones, site.at+by) {
				continue
			}
			whole := site.rule.inside(site.at, c, baseLen, len(data))
			site.at += by
			s.found.sites = append(s.found.sites, site)
			if !whole {
				s.window(site.rule, site.keyword, data, site.at)
			}
		}
	}
	slices.SortStableFunc(s.found.hits, func(a, b raw) int { return a.at - b.at })
	slices.SortStableFunc(s.found.sites, func(a, b site) int { return a.at - b.at })
	slices.SortStableFunc(s.found.tried, func(a, b tried) int { return a.at - b.at })
}

// inside reports whether a window that may cross lines, around a keyword that ends
// at at in the base, is copied whole. Where it is cut off by an end of the base
// it is only if that is copied to the same end.
func (r *rule) inside(at int, c leak.Copy, baseLen, length int) bool {
	lo, hi := at-r.before-context, at+r.after+context
	atStart := c.From == 0 && c.At == 0
	atEnd := c.From+c.Len == baseLen && c.At+c.Len == length
	return (lo >= c.From || atStart) && (hi <= c.From+c.Len || atEnd)
}

// within returns those of all, in order of at, whose place is in the copy.
func within[T any](all []T, at func(*T) int, c leak.Copy) []T {
	lo := sort.Search(len(all), func(i int) bool { return at(&all[i]) > c.From })
	hi := sort.Search(len(all), func(i int) bool { return at(&all[i]) > c.From+c.Len })
	return all[lo:hi]
}

func covered(zones []stretch, at int) bool {
	i, _ := slices.BinarySearchFunc(zones, at, func(z stretch, at int) int {
		if z.to < at {
			return -1
		}
		return 1
	})
	return i < len(zones) && zones[i].from < at
}
