package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/revoke"
	"github.com/leaksieve/leaksieve/hooks/verify"
	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// revokeFlags say what is taken back, and how.
type revokeFlags struct {
	scan         scanFlags
	from         string
	fingerprints []string
	rules        []string
	allowed      bool
	yes          bool
	again        bool
}

var _ = register(func(a *app) *cobra.Command {
	var f revokeFlags
	cmd := &cobra.Command{
		Use:   "revoke [repository...]",
		Short: "Take secrets back at their issuers",
		Long: `Take back the secrets that a scan finds, or those of a saved run, whose secrets are
read again where it says that they stand. The plan says of each how that is done, at
which host, or what is left to do by hand; nothing is sent without --yes. Each request
has a line in the audit log before and after it: what was done is not done again, and a
run that was killed is gone on with by the next.

Exit codes: 0 all is revoked or was dead already, 1 some are left to do by hand, 2 wrong
usage, 3 some failed or it is not known.`,
		Example: "  leaksieve revoke\n  leaksieve revoke --from run.jsonl --rule github-pat --yes\n  leaksieve revoke --fingerprint ls1-56152ec2 --yes",
		RunE: func(cmd *cobra.Command, args []string) error {
			if format := f.scan.output.format; format != "text" && format != "json" {
				return withHint(fmt.Errorf("no plan is written as %q", format), "text and json are the formats")
			}
			for _, name := range []string{"from", "fingerprint", "rule"} {
				// "$UNSET" would mean all that there is.
				if fl := cmd.Flags().Lookup(name); fl.Changed && strings.Trim(fl.Value.String(), "[]") == "" {
					return withHint(fmt.Errorf("--%s is empty", name), "without it all that a scan finds is meant; leave it out if that is right")
				}
			}
			return a.revoke(cmd.Context(), &f, args)
		},
	}
	f.scan.addWithout(cmd, "report-format", "report-path", "exit-code", "verify", "verify-databases", "notify")
	fl := cmd.Flags()
	fl.StringVar(&f.from, "from", "", "saved run (JSONL) in place of a scan, - for standard input")
	fl.StringSliceVar(&f.fingerprints, "fingerprint", nil, "only the secret of the finding with this fingerprint, or what begins with it")
	fl.StringSliceVar(&f.rules, "rule", nil, "only what these rules found")
	fl.BoolVar(&f.allowed, "allowed", false, "also what is allowed by a comment, an allowlist, an ignore file or a baseline")
	fl.BoolVar(&f.yes, "yes", false, "do what is planned")
	fl.BoolVar(&f.again, "again", false, "also what the audit log shows as done")
	fl.StringVarP(&f.scan.output.format, "report-format", "f", "text", "format of the plan and of what became of it: text, json")
	completes(cmd, "rule", completeRules)
	completes(cmd, "report-format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	for _, name := range []string{"verbose", "show-secrets", "enable-rule", "exclude-rule"} {
		_ = fl.MarkHidden(name)
	}
	return cmd
})

func (a *app) revoke(ctx context.Context, f *revokeFlags, args []string) error {
	if f.scan.output.showSecrets {
		return withHint(errors.New("--show-secrets does not go with revoke"), "a plan never shows a secret")
	}
	found, err := a.toRevoke(ctx, f, args)
	if err != nil {
		return err
	}
	w, err := a.world(ctx, &f.scan.ask.world, found.roots...)
	if err != nil {
		return err
	}
	defer w.client.Close()
	asks, revokes, err := a.requests(f)
	if err != nil {
		return err
	}
	o := &revoke.Options{
		Client: w.client, Log: w.log, Verifier: w.verifier(asks), Requests: revokes, Settings: &w.settings.Revoke, Run: &found.run, Again: f.again, Sleep: pause,
		Callback: callback.Options{Env: a.env, Client: w.client, Hide: w.hide},
	}
	if f.yes {
		unlock, err := revoke.Lock(ctx, w.log)
		if err != nil {
			return err
		}
		defer unlock()
	}
	steps, err := revoke.Plan(ctx, o, found.known)
	if err != nil {
		return err
	}
	p := &planPrinter{a: a, json: f.scan.output.format == "json", steps: steps, lost: found.lost, sent: f.yes}
	color, _ := a.terminal(f.scan.output.noColor)
	p.paint = reporters.Painter(color)
	if err := p.plan(); err != nil {
		return err
	}
	if f.yes {
		err = revoke.Do(ctx, o, steps, p.step)
	}
	if perr := p.end(); perr != nil && err == nil {
		err = perr
	}
	if err != nil {
		return &hintError{err, "what was done stands in the audit log; run it again to go on", exitIncomplete}
	}
	a.code = p.code()
	return nil
}

