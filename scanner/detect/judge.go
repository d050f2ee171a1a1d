package detect

import (
	"bytes"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Some rules find what may be a credential, and the credential model says how
// likely it is one. What its content says is known when it is found, and what its
// path says when that is known: Judge adds it.

// judgedWork is how many bytes of a window are as much work as to judge a candidate,
// besides those of its value. To see that there is none is not counted: it takes so
// little for any keyword that all take time in proportion to the content.
const judgedWork = 16

// assignment looks for the value of the name that the keyword at end stands in.
func (s *Scanner) assignment(in interest, data []byte, end int) {
	r := s.d.compiled[in.rule]
	key := end - len(r.Keywords[in.keyword])
	lo, hi := max(0, key-credential.ReachBefore), min(len(data), end+credential.ReachAfter)
	if n := bytes.LastIndexByte(data[lo:key], '\n'); n >= 0 {
		lo += n + 1
	}
	if n := bytes.IndexByte(data[end:hi], '\n'); n >= 0 {
		hi = end + n
	}
	line := bytes.TrimSuffix(data[lo:hi], []byte("\r"))
	c, found := credential.Find(line, key-lo, end-lo)
	if !found {
		return
	}
	if s.takes(r, end, judgedWork+c.End-c.Value); s.halted() {
		return
	}
	memo, known := s.memos.of(r, line, end-lo, false)
	if !known {
		memo.hit, memo.found = s.d.judged(raw{rule: r, at: end - lo, start: c.Name, end: c.Closed(), from: c.Value, to: c.End}, &c, line)
		s.memos.put(memo)
	}
	if s.candidates != nil {
		s.candidates(c, lo+c.Value, lo+c.End)
	}
	if memo.found {
		hit := memo.hit
		hit.move(lo)
		s.found.hits = append(s.found.hits, hit)
	}
}

// acceptJudged is accept for an expression whose secret, match[from:to], the model
// judges; match begins at at.
func (s *Scanner) acceptJudged(r *rule, match []byte, at, from, to int) (raw, bool) {
	c, ok := credential.Matched(r.Judge, match, from, to)
	if !ok {
		return raw{}, false
	}
	if s.candidates != nil {
		s.candidates(c, at+from, at+to)
	}
	hit, ok := s.d.judged(raw{rule: r, end: len(match), from: from, to: to}, &c, match)
	hit.move(at)
	return hit, ok
}

// judged completes hit, whose places are in text, if the candidate there may be a
// credential. The candidate may be of what text encodes.
func (d *Detector) judged(hit raw, c *credential.Candidate, text []byte) (raw, bool) {
	hit.judged, hit.named, hit.bare = true, c.Named(), c.Bare()
	if hit.entropy = rules.Entropy(string(c.Text())); hit.rule.Entropy > 0 && hit.entropy <= hit.rule.Entropy {
		return raw{}, false
	}
	if hit.score = d.model.ContentScore(c); hit.score+d.model.MaxPathScore() < d.model.Threshold(d.least) {
		return raw{}, false
	}
	hit.example = d.knows(&hit, text)
	return hit, true
}

// knows reports whether built-in rules know a match in data to be no secret.
func (d *Detector) knows(hit *raw, data []byte) bool {
	return hit.allowedBy(d.examples, data, nil) || hit.allowedBy(hit.rule.examples, data, nil)
}

// Judge fills in how sure it is that a finding is a secret, and reports whether that
// is as sure as it has to be. Its path must be known.
func (d *Detector) Judge(f *leak.Finding) bool {
	if f.Confidence == "" {
		f.Confidence = d.model.Confidence(f.Score + d.model.PathScore(f.Origin.Path, f.Named, f.Bare))
	}
	return f.Confidence.Rank() >= d.least.Rank()
}

// Candidates calls found with what the rules that judge have to judge in data; the
// value stands in data[from:to], or is encoded there.
func (s *Scanner) Candidates(data []byte, found func(c credential.Candidate, from, to int)) {
	s.candidates = found
	s.Search(data)
	s.candidates = nil
}
