package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/notify"
	"github.com/leaksieve/leaksieve/scanner"
)

// notify tells the channels of the user's settings of what is new. A message that was
// not sent is said; the report is written all the same, and the exit code is of what
// was found.
func (a *app) notify(ctx context.Context, w *world, res *scanner.Result) error {
	results, err := notify.Send(ctx, notify.Options{Settings: w.settings.Notify, Env: a.env, Client: w.client, Log: w.log, Hide: w.hide}, res.Run, res.Findings, res.Summary)
	for _, r := range results {
		switch r.State {
		case callback.Done:
			a.say("note", fmt.Sprintf("told %s of %s", r.Channel, counted(r.Told, "new secret")))
		case notify.Nothing:
		default:
			a.say("warning", fmt.Sprintf("%s was not told of %s: %s", r.Channel, counted(r.Told, "new secret"), r.Detail))
		}
	}
	if err != nil && ctx.Err() == nil {
		return &hintError{fmt.Errorf("telling of new findings: %w", err), "the report is written; who was not told is told by the next run", exitIncomplete}
	}
	return nil
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// errNobody says that --notify has nobody to tell.
var errNobody = withHint(errors.New("--notify has nobody to tell: your settings have no [[notify.channels]]"), "README.md, \"Settings\", has an example")
