package decide

import (
	"fmt"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// allow applies the allowlists of rules and the global ones, as gitleaks
// defines them.
type allow struct {
	ofRule map[string][]*rules.Allowlist
	global []*rules.Allowlist
	used   map[*rules.Allowlist]bool
}

func newAllow(set *rules.Set) *allow {
	a := &allow{ofRule: map[string][]*rules.Allowlist{}, used: map[*rules.Allowlist]bool{}}
	if set != nil {
		a.global = set.Allowlists
		for _, r := range set.Rules {
			a.ofRule[r.ID] = r.Allowlists
		}
	}
	return a
}

func (*allow) by() string { return leak.SuppressedByAllowlist }

func (a *allow) match(f *leak.Finding, names []string) (reason string, ok bool) {
	for _, list := range slices.Concat(a.ofRule[f.Rule], a.global) {
		targeted := len(list.TargetRules) == 0 || slices.ContainsFunc(names, func(n string) bool { return slices.Contains(list.TargetRules, n) })
		if !targeted || !matches(list, f) {
			continue
		}
		a.used[list] = true
		if !ok {
			reason, ok = describe(list), true
		}
	}
	return reason, ok
}

// matches evaluates one allowlist: any kind that is given, or with condition
// AND every one.
func matches(l *rules.Allowlist, f *leak.Finding) bool {
	var checks []bool
	if len(l.Paths) > 0 {
		checks = append(checks, slices.ContainsFunc(l.Paths, func(p *rules.Pattern) bool {
			return f.Origin.Path != "" && p.Regexp().MatchString(f.Origin.Path)
		}))
	}
	c := rules.Content{Secret: f.Secret.Reveal, Match: f.Match.Reveal, Line: f.Lines.Reveal}
	if len(l.Regexes) > 0 {
		checks = append(checks, l.Regex(c))
	}
	if len(l.StopWords) > 0 {
		checks = append(checks, l.StopWord(c))
	}
	if len(l.Commits) > 0 {
		checks = append(checks, f.Exposure.First != nil && slices.ContainsFunc(l.Commits, func(c string) bool {
			return len(c) >= minCommit && strings.HasPrefix(f.Exposure.First.ID, c)
		}))
	}
	if l.All {
		return len(checks) > 0 && !slices.Contains(checks, false)
	}
	return slices.Contains(checks, true)
}

func describe(l *rules.Allowlist) string {
	if l.Description != "" {
		return fmt.Sprintf("allowlist %q (%s)", l.Description, l.Where())
	}
	return fmt.Sprintf("allowlist (%s)", l.Where())
}

// unused leaves out the allowlists of built-in rules, which nobody is asked to
// tidy up.
func (a *allow) unused() (out []string) {
	lists := slices.Clone(a.global)
	for _, l := range a.ofRule {
		lists = append(lists, l...)
	}
	seen := map[*rules.Allowlist]bool{} // several rules may have one by an alias that they share
	for _, l := range lists {
		if seen[l] {
			continue
		}
		seen[l] = true
		if !a.used[l] && !l.Builtin() {
			out = append(out, describe(l))
		}
	}
	return out
}
