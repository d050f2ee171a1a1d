package scanner

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
	"github.com/leaksieve/leaksieve/scanner/token"
)

// describe says of each finding what its secret tells. More of a file than a finding
// holds is read again, when somebody asks for it. names returns those of a rule.
func describe(findings []leak.Finding, names func(rule string) []string, again *source.Again) {
	n := &neighbourhood{again: again}
	known := map[said]*leak.Token{}
	for i := range findings {
		f := &findings[i]
		k := said{f.Rule, f.Secret, f.Lines, f.Match, f.Origin.Path, f.Origin.Object}
		t, ok := known[k]
		if !ok || len(f.Parts) > 0 {
			in := inputOf(f, names(f.Rule))
			if f.Secret.Known() {
				in.Around = func() string { return n.of(f) }
			} else { // the file itself is the secret
				in.File = n.content(f.Origin)
			}
			t = token.Read(in)
			known[k] = t
		}
		f.Token = t
	}
}

// said is what the description of a secret depends on, but for its parts.
type said struct {
	rule                 string
	secret, lines, match leak.Secret
	path, object         string
}

// maxAround is how much of a file is told on either side of a secret, and maxAgain how
// many contents are read again for it in one run.
const (
	maxAround = 16 << 10
	maxAgain  = 2000
)

// neighbourhood reads what stands around findings. It keeps the last content: findings
// come in the order of their places.
type neighbourhood struct {
	again *source.Again
	reads int
	at    leak.Origin
	data  []byte
}

// of returns what stands around a finding, "" if that cannot be read.
func (n *neighbourhood) of(f *leak.Finding) string {
	if f.Start.Line == 0 {
		return ""
	}
	data := n.content(f.Origin)
	from, to := f.Start.Offset, f.End.Offset
	if to > int64(len(data)) || from > to {
		return "" // it has changed since
	}
	from, to = max(0, from-maxAround), min(int64(len(data)), to+maxAround)
	text := string(data[from:to])
	if from > 0 {
		_, text, _ = strings.Cut(text, "\n") // whole lines
	}
	return text
}

// content returns what stands at a place, nil if that cannot be read or is of more than
// one kind.
func (n *neighbourhood) content(o leak.Origin) []byte {
	switch {
	case n.again == nil:
		return nil
	case n.at == o:
		return n.data
	case n.reads == maxAgain:
		return nil
	}
	n.reads++
	n.at, n.data = o, nil
	if units, err := n.again.Units(o); err == nil && len(units) == 1 {
		n.data = units[0].Data
	}
	return n.data
}

func inputOf(f *leak.Finding, names []string) *token.Input {
	in := &token.Input{
		Rule: f.Rule, Names: names, Secret: f.Secret.Reveal(), Match: f.Match.Reveal(), Lines: f.Lines.Reveal(), Path: f.Origin.Path, Parts: map[string]string{},
	}
	for _, p := range f.Parts {
		in.Parts[p.Rule] = p.Secret.Reveal()
	}
	return in
}

// Grade grades all findings, and says how urgent the rules are that found them. It may
// be called again once others have filled in what only they know: Finding.Verdict and
// Remote.Public.
func (r *Result) Grade(g decide.Grader) {
	for _, m := range r.masks {
		for i := range r.Findings {
			m.verdict(r.Findings[i].Verdict)
		}
	}
	g.Remotes = r.remotes
	most := map[string]leak.Severity{}
	for i := range r.Findings {
		f := &r.Findings[i]
		g.Grade(f)
		if !f.Decision.Suppressed && f.Severity.Rank() > most[f.Rule].Rank() {
			most[f.Rule] = f.Severity
		}
	}
	for i := range r.Run.Rules {
		r.Run.Rules[i].Graded = most[r.Run.Rules[i].ID]
	}
}

// remotes returns those of the repository that a finding is in. A submodule's are
// not known.
func (r *Result) remotes(f *leak.Finding) []leak.Remote {
	if f.Origin.Repo == "" {
		return r.Run.Remotes
	}
	for i := range r.Run.Repositories {
		if r.Run.Repositories[i].Name == f.Origin.Repo {
			return r.Run.Repositories[i].Remotes
		}
	}
	return nil
}
