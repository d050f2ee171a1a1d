package revoke

import (
	"context"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/settings"
)

// callback is the way of a program or web hook of the settings.
func (o *Options) callback(c settings.Callback) (*Way, error) {
	call, err := callback.New(c, o.Callback)
	if err != nil {
		return nil, err
	}
	return &Way{
		Name: call.Target(), Kind: Callback, again: len(c.Exec) == 0,
		describe: func(s *Step) string { return call.Describe(callback.Of("revoke", o.Run, s.First())) },
		Do: func(ctx context.Context, _ *Net, s *Step) Answer {
			e := callback.Of("revoke", o.Run, s.First())
			e.ID = s.id
			r := call.Call(ctx, e)
			return Answer{called[r.State], r.Detail}
		},
	}, nil
}

var called = map[callback.State]Outcome{
	callback.Done: Revoked, callback.Failed: Failed, callback.Unsupported: Refused, callback.Unknown: Unknown,
}

// repeats reports whether what is called knows a call that is repeated by its id.
func (w *Way) repeats() bool { return w.again }

// Describe says what is sent, for the plan.
func (s *Step) Describe() string {
	if s.Way.describe != nil {
		return s.Way.describe(s)
	}
	return s.Way.Does
}
