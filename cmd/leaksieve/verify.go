package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/verify"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/rules/request"
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

// ask asks issuers about what was found by the rules of sets, and grades it anew.
func (a *app) ask(ctx context.Context, w *world, f *askFlags, sets []*rules.Set, res *scanner.Result, g decide.Grader) error {
	o := verify.Options{Recorder: newRecorder(ctx, w.log), Databases: f.databases, Requests: map[string]*request.Compiled{}, Refuse: map[string]string{}}
	for _, set := range sets {
		for _, r := range set.Rules {
			if r.Foreign {
				o.Refuse[r.ID] = "the configuration of the repository decides what this rule finds; name it with -c if you trust it"
			}
			if r.Verify == nil {
				continue
			}
			var err error
			if o.Requests[r.ID], err = request.Compile(*r.Verify); err != nil {
				return fmt.Errorf("rule %s: verify: %w", r.ID, err)
			}
		}
	}
	var err error
	if o.Introspections, err = a.introspections(ctx, w); err != nil {
		return err
	}
	findings := make([]*leak.Finding, len(res.Findings))
	for i := range res.Findings {
		findings[i] = &res.Findings[i]
	}
	err = verify.Verify(ctx, w.client, o, findings)
	if err == nil {
		err = w.askRemotes(ctx, res)
	}
	if err != nil && ctx.Err() == nil {
		return &hintError{fmt.Errorf("asking issuers: %w", err), "what was found is in no report yet; scan again without --verify, or mend the audit log", exitIncomplete}
	}
	res.Grade(g)
	return nil
}

// introspections are the OAuth servers of the settings, with the secrets of their clients.
func (a *app) introspections(ctx context.Context, w *world) (out []verify.Introspection, err error) {
	for i := range w.settings.Verify.Introspection {
		s := &w.settings.Verify.Introspection[i]
		secret, err := s.ClientSecret.Read(ctx, a.env)
		if err != nil {
			return nil, fmt.Errorf("the client secret of %s: %w", s.Endpoint, err)
		}
		n := verify.Introspection{Issuer: s.Issuer, Rules: s.Rules, Endpoint: s.Endpoint, ClientID: s.ClientID, ClientSecret: secret}
		if err := n.Check(len(w.settings.Verify.Plain) > 0); err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// askRemotes asks hosts of public repositories whether those remotes are public that
// have what was found. No credential is sent.
func (w *world) askRemotes(ctx context.Context, res *scanner.Result) error {
	known := map[string]*bool{}
	for _, remotes := range append([][]leak.Remote{res.Run.Remotes}, remotesOf(res.Run.Repositories)...) {
		for i := range remotes {
			r := &remotes[i]
			if r.Hosting != leak.HostingForge || !pushedTo(res.Findings, r.Name) {
				continue
			}
			if _, asked := known[r.URL]; !asked {
				public, err := w.askRemote(ctx, r.URL)
				if err != nil {
					return err
				}
				known[r.URL] = public
			}
			r.Public = known[r.URL]
		}
	}
	return nil
}

func remotesOf(repositories []leak.Repository) (out [][]leak.Remote) {
	for i := range repositories {
		out = append(out, repositories[i].Remotes)
	}
	return out
}

func pushedTo(findings []leak.Finding, remote string) bool {
	return slices.ContainsFunc(findings, func(f leak.Finding) bool {
		return !f.Decision.Suppressed && slices.Contains(f.Exposure.Remotes, remote)
	})
}

// askRemote returns whether everybody can read a remote, nil if that is not known. The
// error is that of the audit log.
func (w *world) askRemote(ctx context.Context, remote string) (*bool, error) {
	op, err := w.log.Begin(ctx, audit.Entry{Action: audit.Verify, Issuer: "remote", Target: remote, Detail: "is it public? (sends no credential)"})
	if err != nil {
		return nil, err
	}
	public, known, err := verify.PublicRemote(ctx, w.client, remote)
	out := audit.Outcome{Result: string(leak.StateUnknown)}
	switch {
	case err != nil:
		out.Detail = err.Error()
	case known && public:
		out.Result = "public"
	case known:
		out.Result = "not public"
	}
	if err := op.End(out); err != nil || !known {
		return nil, err
	}
	return &public, nil
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
