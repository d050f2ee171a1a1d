package verify

import (
	"context"
	"errors"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/exchange"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// asking is an Issuer.Ask.
type asking func(context.Context, *outbound.Conn, *leak.Credential) (leak.Verdict, error)

// notFor leaves tokens that begin so alone: the request is not for them, and they would
// be called wrong.
func notFor(r *request.Compiled, why string, prefixes ...string) asking {
	return func(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
		for _, prefix := range prefixes {
			if strings.HasPrefix(cred.Secret.Reveal(), prefix) {
				return leak.Verdict{}, errors.New(why)
			}
		}
		return exchange.Ask(ctx, c, r, cred, true)
	}
}

// eitherOf asks in one way, and in another where that does not know the token, for two
// kinds that look the same.
func eitherOf(first, second *request.Compiled) asking {
	return func(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
		v, err := exchange.Ask(ctx, c, first, cred, true)
		if err != nil || v.State != leak.StateInactive {
			return v, err
		}
		return exchange.Ask(ctx, c, second, cred, true)
	}
}
