package decide

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Grader says how urgent findings are and why: it begins with the severity of the
// rule and goes a step up or down for what the token tells, where it stands, who
// shares it and which policies it breaks.
type Grader struct {
	Now      time.Time
	Policies []*rules.Policy
	// Remotes returns those of the repository of a finding.
	Remotes func(f *leak.Finding) []leak.Remote
}

// Grade fills in f.Grade and f.Severity. It may be called again when more is known:
// it begins with the rule's severity each time.
func (g *Grader) Grade(f *leak.Finding) {
	base := f.Severity
	if f.Grade != nil {
		base = f.Grade.Base
	}
	grade := &leak.Grade{Base: base}
	add := func(change int, format string, args ...any) {
		grade.Reasons = append(grade.Reasons, leak.Reason{Change: change, Text: fmt.Sprintf(format, args...)})
	}
	if f.Verdict != nil {
		verdict(f.Verdict, add)
	}
	if f.Token != nil {
		grade.Reasons = append(grade.Reasons, f.Token.Risks...)
		g.lifetime(f, add)
	}
	g.exposure(f, add)
	shared(f.Blast, add)
	least := leak.Severity("")
	for _, p := range g.Policies {
		if broken := g.broken(p, f); broken != "" {
			grade.Policy = append(grade.Policy, p.ID)
			change := 1
			if p.Severity != "" {
				change = 0
				if p.Severity.Rank() > least.Rank() {
					least = p.Severity
				}
			}
			add(change, "breaks the policy %q: %s", p.ID, broken)
		}
	}
	steps := 0
	for _, r := range grade.Reasons {
		steps += r.Change
	}
	f.Severity = step(base, steps)
	if least.Rank() > f.Severity.Rank() {
		f.Severity = least
	}
	f.Grade = grade
}

var severities = []leak.Severity{leak.SeverityLow, leak.SeverityMedium, leak.SeverityHigh, leak.SeverityCritical}

// step goes up or down from a severity, as far as there are any.
func step(from leak.Severity, steps int) leak.Severity {
	if from.Rank() == 0 {
		return from
	}
	return severities[min(max(from.Rank()-1+steps, 0), len(severities)-1)]
}

type adder func(change int, format string, args ...any)

func verdict(v *leak.Verdict, add adder) {
	switch v.State {
	case leak.StateActive:
		add(1, "it is alive: %s took it", v.Issuer)
	case leak.StateInactive:
		add(-3, "it is dead: %s refused it (%s)", v.Issuer, v.Reason)
	}
}

// lifetime says whether the token can be alive still.
func (g *Grader) lifetime(f *leak.Finding, add adder) {
	t := f.Token
	switch {
	case t.Expires != nil && t.Expires.Before(g.Now) && strings.Contains(t.Kind, "private key"):
		add(-1, "its certificate expired on %s; the next one is often for the same key", t.Expires.Format(time.DateOnly))
	case t.Expires != nil && t.Expires.Before(g.Now):
		add(-2, "it expired on %s, as it says itself", t.Expires.Format(time.DateOnly))
	case t.Expires != nil:
		add(0, "it expires on %s", t.Expires.Format(time.DateOnly))
	case t.Lifetime > 0 && f.Exposure.First != nil && f.Exposure.First.Made().Add(time.Duration(t.Lifetime)).Before(g.Now):
		add(-2, "it was committed on %s, and one of its kind lives %s at most", f.Exposure.First.Made().UTC().Format(time.DateOnly), leak.Span(time.Duration(t.Lifetime)))
	case t.Lifetime > 0:
		add(0, "one of its kind lives %s at most", leak.Span(time.Duration(t.Lifetime)))
	case t.NeverExpires:
		add(0, "it never expires: it is good until somebody revokes it")
	}
	if t.NotBefore != nil && t.NotBefore.After(g.Now) {
		add(0, "it is not valid before %s", t.NotBefore.Format(time.DateOnly))
	}
}

// exposure says how far the finding has got.
func (g *Grader) exposure(f *leak.Finding, add adder) {
	for _, r := range g.Remotes(f) {
		if !slices.Contains(f.Exposure.Remotes, r.Name) {
			continue
		}
		switch {
		case r.Public != nil && *r.Public:
			add(1, "the remote %s is public: anybody can read it at %s", r.Name, r.URL)
			return
		case r.Public != nil:
			add(0, "the remote %s is not public", r.Name)
		case r.Hosting == leak.HostingForge || r.Hosting == leak.HostingPublic:
			add(0, "it has been pushed to %s, which may be public", r.URL)
			return
		}
	}
}

// shared says who else would be hit.
func shared(b *leak.Blast, add adder) {
	if b == nil {
		return
	}
	switch services, repos := len(b.Services), len(b.Repositories); {
	case repos > 1 && services > 1:
		add(1, "shared by %d services in %d repositories", services, repos)
	case repos > 1:
		add(1, "stands in %d repositories", repos)
	case services > 1:
		add(1, "shared by %d services", services)
	}
}
