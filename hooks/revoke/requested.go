package revoke

import (
	"context"

	"github.com/leaksieve/leaksieve/hooks/exchange"
	"github.com/leaksieve/leaksieve/rules/request"
)

// asked is the way of a rule that has a request of its own ([rules.revoke]).
func asked(rule string, r *request.Compiled) *Way {
	return &Way{
		Name: rule, Kind: Self, Bases: []string{r.Base()}, Does: r.Method() + " " + r.Path(),
		Steps: []string{"The rule " + rule + " says how it is revoked."},
		Do: func(ctx context.Context, n *Net, s *Step) Answer {
			got, err := exchange.Send(ctx, n.Conn, r, &s.Cred, true)
			if err != nil {
				return unsent(err)
			}
			switch done, gone, reason := r.Done(got); {
			case done:
				return Answer{Revoked, reason}
			case gone:
				return Answer{Dead, reason}
			case got.Status >= 500:
				return Answer{Unknown, reason}
			default:
				return Answer{Failed, reason}
			}
		},
	}
}
