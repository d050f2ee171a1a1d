package scanner

import (
	"sort"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// masker replaces the secrets of a run wherever else they may stand in a
// report: messages, authors, paths, refs, lines of other findings.
type masker struct{ replacer *strings.Replacer }

// shortestMasked is the length below which a secret is not looked for in other
// text: it would hide every word that has it inside.
const shortestMasked = 5

func newMasker(findings []leak.Finding) *masker {
	set := map[string]string{}
	add := func(s leak.Secret) {
		if clear := s.Reveal(); len(clear) >= shortestMasked {
			set[clear] = s.String()
		}
	}
	for i := range findings {
		add(findings[i].Secret)
		for _, p := range findings[i].Parts {
			add(p.Secret)
		}
	}
	// Longest first: a secret may hold another.
	all := make([]string, 0, len(set))
	for s := range set {
		all = append(all, s)
	}
	sort.Slice(all, func(i, j int) bool {
		if len(all[i]) != len(all[j]) {
			return len(all[i]) > len(all[j])
		}
		return all[i] < all[j]
	})
	pairs := make([]string, 0, 2*len(all))
	for _, s := range all {
		pairs = append(pairs, s, set[s])
	}
	return &masker{strings.NewReplacer(pairs...)}
}

func (m *masker) origin(o *leak.Origin) {
	o.Path, o.Ref = m.replacer.Replace(o.Path), m.replacer.Replace(o.Ref)
}

func (m *masker) finding(f *leak.Finding) {
	m.origin(&f.Origin)
	e := &f.Exposure
	e.First, e.Last = m.commit(e.First), m.commit(e.Last)
	refs := make([]string, len(e.Refs))
	for i, r := range e.Refs {
		refs[i] = m.replacer.Replace(r)
	}
	if len(refs) > 0 {
		e.Refs = refs
	}
	f.Decision.Reason = m.replacer.Replace(f.Decision.Reason)
}

// commit returns a masked copy: findings share their commits.
func (m *masker) commit(c *leak.Commit) *leak.Commit {
	if c == nil {
		return nil
	}
	n := *c
	n.Author, n.Email, n.Message = m.replacer.Replace(c.Author), m.replacer.Replace(c.Email), m.replacer.Replace(c.Message)
	return &n
}
