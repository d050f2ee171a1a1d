package token

import (
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Of most tokens only the beginning, or the rule that found them, tells what they are.
// Such families are tables: an issuer and the forms of its tokens, each with what the
// issuer says in public of all that have it.

// form is what tokens of one kind look like. All that is given of rules, prefix and
// looks has to hold for a token to have it.
type form struct {
	rules  []string                 // rules that find them, "stripe-*" for all that begin so; none: the rest is unmistakable
	prefix string                   // with which they begin
	least  int                      // characters behind the prefix, at least
	looks  func(secret string) bool // what else tells them

	is     string   // Token.Kind
	grants string   // what its holder can do
	notes  []string // what else its issuer says, in the order to show it
	lives  leak.Duration
	env    string
	risks  []leak.Reason
	tell   func(in *Input, t *leak.Token) // reads what is written in it
}

// How long a token lives (form.lives): at most so long, or until somebody ends it.
// Zero says that it is not known, or up to whoever made it.
const forever leak.Duration = -1

// longest is more than any token of a table has; what is longer is none.
const longest = 8 << 10

// issuers has all tables, for the tests that hold them to the same rules.
var issuers = map[string][]form{}

// registerForms registers the tokens of an issuer: a token is of the first form that
// fits.
func registerForms(family, issuer string, forms ...form) struct{} {
	issuers[family] = forms
	return register(Family{Name: family, Tell: func(in *Input, t *leak.Token) bool {
		for i := range forms {
			if forms[i].fits(in) {
				t.Issuer = issuer
				forms[i].fill(in, t)
				return true
			}
		}
		return false
	}})
}

func (f *form) fits(in *Input) bool {
	if len(f.rules) > 0 && !found(in.Rule, f.rules) && !slices.ContainsFunc(in.Names, func(n string) bool { return found(n, f.rules) }) {
		return false
	}
	rest, ok := strings.CutPrefix(in.Secret, f.prefix)
	return ok && len(rest) >= f.least && len(rest) <= longest && (f.prefix == "" || printable(rest)) &&
		(f.looks == nil || f.looks(in.Secret))
}

func (f *form) fill(in *Input, t *leak.Token) {
	t.Kind, t.Environment = f.is, f.env
	if f.grants != "" {
		t.Grants = []string{f.grants}
	}
	if f.lives == forever {
		endless(t)
	} else {
		t.Lifetime = f.lives
	}
	if f.tell != nil {
		f.tell(in, t)
	}
	for _, n := range f.notes {
		detail(t, "Note", n)
	}
	if f.env == leak.EnvironmentTest && len(f.risks) == 0 {
		risk(t, -1, "it works in a test environment only")
	}
	t.Risks = append(t.Risks, f.risks...)
}

// found reports whether the name of a rule is one of those of a form.
func found(rule string, rules []string) bool {
	for _, r := range rules {
		if all, ok := strings.CutSuffix(r, "*"); rule == r || ok && strings.HasPrefix(rule, all) {
			return true
		}
	}
	return false
}

// Why a form is more or less urgent than its rule says, or what is only worth saying.
func raises(why string) []leak.Reason { return []leak.Reason{{Change: 1, Text: why}} }
func lowers(why string) []leak.Reason { return []leak.Reason{{Change: -1, Text: why}} }
func states(why string) []leak.Reason { return []leak.Reason{{Text: why}} }
