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
	"encoding/base64"
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
	Near   string            // more of the file around Match, Lines in it; "" if there is no more, or Around tells it
	Path   string            // of the file; "" if there is none
	File   []byte            // the content of a file that is itself the secret; Secret is "" then, and Read ignores more than maxFile bytes
	Parts  map[string]string // the other halves of the credential, in clear, by rule

	// Around returns Near when a family asks for it: it has to be read once more. It may
	// be nil.
	Around func() string

	all []string // see texts
}

// near returns Near, which is read when it is first asked for.
func (in *Input) near() string {
	if in.Near == "" && in.Around != nil {
		in.Near, in.Around = in.Around(), nil
	}
	return in.Near
}

// texts are those in which what belongs to a secret is looked for, the nearest first.
func (in *Input) texts() []string {
	if in.all == nil {
		in.all = []string{in.Lines, in.Match, around(in.near(), in.Secret, 2*maxLink)}
	}
	return in.all
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
	// Files says that the family knows files, too: their content is its Secret, in base64.
	Files bool
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

// maxFile is how large a file may be that is read as a secret.
const maxFile = 1 << 20

// Read returns what a token tells, nil if no family knows it.
func Read(in *Input) *leak.Token {
	file := in.Secret == ""
	if file {
		if len(in.File) == 0 || len(in.File) > maxFile {
			return nil
		}
		whole := *in
		whole.Secret = base64.StdEncoding.EncodeToString(in.File)
		in = &whole
	}
	t := new(leak.Token) // one for all families: most of them know nothing of most tokens
	for _, f := range all() {
		if file && !f.Files {
			continue
		}
		*t = leak.Token{Family: f.Name}
		if f.Tell(in, t) {
			return t
		}
	}
	return nil
}
