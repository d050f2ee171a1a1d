package rules

import (
	"fmt"
	"slices"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// over lays the file's own rules over those it extends and puts the result in
// c.Set. The rules of base are not changed.
func (c *Config) over(base *Set) error {
	own := c.Set
	merged := &Set{
		Rules:      slices.Clone(base.Rules),
		Allowlists: append(slices.Clone(base.Allowlists), own.Allowlists...),
	}
	merged, err := c.disable(merged)
	if err != nil {
		return err
	}
	for _, r := range own.Rules {
		i := slices.IndexFunc(merged.Rules, func(b *Rule) bool { return b.ID == r.ID })
		switch {
		case i >= 0:
			merged.Rules[i] = mergeRule(merged.Rules[i], r)
		case r.Regex == nil && r.Path == nil && c.dialect == Gitleaks:
			// Changes a rule that gitleaks has by default and we do not.
			c.warn(c.lines[r.ID], "rule %q: no inherited rule has this id, it is not used", r.ID)
		default:
			merged.Rules = append(merged.Rules, r)
		}
	}
	c.Set = merged
	return nil
}

// mergeRule returns base changed by what over gives.
func mergeRule(base, over *Rule) *Rule {
	r := *base
	replace(&r.Description, over.Description)
	replace(&r.Help, over.Help)
	replace(&r.Severity, over.Severity)
	replace(&r.Regex, over.Regex)
	replace(&r.SecretGroup, over.SecretGroup)
	replace(&r.Entropy, over.Entropy)
	replace(&r.Path, over.Path)
	replace(&r.Checksum, over.Checksum)
	replace(&r.MaxSpan, over.MaxSpan)
	replace(&r.SkipReport, over.SkipReport)
	if over.Refs != nil {
		r.Refs = over.Refs
	}
	if over.Required != nil {
		r.Required = over.Required
	}
	r.Keywords = union(r.Keywords, over.Keywords)
	r.Tags = union(r.Tags, over.Tags)
	r.Allowlists = append(slices.Clone(r.Allowlists), over.Allowlists...)
	return &r
}

func replace[T comparable](dst *T, v T) {
	var zero T
	if v != zero {
		*dst = v
	}
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// disable leaves out extend.disabledRules.
func (c *Config) disable(s *Set) (*Set, error) {
	var ids []string
	for _, id := range c.Extend.DisabledRules {
		switch {
		case s.Rule(id) != nil:
			ids = append(ids, id)
		case c.dialect == Gitleaks:
			c.warn(c.Extend.Line, "extend.disabledRules: no inherited rule has the id %q", id)
		default:
			return nil, &ConfigError{
				File: c.File, Line: c.Extend.Line, Key: "extend.disabledRules", Hint: didYouMean(id, s.IDs()),
				Msg: fmt.Sprintf("extend.disabledRules: no inherited rule has the id %q", id),
			}
		}
	}
	return s.Without(ids...)
}

func (c *Config) warn(line int, format string, args ...any) {
	c.Warnings = append(c.Warnings, where(c.File, line)+": "+fmt.Sprintf(format, args...))
}

// finish checks the rules of this file against the whole set, and fills
// defaults.
func (c *Config) finish() error {
	for _, r := range c.Set.Rules {
		if _, own := c.lines[r.ID]; !own {
			continue
		}
		if r.Severity == "" {
			r.Severity = leak.SeverityHigh
		}
		if err := c.checkRule(r); err != nil {
			return err
		}
	}
	return c.checkTargets()
}

func (c *Config) checkRule(r *Rule) error {
	bad := func(key, hint, format string, args ...any) error {
		return &ConfigError{
			File: c.File, Line: c.lines[r.ID], Key: "rules." + key, Hint: hint,
			Msg: fmt.Sprintf("rule %q: ", r.ID) + fmt.Sprintf(format, args...),
		}
	}
	if r.Regex == nil && r.Path == nil {
		return bad("regex", "", "neither regex nor path")
	}
	if r.Regex == nil && r.SecretGroup > 0 {
		return bad("secretGroup", "", "secretGroup without regex")
	}
	if r.Regex != nil && r.SecretGroup > r.Regex.groups {
		return bad("secretGroup", "", "secretGroup: the regex has no group %d", r.SecretGroup)
	}
	for _, q := range r.Required {
		if c.Set.Rule(q.RuleID) == nil {
			return bad("required", didYouMean(q.RuleID, c.Set.IDs()), "required: no rule has the id %q", q.RuleID)
		}
	}
	return nil
}

// checkTargets looks for rules that global allowlists name and nobody has. A
// gitleaks file may name rules of gitleaks that we call otherwise.
func (c *Config) checkTargets() error {
	for _, a := range c.Set.Allowlists {
		for _, id := range a.TargetRules {
			if c.Set.Rule(id) != nil || slices.Contains(c.Extend.DisabledRules, id) {
				continue
			}
			if c.dialect == Gitleaks {
				c.Warnings = append(c.Warnings, fmt.Sprintf("%s: targetRules: no rule has the id %q", a.Where, id))
				continue
			}
			file, line := splitWhere(a.Where)
			return &ConfigError{
				File: file, Line: line, Key: "allowlists.targetRules", Hint: didYouMean(id, c.Set.IDs()),
				Msg: fmt.Sprintf("targetRules: no rule has the id %q", id),
			}
		}
	}
	return nil
}
