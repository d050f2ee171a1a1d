// Package verify asks issuers whether tokens live. Each issuer is one file, which
// registers itself. Everything that is sent goes through package outbound.
//
// It never says "inactive" but of what the issuer itself called wrong, expired or
// revoked, in the way that its documentation gives; any error, limit or surprise is
// "unknown".
package verify

import (
	"context"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Issuer asks about the tokens of one issuer.
type Issuer struct {
	Name  string   // as in outbound.Options.Bases; lower case
	Rules []string // ids of the rules whose findings it can ask about
	Bases []string // base URLs that it may speak to; the user's stands in for the first
	Docs  string   // page of the issuer that describes the request
	// Ask makes one read-only request, or as few as will do. An error is StateUnknown.
	Ask func(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error)
}

var issuers = map[string]*Issuer{} // by rule

func register(i Issuer) struct{} {
	for _, rule := range i.Rules {
		issuers[rule] = &i
	}
	return struct{}{}
}
