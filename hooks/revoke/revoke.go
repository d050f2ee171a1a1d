// Package revoke takes secrets back at their issuers. For each rule there is a way:
//
//   - self: whoever holds the secret can take it back, by the request that the issuer
//     documents for that. Each issuer is one file, which registers itself.
//   - callback: a program or web hook that the user's settings name does it.
//   - admin: another credential than the secret is needed, an administrator's.
//   - page: a person does it on a web page.
//
// The last two send nothing: they say what is to be done, where. A rule without an entry
// has what its own help and references say.
//
// Nothing is sent that was not planned (Plan), and nothing twice. The audit log has a
// line before each request and one after it: what it shows as done is left out of the
// next plan, and of what was begun and not ended the issuer is asked first whether it
// lives. So a run that was killed is gone on with by the next.
package revoke

import (
	"context"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Kind says who can take a secret back.
type Kind string

// Kinds of ways.
const (
	Self     Kind = "self"
	Callback Kind = "callback"
	Admin    Kind = "admin"
	Page     Kind = "page"
)

// Way is how the secrets of some rules are taken back.
type Way struct {
	Name  string   // issuer, as in outbound.Options.Bases; lower case
	Rules []string // ids of the rules whose findings it is for
	Kind  Kind
	// Bases are the base URLs of the issuer; none where each customer has another.
	Bases []string
	Docs  string // page of the issuer that describes the request, or what is to be done
	// Does says for the plan what is sent: "DELETE /tokens/self".
	Does string
	// Local says that others than the issuer run hosts which give out such tokens: that
	// one host does not know a token says nothing unless the user named it.
	Local bool
	// Async says that the issuer does it some time after it has answered.
	Async bool
	// Effect is what happens besides, in words; "" for nothing.
	Effect string
	// Page and Steps are for people: where the kind is admin or page, and where the issuer
	// refuses the secret to take itself back. Page is "" where the issuer has none.
	Page  string
	Steps []string
	// Needs are rules of parts, one of which has to be there ("aws-access-key-id").
	Needs []string
	// Instead returns the way of a credential which this one is not for, by what is known
	// of it without its secrets; nil for none. It may be nil.
	Instead func(c *leak.Credential) *Way
	// Do sends what Does says. It is nil where nothing can be sent.
	Do func(ctx context.Context, n *Net, s *Step) Answer
	// DoAll is Do for several secrets in one request, where the issuer takes at most Most of
	// them; nil where it takes one. The answer is that of all.
	DoAll func(ctx context.Context, n *Net, s []*Step) Answer
	Most  int

	again    bool // a callback that knows a call which is repeated
	describe func(*Step) string
}

// Net is the way to the hosts of an issuer.
type Net struct {
	*outbound.Conn
	client *outbound.Client
}

// To returns the way to another issuer, where one takes two.
func (n *Net) To(issuer, base string) *outbound.Conn { return n.client.For(issuer, base) }

// Outcome says what became of a secret; the values are part of the output of
// `leaksieve revoke -f json`.
type Outcome string

// Outcomes of a request.
const (
	Revoked  Outcome = "revoked"  // the issuer took it back
	Accepted Outcome = "accepted" // the issuer is going to
	Dead     Outcome = "dead"     // the issuer says that none like it lives
	Refused  Outcome = "refused"  // it lives, and may not take itself back
	Failed   Outcome = "failed"   // nothing was done
	Unknown  Outcome = "unknown"  // it was sent, and there is no telling what became of it
)

// Answer is an outcome and why, in words that hold no secret.
type Answer struct {
	Outcome Outcome
	Reason  string
}

var ways = map[string]*Way{} // by rule

func register(w Way) struct{} {
	for _, rule := range w.Rules {
		if ways[rule] != nil {
			panic("two ways for " + rule)
		}
		ways[rule] = &w
	}
	return struct{}{}
}

// For returns the built-in way for a credential; nil where there is none but what its
// rule's own help says.
func For(c *leak.Credential) *Way {
	w := ways[c.Rule]
	if w != nil && w.Instead != nil {
		if other := w.Instead(c); other != nil {
			return other
		}
	}
	return w
}
