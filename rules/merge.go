package rules

import (
	"fmt"
	"path"
	"slices"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// over lays the file's own rules over those it extends and puts the result in
// c.Set. The rules of base are not changed.
func (c *Config) over(base *Set) error {
	disabled, err := c.disabled(base)
	if err != nil {
		return err
	}
	rules := slices.Clone(base.Rules)
	at := map[string]int{}
	for i, r := range rules {
		at[r.ID] = i
	}
	for _, r := range c.Set.Rules {
		i, inherited := at[r.ID]
		anew := slices.Contains(disabled, r.ID) // it takes the place of the inherited one
		switch {
		case inherited && !anew:
			rules[i] = c.attribute(mergeRule(rules[i], r, c.own[r.ID].given), r.ID)
		case !inherited && !r.Content() && r.Path == nil && len(base.Named(r.ID)) > 0:
			for _, id := range base.Named(r.ID) { // by an alias
				rules[at[id]] = c.attribute(mergeRule(rules[at[id]], r, c.own[r.ID].given), r.ID)
				if _, direct := c.own[id]; !direct {
					c.own[id] = c.own[r.ID]
				}
			}
		case !r.Content() && r.Path == nil && c.dialect == Gitleaks:
			// Changes a rule that gitleaks has by default and we do not.
			c.warn(c.own[r.ID].line, "rule %q: no inherited rule has this id, it is not used", r.ID)
		case anew:
			rules[i] = r
			disabled = slices.DeleteFunc(disabled, func(id string) bool { return id == r.ID })
		default:
			rules = append(rules, r)
		}
	}
	c.Set = &Set{Rules: rules, Allowlists: append(slices.Clone(base.Allowlists), c.Set.Allowlists...),
		Policies: append(slices.Clone(base.Policies), c.Set.Policies...)}
	c.resolveRequired() // one that is disabled stays as a part
	c.foreignParts()
	c.Set, err = c.Set.Without(disabled...)
	return err
}

// mergeRule returns base with the keys changed that over's table gives.
func mergeRule(base, over *Rule, given map[string]any) *Rule {
	r := *base
	for key, replace := range map[string]func(){
		"description": func() { r.Description = over.Description },
		"help":        func() { r.Help = over.Help },
		"severity":    func() { r.Severity = over.Severity },
		"refs":        func() { r.Refs = over.Refs },
		"regex":       func() { r.Regex, r.Judge = over.Regex, over.Judge },
		"token":       func() { r.Regex, r.SecretGroup, r.Named = over.Regex, over.SecretGroup, over.Named },
		"secretGroup": func() { r.SecretGroup = over.SecretGroup },
		"entropy":     func() { r.Entropy = over.Entropy },
		"path":        func() { r.Path = over.Path },
		"checksum":    func() { r.Checksum = over.Checksum },
		"maxSpan":     func() { r.MaxSpan = over.MaxSpan },
		"skipReport":  func() { r.SkipReport = over.SkipReport },
		"required":    func() { r.Required = over.Required },
		"verify":      func() { r.Verify = over.Verify },
		"revoke":      func() { r.Revoke = over.Revoke },
	} {
		if _, ok := given[key]; ok {
			replace()
		}
	}
	r.Foreign = r.Foreign || over.Foreign
	r.Keywords = union(r.Keywords, over.Keywords)
	r.Tags = union(r.Tags, over.Tags)
	r.Aliases = union(r.Aliases, over.Aliases)
	r.Allowlists = append(slices.Clone(r.Allowlists), over.Allowlists...)
	return &r
}

// attribute says in the words of a changed rule whose they are, where that is somebody
// else: people take what a known rule says for ours.
func (c *Config) attribute(r *Rule, own string) *Rule {
	if !c.foreign {
		return r
	}
	name := path.Base(c.File)
	for key, text := range map[string]*string{"description": &r.Description, "help": &r.Help} {
		if _, given := c.own[own].given[key]; given && *text != "" {
			*text = fmt.Sprintf("(%s says:) %s", name, *text)
		}
	}
	return r
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

// disabled returns the inherited rules that extend.disabledRules names.
func (c *Config) disabled(base *Set) (ids []string, err error) {
	for _, id := range c.Extend.DisabledRules {
		switch of := base.Named(id); {
		case len(of) > 0:
			ids = append(ids, of...)
		case c.dialect == Gitleaks:
			c.warn(c.Extend.Line, "extend.disabledRules: no inherited rule has the id %q", id)
		default:
			return nil, &ConfigError{
				File: c.File, Line: c.Extend.Line, Key: "extend.disabledRules", Hint: didYouMean(id, base.IDs()),
				Msg: fmt.Sprintf("extend.disabledRules: no inherited rule has the id %q", id),
			}
		}
	}
	return ids, nil
}

func (c *Config) warn(line int, format string, args ...any) {
	c.Warnings = append(c.Warnings, where(c.File, line)+": "+fmt.Sprintf(format, args...))
}

// finish checks the rules of this file against the whole set, and fills
// defaults.
func (c *Config) finish() error {
	c.resolveRequired()
	ids := map[string]bool{}
	for _, r := range c.Set.Rules {
		ids[r.ID] = true
	}
	for _, r := range c.Set.Rules {
		own, ok := c.own[r.ID]
		if !ok {
			continue
		}
		if r.Severity == "" {
			r.Severity = leak.SeverityHigh
		}
		if err := c.checkRule(r, own, ids); err != nil {
			return err
		}
	}
	return c.checkTargets()
}

// resolveRequired puts ids where a rule of this file requires others by an alias:
// whatever that stands for may be the part, but for the rule itself.
func (c *Config) resolveRequired() {
	named := map[string][]string{} // what Set.Named returns
	for _, r := range c.Set.Rules {
		for _, name := range r.Names() {
			if ids := named[name]; len(ids) == 0 || ids[len(ids)-1] != r.ID {
				named[name] = append(ids, r.ID)
			}
		}
	}
	for _, r := range c.Set.Rules {
		if _, own := c.own[r.ID]; own {
			r.Required = slices.Clone(r.Required) // rules that were changed by an alias share it
			for i := range r.Required {
				q := &r.Required[i]
				q.RuleIDs = meant(r.ID, q.RuleIDs, named)
			}
		}
	}
}

// foreignParts marks rules of which the scanned repository decides what a part of
// theirs is: parts are sent with them.
func (c *Config) foreignParts() {
	foreign := map[string]bool{}
	for _, r := range c.Set.Rules {
		foreign[r.ID] = r.Foreign
	}
	for i, r := range c.Set.Rules {
		if !r.Foreign && slices.ContainsFunc(r.Required, func(q Required) bool {
			return slices.ContainsFunc(q.RuleIDs, func(id string) bool { return foreign[id] })
		}) {
			own := *r // those of what is extended are not changed
			own.Foreign, c.Set.Rules[i] = true, &own
		}
	}
}

// meant returns the ids of the rules that the rule id means by names.
func meant(id string, names []string, named map[string][]string) (ids []string) {
	for _, name := range names {
		of := named[name]
		if len(of) == 0 || slices.Contains(of, name) {
			of = []string{name}
		}
		if others := slices.DeleteFunc(slices.Clone(of), func(o string) bool { return o == id }); len(others) > 0 {
			of = others
		}
		ids = append(ids, of...)
	}
	return ids
}

func (c *Config) checkRule(r *Rule, own ownRule, ids map[string]bool) error {
	bad := func(key, hint, format string, args ...any) error {
		return &ConfigError{
			File: own.file, Line: own.line, Key: "rules." + key, Hint: hint,
			Msg: label(r.ID) + fmt.Sprintf(format, args...),
		}
	}
	if !r.Content() && r.Path == nil {
		return bad("regex", "", "neither regex nor path")
	}
	if r.Regex == nil && r.SecretGroup > 0 {
		return bad("secretGroup", "", "secretGroup without regex")
	}
	if r.Regex != nil && r.SecretGroup > r.Regex.groups {
		return bad("secretGroup", "", "secretGroup: %d is more groups than the regex has (%d)", r.SecretGroup, r.Regex.groups)
	}
	for _, q := range r.Required {
		for _, id := range q.RuleIDs {
			switch {
			case id == r.ID:
				return bad("required", "", "required: it requires itself")
			case !ids[id]:
				return bad("required", didYouMean(id, c.Set.IDs()), "required: no rule has the id %q", id)
			}
		}
	}
	return checkParts(r, bad)
}

// checkTargets looks for rules that the global allowlists of this file name and
// nobody has. A gitleaks file may name rules of gitleaks that we call otherwise.
func (c *Config) checkTargets() error {
	for _, a := range c.allowlists {
		for _, id := range a.TargetRules {
			if len(c.Set.Named(id)) > 0 || slices.Contains(c.Extend.DisabledRules, id) {
				continue
			}
			if c.dialect == Gitleaks {
				c.warn(a.Line, "targetRules: no rule has the id %q", id)
				continue
			}
			return &ConfigError{
				File: a.File, Line: a.Line, Key: "allowlists.targetRules", Hint: didYouMean(id, c.Set.IDs()),
				Msg: fmt.Sprintf("targetRules: no rule has the id %q", id),
			}
		}
	}
	return nil
}