// requests are those of the rules in the file that -c names, by rule: to ask whether a
// secret lives, and to take it back. Those of a scanned repository do not count.
func (a *app) requests(f *revokeFlags) (asks, revokes map[string]*request.Compiled, err error) {
	set, _, err := a.loadRules(&f.scan, target{})
	if err != nil {
		return nil, nil, err
	}
	asks, revokes = map[string]*request.Compiled{}, map[string]*request.Compiled{}
	for _, r := range set.Rules {
		for _, of := range []struct {
			r  *rules.Request
			to map[string]*request.Compiled
		}{{r.Verify, asks}, {r.Revoke, revokes}} {
			if of.r == nil {
				continue
			}
			if of.to[r.ID], err = request.Compile(*of.r); err != nil {
				return nil, nil, fmt.Errorf("rule %s: %w", r.ID, err)
			}
		}
	}
	return asks, revokes, nil
}

// verifier asks the issuer of a finding whether its secret lives, and records that.
func (w *world) verifier(requests map[string]*request.Compiled) revoke.Verifier {
	return func(ctx context.Context, f leak.Finding) (v leak.Verdict, asked bool, err error) {
		if i := verify.For(f.Rule); requests[f.Rule] == nil && (i == nil || i.Cannot != "") {
			return v, false, nil
		}
		f.Decision.Suppressed = false // else it would not be asked about
		err = verify.Verify(ctx, w.client, verify.Options{Recorder: newRecorder(ctx, w.log), Requests: requests}, []*leak.Finding{&f})
		if f.Verdict == nil {
			return v, false, err
		}
		return *f.Verdict, true, err
	}
}

// pause waits.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// chosen are the findings whose secrets are taken back.
type chosen struct {
	run   leak.Run
	known []leak.Finding
	lost  []scanner.Lost // of a saved run, whose secrets could not be read again
	roots []string       // of what was scanned
}

// toRevoke scans, or reads a saved run, and picks what the flags say.
func (a *app) toRevoke(ctx context.Context, f *revokeFlags, args []string) (*chosen, error) {
	if f.from != "" {
		if len(args) > 1 {
			return nil, withHint(errors.New("--from takes one repository at most"), "name it where the run's is not at its place any more")
		}
		return a.fromRun(ctx, f, args)
	}
	res, err := a.scanGit(ctx, &f.scan, args, gitFlags{})
	if err != nil {
		return nil, err
	}
	if !res.Summary.Complete {
		a.say("warning", "not everything was read: `leaksieve git` says what was not")
	}
	c := &chosen{run: res.Run, roots: append([]string{res.Run.Root}, args...)}
	c.known, err = f.pick(res.Findings, res.Run.Rules)
	return c, err
}

// pick returns the findings that are chosen, with all places of their secrets.
func (f *revokeFlags) pick(findings []leak.Finding, known []leak.Rule) (out []leak.Finding, err error) {
	for _, rule := range f.rules {
		if !slices.ContainsFunc(known, func(r leak.Rule) bool { return r.ID == rule }) {
			return nil, withHint(fmt.Errorf("no rule is called %s", rule), "`leaksieve rules` lists them")
		}
	}
	ids := map[string]bool{}
	for _, print := range f.fingerprints {
		one, err := findingOf(findings, print)
		if err != nil {
			return nil, err
		}
		ids[one.Fingerprint], ids[one.SecretID] = true, true
	}
	delete(ids, "")
	for _, g := range findings {
		switch {
		case len(f.fingerprints) > 0 && !ids[g.Fingerprint] && !ids[g.SecretID]:
		case len(f.rules) > 0 && !slices.Contains(f.rules, g.Rule):
		case g.Decision.Suppressed && !f.allowed && len(f.fingerprints) == 0:
		case g.Start.Line == 0 && g.End.Offset == g.Start.Offset: // a file that is a secret by its name
		default:
			out = append(out, g)
		}
	}
	return out, nil
}
