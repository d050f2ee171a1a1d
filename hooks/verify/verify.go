// Package verify asks issuers whether tokens live. Each issuer is one file, which
// registers itself. Everything that is sent goes through package outbound.
//
// It never says "inactive" but of what the issuer itself called wrong, expired or
// revoked, in the way that its documentation gives; any error, limit or surprise is
// "unknown". Where tokens of the same form are given out by many hosts, as with a GitLab
// of one's own, a host that does not know a token says nothing of the others: only the
// hosts that the user named, or that the token names of itself, are believed. GitHub is the
// exception: nearly all such tokens are of github.com, and a server of one's own has to be
// named, or its tokens are called wrong.
package verify

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/leaksieve/leaksieve/hooks/exchange"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Issuer asks about the tokens of one issuer. Several may have the same name, one for
// each kind of token that is asked about in another way.
type Issuer struct {
	Name  string   // as in outbound.Options.Bases; lower case
	Title string   // as people write it: "GitHub"
	Rules []string // ids of the rules whose findings it can ask about
	// Family is what package token calls its tokens, where rules in general (any JWT) find
	// them, too; "": none.
	Family string
	// Bases are the base URLs that its tokens may be of, asked in turn until one takes
	// it; those of the user stand in for all of them. None: only the user knows them.
	Bases []string
	// Local says that others than the issuer run hosts which give out such tokens. What
	// a token says of its host then picks one of Bases.
	Local bool
	// Beside says that a token does not tell its host: what is known of it stood beside it,
	// and may be that of another.
	Beside bool
	Docs   string // page of the issuer that describes the request
	Tells  string // what the answer tells of a token that lives: "owner, scopes, expiry"
	Asks   string // what Ask sends: "POST /api/auth.test"
	Doubt  string // why its refusal does not prove that a token is dead; "": it does

	// One of the following says how to ask.

	// Request is one read-only request.
	Request *request.Compiled
	// Ask makes one read-only request to the one base of c, or as few as will do. An error
	// is StateUnknown.
	Ask func(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error)
	// Cannot is why it cannot be asked: "only by sending a message".
	Cannot string
}

var (
	issuers  = map[string]*Issuer{} // by rule
	families = map[string]*Issuer{} // by Issuer.Family
	all      []*Issuer
)

func register(i Issuer) struct{} {
	for _, rule := range i.Rules {
		if issuers[rule] != nil {
			panic("two issuers ask about " + rule)
		}
		issuers[rule] = &i
	}
	if i.Family != "" {
		families[i.Family] = &i
	}
	all = append(all, &i)
	return struct{}{}
}

// Rules returns the ids of the rules whose findings can be asked about, sorted.
func Rules() []string {
	var ids []string
	for _, rule := range slices.Sorted(maps.Keys(issuers)) {
		if issuers[rule].Cannot == "" {
			ids = append(ids, rule)
		}
	}
	return ids
}

// Names returns the names of the issuers, sorted: the keys of [verify.hosts].
func Names() []string {
	names := map[string]bool{}
	for _, i := range all {
		names[i.Name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// For returns the issuer that can be asked about findings of a rule, or nil.
func For(rule string) *Issuer { return issuers[rule] }

// ask asks at one base.
func (i *Issuer) ask(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
	if i.Ask != nil {
		return i.Ask(ctx, c, cred)
	}
	return exchange.Ask(ctx, c, i.Request, cred, i.sure(c))
}

// sure reports whether a token is known to be one of the host that c leads to.
func (i *Issuer) sure(c *outbound.Conn) bool { return !i.Local || c.Named() }

// bearer returns the headers of a request with "Authorization: Bearer", and others in
// pairs of name and value.
func bearer(more ...string) map[string]string {
	headers := map[string]string{"Authorization": "Bearer {{secret}}"}
	for i := 0; i+1 < len(more); i += 2 {
		headers[more[i]] = more[i+1]
	}
	return headers
}

// how returns what is sent, for the documentation.
func (i *Issuer) how() string {
	switch {
	case i.Cannot != "":
		return "not asked: " + i.Cannot
	case i.Request != nil:
		return fmt.Sprintf("%s %s", i.Request.Method(), i.Request.Path())
	}
	return i.Asks
}
