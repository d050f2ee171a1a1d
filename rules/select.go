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

// UnknownRuleError says that a rule was named that is not in the set.
type UnknownRuleError struct {
	ID   string
	Hint string // the nearest id, as a question; may be empty
}

// Error returns one line without the hint.
func (e *UnknownRuleError) Error() string { return fmt.Sprintf("no rule has the id %q", e.ID) }

// Without returns the set without the rules of these ids. A rule that one of
// the others requires stays as a part that is not reported. An id that no rule
// has is an *UnknownRuleError.
func (s *Set) Without(ids ...string) (*Set, error) {
	if err := s.know(ids); err != nil {
		return nil, err
	}
	return s.keep(func(id string) bool { return !slices.Contains(ids, id) }), nil
}

// Only returns the set with the rules of these ids alone, and those they
// require as parts that are not reported. An id that no rule has is an
// *UnknownRuleError.
func (s *Set) Only(ids ...string) (*Set, error) {
	if err := s.know(ids); err != nil {
		return nil, err
	}
	return s.keep(func(id string) bool { return slices.Contains(ids, id) }), nil
}

func (s *Set) know(ids []string) error {
	for _, id := range ids {
		if s.Rule(id) == nil {
			return &UnknownRuleError{ID: id, Hint: didYouMean(id, s.IDs())}
		}
	}
	return nil
}

// keep returns a set of the rules that are wanted and, silenced, those they
// need, directly or through another.
func (s *Set) keep(wanted func(id string) bool) *Set {
	needed := map[string]bool{}
	var need func(r *Rule)
	need = func(r *Rule) {
		for _, q := range r.Required {
			if part := s.Rule(q.RuleID); part != nil && !needed[part.ID] {
				needed[part.ID] = true
				need(part)
			}
		}
	}
	for _, r := range s.Rules {
		if wanted(r.ID) {
			need(r)
		}
	}
	out := &Set{Allowlists: s.Allowlists}
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
