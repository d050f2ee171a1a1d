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

// kind is what an issuer says in public of all its tokens of one form. A token is of
// the kind when one of the rules has found it, or when it has the form.
type kind struct {
	rules  []string
	prefix string // what one begins with; "" for a form that others share
	min    int    // bytes of one that begins so, at least

	is       string // leak.Token.Kind
	grants   string
	lifetime leak.Duration
	never    bool   // it lives until somebody ends it
	note     string // how long it lives, where that is not one number
	env      string
	risks    []leak.Reason
}

func (k *kind) of(in *Input) bool {
	return k.prefix != "" && len(in.Secret) >= max(k.min, len(k.prefix)+8) && strings.HasPrefix(in.Secret, k.prefix) ||
		in.Is(k.rules...)
}

// tell says what is known of every token of the kind.
func (k *kind) tell(issuer string, t *leak.Token) {
	t.Issuer, t.Kind, t.Lifetime, t.Environment = issuer, k.is, k.lifetime, k.env
	if k.grants != "" {
		t.Grants = []string{k.grants}
	}
	detail(t, "Lifetime", k.note)
	t.Risks = slices.Clone(k.risks)
	if k.never {
		endless(t)
	}
}

// endless says that a token does not run out.
func endless(t *leak.Token) {
	t.NeverExpires = true
	risk(t, 0, "it does not expire by itself: it works until somebody revokes it")
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
