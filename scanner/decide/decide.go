// Package decide says what becomes of a finding and why: it is reported, or it
// is suppressed by a comment beside it, an allowlist, an ignore file or a
// baseline. A suppressed finding flows on with its reason; nothing is dropped.
package decide

import (
	"sort"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// matcher is one way of suppressing findings. match returns the reason in words;
// names are the id of the finding's rule and its aliases.
type matcher interface {
	by() string
	match(f *leak.Finding, names []string) (reason string, ok bool)
	unused() []string
}

// Options choose what suppresses findings.
type Options struct {
	Set      *rules.Set
	Ignores  []*Ignore
	Baseline *Baseline
}

// Decider fills in Finding.Decision. It counts what was used and is for one
// goroutine.
type Decider struct {
	matchers []matcher
	set      *rules.Set
	names    map[string][]string // of the rules that were asked for, by id
}

// New returns a Decider. The order is that of the package comment; the first
// reason counts, and every entry that matches counts as used.
func New(o Options) *Decider {
	d := &Decider{matchers: []matcher{newComments(o.Set), newAllow(o.Set)}, set: o.Set, names: map[string][]string{}}
	for _, ig := range o.Ignores {
		d.matchers = append(d.matchers, ig)
	}
	if o.Baseline != nil {
		d.matchers = append(d.matchers, o.Baseline)
	}
	return d
}

// Names returns the id and the aliases of a rule.
func (d *Decider) Names(rule string) []string {
	names, known := d.names[rule]
	if !known {
		names = []string{rule}
		if d.set != nil {
			if r := d.set.Rule(rule); r != nil {
				names = r.Names()
			}
		}
		d.names[rule] = names
	}
	return names
}

// Decide fills in f.Decision.
func (d *Decider) Decide(f *leak.Finding) {
	names := d.Names(f.Rule)
	for _, m := range d.matchers {
		if reason, ok := m.match(f, names); ok && !f.Decision.Suppressed {
			f.Decision = leak.Decision{Suppressed: true, By: m.by(), Reason: reason}
		}
	}
}

// Unused returns the entries that matched nothing, in words, sorted.
func (d *Decider) Unused() []string {
	var out []string
	for _, m := range d.matchers {
		out = append(out, m.unused()...)
	}
	sort.Strings(out)
	return out
}
