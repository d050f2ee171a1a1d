package decide

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// broken returns what of a policy a finding breaks, in words; "" for nothing. What
// is not known of a token breaks none.
func (g *Grader) broken(p *rules.Policy, f *leak.Finding) string {
	t := f.Token
	if t == nil || !g.applies(p, f) {
		return ""
	}
	var out []string
	if p.MaxLifetime > 0 {
		if lives := lifetimeOf(t); t.NeverExpires && lives == 0 {
			out = append(out, fmt.Sprintf("it never expires, %s are allowed", leak.Span(p.MaxLifetime)))
		} else if lives > p.MaxLifetime {
			out = append(out, fmt.Sprintf("it lives %s, %s are allowed", leak.Span(lives), leak.Span(p.MaxLifetime)))
		}
	}
	scopes := t.Scopes
	if f.Verdict != nil && len(f.Verdict.Scopes) > 0 {
		scopes = f.Verdict.Scopes
	}
	for _, s := range scopes {
		if rules.Glob(p.ForbidScopes, s) {
			out = append(out, fmt.Sprintf("the scope %q is forbidden", s))
		}
	}
	if len(p.AllowIssuers) > 0 && t.Issuer != "" && !rules.Glob(p.AllowIssuers, t.Issuer) {
		out = append(out, fmt.Sprintf("the issuer %q is not allowed", t.Issuer))
	}
	if p.RequireBinding && t.Binding == nil {
		out = append(out, "holding it is enough")
	}
	return strings.Join(out, "; ")
}

// lifetimeOf is how long a token lives, as it says or as its kind does; 0 if that is
// not known.
func lifetimeOf(t *leak.Token) time.Duration {
	from := t.Issued
	if from == nil {
		from = t.NotBefore
	}
	if t.Expires != nil && from != nil {
		return t.Expires.Sub(*from)
	}
	return time.Duration(t.Lifetime)
}

// applies reports whether a policy is for a finding.
func (g *Grader) applies(p *rules.Policy, f *leak.Finding) bool {
	if len(p.Paths) > 0 && !anyMatches(p.Paths, f.Origin.Path) {
		return false
	}
	if len(p.Rules) > 0 && !slices.Contains(p.Rules, f.Rule) && !slices.ContainsFunc(f.Tags, func(tag string) bool { return slices.Contains(p.Rules, tag) }) {
		return false
	}
	if len(p.Repositories) == 0 {
		return true
	}
	if f.Origin.Repo != "" && anyMatches(p.Repositories, f.Origin.Repo) {
		return true
	}
	return slices.ContainsFunc(g.Remotes(f), func(r leak.Remote) bool { return anyMatches(p.Repositories, r.URL) })
}

func anyMatches(patterns []*rules.Pattern, text string) bool {
	return slices.ContainsFunc(patterns, func(p *rules.Pattern) bool { return p.Regexp().MatchString(text) })
}
