package token

import (
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

const (
	hour = leak.Duration(time.Hour)
	day  = 24 * hour
)

// longest is more than a token has of which the beginning tells the kind.
const longest = 8 << 10

// kind is what an issuer says in public of all its tokens of one form. A token is of
// the kind when one of the rules has found it, or when it looks like one.
type kind struct {
	rules  []string                 // that find it; "stripe-*" are all whose ids begin so
	only   []string                 // without one of these, looks say nothing: others look the same
	prefix string                   // what one begins with; "" for a form that others share
	min    int                      // bytes of one that looks so, at least
	looks  func(secret string) bool // what else tells one

	is       string // leak.Token.Kind
	grants   string
	lifetime leak.Duration
	never    bool     // it lives until somebody ends it
	note     string   // how long it lives, where that is not one number
	notes    []string // what else its issuer says
	env      string
	risks    []leak.Reason
	more     func(in *Input, t *leak.Token) // tells what stands in it or beside it; may be nil
}

func (k *kind) of(in *Input) bool {
	if foundBy(in, k.rules) {
		return true
	}
	if k.prefix == "" && k.looks == nil || len(k.only) > 0 && !foundBy(in, k.only) {
		return false
	}
	return len(in.Secret) >= max(k.min, len(k.prefix)+8) && len(in.Secret) <= longest &&
		strings.HasPrefix(in.Secret, k.prefix) && printable(in.Secret) && (k.looks == nil || k.looks(in.Secret))
}

// foundBy reports whether a rule with one of these names has found a token.
func foundBy(in *Input, rules []string) bool {
	for _, r := range rules {
		all, some := strings.CutSuffix(r, "*")
		is := func(name string) bool { return name == r || some && strings.HasPrefix(name, all) }
		if is(in.Rule) || slices.ContainsFunc(in.Names, is) {
			return true
		}
	}
	return false
}

// tell says what is known of every token of the kind.
func (k *kind) tell(issuer string, t *leak.Token) {
	t.Issuer, t.Kind, t.Lifetime, t.NeverExpires, t.Environment = issuer, k.is, k.lifetime, k.never, k.env
	if k.grants != "" {
		t.Grants = []string{k.grants}
	}
	detail(t, "Lifetime", k.note)
	t.Risks = slices.Clone(k.risks)
	if k.env == leak.EnvironmentTest && len(k.risks) == 0 {
		risk(t, -1, "it works in a test environment only")
	}
	for _, n := range k.notes {
		detail(t, "Note", n)
	}
}

// Why a kind is more or less urgent than its rule says, or what is only worth saying.
func raises(why string) []leak.Reason { return []leak.Reason{{Change: 1, Text: why}} }
func lowers(why string) []leak.Reason { return []leak.Reason{{Change: -1, Text: why}} }
func states(why string) []leak.Reason { return []leak.Reason{{Text: why}} }

// issuers has the families that are tables, for the tests that hold all to the same.
var issuers = map[string][]kind{}

// registerKinds registers a family of which the first kind that fits tells all.
func registerKinds(family, issuer string, kinds ...kind) {
	issuers[family] = kinds
	register(Family{Name: family, Tell: tellKinds(issuer, kinds)})
}

// tellKinds returns the Tell of a family whose tokens say nothing but their kind.
func tellKinds(issuer string, kinds []kind) func(*Input, *leak.Token) bool {
	return func(in *Input, t *leak.Token) bool { return tellKind(in, t, issuer, kinds) != nil }
}

// tellKind tells of the first of the kinds that a token is of, and returns it.
func tellKind(in *Input, t *leak.Token, issuer string, kinds []kind) *kind {
	for i := range kinds {
		if k := &kinds[i]; k.of(in) {
			k.tell(issuer, t)
			if k.more != nil {
				k.more(in, t)
			}
			return k
		}
	}
	return nil
}

// longLife is the lifetime from which on it is worth a word.
const longLife = 90 * 24 * time.Hour

// sayLongLife says how long a token lives from its beginning to its end, when that
// is long.
func sayLongLife(t *leak.Token) {
	from := t.Issued
	if from == nil {
		from = t.NotBefore
	}
	if from == nil || t.Expires == nil {
		return
	}
	if life := t.Expires.Sub(*from); life > longLife {
		risk(t, 0, "it was given a life of "+days(life))
	}
}
