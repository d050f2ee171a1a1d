package detect

// A search in windows looks at each byte once for every keyword whose window it is
// in: a few times in what people write, thousands of times in megabytes of the
// beginning of a JSON Web Token. A coarse search looks at it once a rule. It joins
// the windows that overlap and takes, from left to right, the matches in them that
// do not: of the readings of such content it finds one, not all.

// bounds are what a Detector's work is bounded by.
type bounds struct {
	spare  int // bytes of windows that may be tried in any content
	piece  int // bytes that are searched coarsely between two looks at whether to stop
	common int // how often a keyword is met before it gets a gate: that takes some compiling
}

var defaultBounds = bounds{spare: 1 << 20, piece: 1 << 20, common: 2000}

// workLimit is how many bytes of windows may be tried in content of length n.
func (d *Detector) workLimit(n int) int { return d.spare + 4*n }

// run is a stretch of content: a line, or overlapping windows of a rule.
type run struct{ lo, hi int }

func (s *Scanner) searchCoarsely(data []byte) {
	s.found.hits, s.found.sites, s.found.tried, s.found.coarse = nil, nil, nil, true
	runs := make([]run, len(s.d.compiled))
	s.d.matcher.Each(data, func(k, end int) {
		for _, in := range s.d.byKeyword[k] {
			r := s.d.compiled[in.rule]
			s.d.ready(r)
			if r.assigned {
				if end > runs[in.rule].hi {
					before := len(s.found.hits)
					if s.assignment(in, data, end); len(s.found.hits) > before {
						runs[in.rule].hi = s.found.hits[before].end
					}
				}
				continue
			}
			if !r.windowed() {
				s.try(in, data, end)
				continue
			}
			lo, hi, possible := s.windowOf(r, in.keyword, data, end)
			if !possible || s.d.stopped() {
				continue
			}
			if open := &runs[in.rule]; lo < open.hi {
				open.lo, open.hi = min(lo, open.lo), max(hi, open.hi)
			} else {
				s.searchRun(r, data, *open)
				*open = run{lo, hi}
			}
		}
	})
	for i, open := range runs {
		s.searchRun(s.d.compiled[i], data, open)
	}
}

// searchRun finds the matches in a run, piece by piece.
func (s *Scanner) searchRun(r *rule, data []byte, in run) {
	reach := r.before + r.after + context
	cut := in.lo > 0 // see match
	for at := in.lo; at < in.hi && !s.d.stopped(); {
		hi := min(in.hi, at+s.d.piece+reach)
		m := r.Regex.Regexp().FindSubmatchIndex(data[at:hi])
		if m == nil || hi < in.hi && m[0] >= s.d.piece { // what begins later may be cut short
			if at += s.d.piece - 1; hi == in.hi { // the byte before a match tells whether a word begins
				return
			}
			cut = true
			continue
		}
		if m[0] == 0 && cut {
			at++
			continue
		}
		if f, ok := s.accept(r, data, m, at); ok {
			s.found.hits = append(s.found.hits, f)
		}
		if cut = r.looksBack; cut {
			m[1]--
		}
		at += max(m[1], 1)
	}
}
