package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/verify"
	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// askFlags say whether issuers are asked.
type askFlags struct {
	world     worldFlags
	verify    bool
	databases bool
	notify    bool
}

func (f *askFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.verify, "verify", false, "ask issuers whether tokens live: sends each to its issuer and to nobody else, and records that")
	fl.BoolVar(&f.databases, "verify-databases", false, "with --verify: log in to databases on hosts that your settings name, too")
	fl.BoolVar(&f.notify, "notify", false, "tell the channels of your settings of what is new")
	f.world.add(cmd)
}

func (f *askFlags) check() error {
	if f.databases && !f.verify {
		return withHint(errors.New("--verify-databases does nothing without --verify"), "add --verify")
	}
	return nil
}

// ask asks issuers about what was found, and grades it anew.
func (a *app) ask(ctx context.Context, w *world, f *askFlags, res *scanner.Result, g decide.Grader) error {
	findings := make([]*leak.Finding, len(res.Findings))
	for i := range res.Findings {
		findings[i] = &res.Findings[i]
	}
	err := verify.Verify(ctx, w.client, verify.Options{Recorder: newRecorder(ctx, w.log)}, findings)
	if err != nil && ctx.Err() == nil {
		return &hintError{fmt.Errorf("asking issuers: %w", err), "what was found is in no report yet; scan again without --verify, or mend the audit log", exitIncomplete}
	}
	res.Grade(g)
	return nil
}

// recorder writes to the audit log what is asked and answered.
type recorder struct {
	ctx context.Context
	log *audit.Log

	mu   sync.Mutex
	open map[asked]*audit.Operation
}

func newRecorder(ctx context.Context, log *audit.Log) *recorder {
	return &recorder{ctx: ctx, log: log, open: map[asked]*audit.Operation{}}
}

// asked tells questions apart that are open at the same time.
type asked struct {
	finding      *leak.Finding
	issuer, host string
}

func keyOf(q verify.Question) asked { return asked{q.Findings[0], q.Issuer, q.Host} }

// Before implements verify.Recorder.
func (r *recorder) Before(q verify.Question) error {
	op, err := r.log.Begin(r.ctx, audit.Entry{Action: audit.Verify, Subject: audit.Of(q.Findings[0]), Issuer: q.Issuer, Target: q.Host})
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open[keyOf(q)] = op
	return nil
}

// After implements verify.Recorder.
func (r *recorder) After(q verify.Question, v leak.Verdict) error {
	r.mu.Lock()
	op := r.open[keyOf(q)]
	delete(r.open, keyOf(q))
	r.mu.Unlock()
	return op.End(audit.Outcome{Result: string(v.State), Detail: v.Reason})
}
