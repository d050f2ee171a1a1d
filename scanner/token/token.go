// Package token reads what a secret says of itself, offline: who gave it out, to
// whom, for what, until when. Each family of tokens is one file, which registers
// itself; adding one touches no other.
//
// A family takes nothing on trust. A claim is what the token says, which may be
// forged; a size, depth or date that makes no sense is left out rather than shown.
// Of the secret itself nothing is told but what its issuer made to be read: ids,
// names, scopes and dates.
package token

import (
	"slices"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Input is what a family looks at.
type Input struct {
	Rule   string            // id of the rule that found it
	Names  []string          // the id and the aliases of the rule
	Secret string            // in clear
	Match  string            // the whole match of the rule
	Lines  string            // the whole lines that Match touches
	Near   string            // more of the file around Match, Lines in it; "" if nobody has kept it
	Path   string            // of the file; "" if there is none
	Parts  map[string]string // the other halves of the credential, in clear, by rule
}

// Is reports whether one of the rules has found it.
func (in *Input) Is(rules ...string) bool { return slices.Contains(rules, in.Rule) }

// Part returns the first of the parts of these rules that there is, "" for none.
func (in *Input) Part(rules ...string) string {
	for _, rule := range rules {
		if s := in.Parts[rule]; s != "" {
			return s
		}
	}
	return ""
}

// Family reads the tokens of one kind.
type Family struct {
	Name string // as in Token.Family
	// Last puts a family that knows a form in general (any JWT, any URL) behind those
	// that know it better.
	Last bool
	// Tell fills in t, whose Family is set, or returns false if the token is none of
	// the family. It is called from one goroutine at a time and keeps nothing.
	Tell func(in *Input, t *leak.Token) bool
}

// Most runs find nothing, and a hook waits for the start: what families there are is
// made up when the first token is read.
var (
	registrations []func()
	families      []*Family
	registered    sync.Once
)

// later keeps the registration of a family; the order of files is that of their names.
func later(f func()) struct{} {
	registrations = append(registrations, f)
	return struct{}{}
}

// all returns the families in the order in which they are asked.
func all() []*Family {
	registered.Do(func() {
		for _, f := range registrations {
			f()
		}
	})
	return families
}

// register adds a family.
func register(f Family) {
	at := len(families)
	if !f.Last {
		at = slices.IndexFunc(families, func(f *Family) bool { return f.Last })
		if at < 0 {
			at = len(families)
		}
	}
	families = slices.Insert(families, at, &f)
}

// Read returns what a token tells, nil if no family knows it.
func Read(in *Input) *leak.Token {
	t := new(leak.Token) // one for all families: most of them know nothing of most tokens
	for _, f := range all() {
		*t = leak.Token{Family: f.Name}
		if f.Tell(in, t) {
			return t
		}
	}
	return nil
}
