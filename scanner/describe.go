package scanner

import (
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/token"
)

// describe says of each finding what its secret tells.
func describe(findings []leak.Finding, set *rules.Set) {
	names := map[string][]string{}
	for _, r := range set.Rules {
		names[r.ID] = r.Names()
	}
	known := map[said]*leak.Token{}
	for i := range findings {
		f := &findings[i]
		if !f.Secret.Known() {
			continue
		}
		k := said{f.Rule, f.Secret, f.Lines, f.Match, f.Origin.Path}
		t, ok := known[k]
		if !ok || len(f.Parts) > 0 {
			t = token.Read(inputOf(f, names[f.Rule]))
			known[k] = t
		}
		f.Token = t
	}
}

// said is what the description of a secret depends on, but for its parts.
type said struct {
	rule                 string
	secret, lines, match leak.Secret
	path                 string
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
