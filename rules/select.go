package rules

import (
	"fmt"
	"slices"
)

// IDs returns the ids of the rules in file order.
func (s *Set) IDs() []string {
	ids := make([]string, len(s.Rules))
	for i, r := range s.Rules {
		ids[i] = r.ID
	}
	return ids
}

// Named returns the ids of the rules that have name as their id or as an alias,
// in file order.
func (s *Set) Named(name string) (ids []string) {
	for _, r := range s.Rules {
		if slices.Contains(r.Names(), name) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// UnknownRuleError says that a rule was named that is not in the set.
type UnknownRuleError struct {
	ID   string
	Hint string // the nearest id, as a question; may be empty
}

// Error returns one line without the hint.
func (e *UnknownRuleError) Error() string { return fmt.Sprintf("no rule has the id %q", e.ID) }

// Without returns the set without the rules of these ids or aliases. A rule that
// one of the others requires stays as a part that is not reported. A name that no
// rule has is an *UnknownRuleError.
func (s *Set) Without(names ...string) (*Set, error) {
	ids, err := s.know(names)
	if err != nil {
		return nil, err
	}
	return s.keep(func(id string) bool { return !slices.Contains(ids, id) }), nil
}

// Only returns the set with the rules of these ids or aliases alone, and those
// they require as parts that are not reported. A name that no rule has is an
// *UnknownRuleError.
func (s *Set) Only(names ...string) (*Set, error) {
	ids, err := s.know(names)
	if err != nil {
		return nil, err
	}
	return s.keep(func(id string) bool { return slices.Contains(ids, id) }), nil
}

// know returns the ids of the rules that have these names.
func (s *Set) know(names []string) (ids []string, err error) {
	for _, name := range names {
		of := s.Named(name)
		if len(of) == 0 {
			return nil, &UnknownRuleError{ID: name, Hint: didYouMean(name, s.IDs())}
		}
		ids = append(ids, of...)
	}
	return ids, nil
}

// keep returns a set of the rules that are wanted and, silenced, those they
// need, directly or through another.
func (s *Set) keep(wanted func(id string) bool) *Set {
	needed := map[string]bool{}
	var need func(r *Rule)
	need = func(r *Rule) {
		for _, q := range r.Required {
			for _, id := range q.RuleIDs {
				if part := s.Rule(id); part != nil && !needed[id] {
					needed[id] = true
					need(part)
				}
			}
		}
	}
	for _, r := range s.Rules {
		if wanted(r.ID) {
			need(r)
		}
	}
	out := &Set{Allowlists: s.Allowlists, Policies: s.Policies}
	for _, r := range s.Rules {
		switch {
		case wanted(r.ID):
			out.Rules = append(out.Rules, r)
		case needed[r.ID]:
			part := *r
			part.SkipReport = true
			out.Rules = append(out.Rules, &part)
		}
	}
	return out
}
