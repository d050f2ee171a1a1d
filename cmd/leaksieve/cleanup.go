package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/cleanup"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// cleanupFlags are what was typed.
type cleanupFlags struct {
	scan         scanFlags
	fingerprints []string
	from         string
	folder       string
	check        string
}

var _ = register(func(a *app) *cobra.Command {
	var f cleanupFlags
	cmd := &cobra.Command{
		Use:   "cleanup [repository]",
		Short: "Write what takes secrets out of a history, or prove that they are gone",
		Long: `Find the secrets in a repository, everything that holds them, and what takes them
out. Nothing is changed: with -o, a new folder gets the files for git filter-repo
and a README.txt with the commands in their order. The folder holds the secrets in
clear and may not be in the repository.

With --check, look for the very bytes of these secrets, in every spelling, in
everything that the repository holds: every object, reachable or not, messages,
names, reflogs, indexes and the other files of .git. Exit code 0: nothing holds any
of them; 1: something does; 3: something could not be read, or a secret is such
that a search proves nothing.`,
		Example: "  leaksieve cleanup\n  leaksieve cleanup -o ../shop-cleanup\n  leaksieve cleanup --check ../shop-cleanup",
		Args:    takes(0, 1),
		PreRunE: func(cmd *cobra.Command, _ []string) error { return f.agree(cmd) },
		RunE: func(cmd *cobra.Command, args []string) error {
			path := "."
			if len(args) > 0 {
				path = args[0]
			}
			return a.cleanup(cmd.Context(), &f, path)
		},
	}
	f.add(cmd)
	return cmd
})

func (f *cleanupFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVarP(&f.folder, "output", "o", "", "write the plan to this folder, which must not be there yet (default: only say what there is)")
	fl.StringVar(&f.check, "check", "", "prove that nothing holds what the plan in this folder is for")
	fl.StringSliceVar(&f.fingerprints, "fingerprint", nil, "only the findings with these fingerprints, or beginnings of them")
	fl.StringVar(&f.from, "from", "", "only the findings of this saved run (JSONL) that are not allowed")
	s := &f.scan
	fl.StringSliceVar(&s.enable, "rule", nil, "only what these rules find")
	fl.StringVarP(&s.config, "config", "c", "", "configuration file (default .leaksieve.toml or .gitleaks.toml of your own repository)")
	fl.BoolVar(&s.trustConfig, "trust-config", false, "use the configuration of what is scanned, and read what it borrows from elsewhere, also when it is not the current repository")
	fl.StringVar(&s.baseline, "baseline", "", "report of known findings, which are left alone: leaksieve JSON or JSONL, gitleaks JSON")
	fl.StringVar(&s.confidence, "min-confidence", "medium", "take for a secret what is one with at least this confidence: low, medium, high")
	fl.BoolVar(&s.noProgress, "no-progress", false, "show no progress")
	fl.StringVar(&s.maxFileSize, "max-file-size", "512MB", "do not read what is larger, and say so")
	fl.IntVar(&s.jobs, "jobs", 0, "work in parallel this many times (default: one a core)")
	completes(cmd, "rule", completeRules)
}

// agree refuses flags that do not go together.
func (f *cleanupFlags) agree(cmd *cobra.Command) error {
	if cmd.Flags().Changed("output") && f.folder == "" || cmd.Flags().Changed("check") && f.check == "" {
		return withHint(errors.New("the name of the folder is empty"), "name a folder")
	}
	if f.check != "" {
		for _, other := range []string{"output", "fingerprint", "from", "rule", "baseline", "config", "min-confidence"} {
			if cmd.Flags().Changed(other) {
				return withHint(fmt.Errorf("--check does not go with --%s", other), "it looks for all that the folder lists")
			}
		}
	}
	return f.scan.check()
}

// cleanup plans or checks.
func (a *app) cleanup(ctx context.Context, f *cleanupFlags, path string) error {
	limit, err := size(f.scan.maxFileSize)
	if err != nil {
		return err
	}
	repo, store, err := a.openStore(path, f.scan.trustConfig, limit)
	if err != nil {
		return err
	}
	defer store.Close()
	defer a.boundMemory()()
	c := &cleaning{a: a, f: f, repo: repo, history: func() *source.History {
		return &source.History{Repo: repo, Store: store, MaxSize: limit}
	}}
	if f.check != "" {
		return c.check(ctx)
	}
	return c.plan(ctx, a.repositoryTarget("git", path, repo))
}

// cleaning is what planning and checking share.
type cleaning struct {
	a       *app
	f       *cleanupFlags
	repo    *source.Repository
	history func() *source.History // for one scan
}

// search looks for a target everywhere, and says where it stands.
func (c *cleaning) search(ctx context.Context, t *cleanup.Target) (*cleanup.Search, []leak.Finding, error) {
	h := c.history()
	defer h.Close()
	jobs := c.f.scan.jobs
	if jobs == 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	progress := c.a.newProgress(c.f.scan.noProgress)
	s := cleanup.NewSearch(t, progress)
	err := h.Scan(ctx, jobs, s)
	var placed []leak.Finding
	if err == nil || ctx.Err() != nil { // what was found before a signal is told
		err, placed = nil, h.Attribute(s.Findings())
	}
	progress.done()
	return s, placed, err
}

// plan finds the secrets and says or writes what takes them out.
func (c *cleaning) plan(ctx context.Context, t target) error {
	place, err := newFolder(c.f.folder, c.repo)
	if err != nil {
		return err
	}
	found, complete, err := c.findings(ctx, t)
	if err != nil || ctx.Err() != nil {
		return err
	}
	target := cleanup.Pick(found)
	search, placed, err := c.search(ctx, target)
	if err != nil || ctx.Err() != nil {
		return err
	}
	plan := cleanup.NewPlan(target, search.Hits(), placed, describe(c.repo))
	if sum, _ := search.Summary(); !sum.Complete || !complete {
		c.a.code = exitIncomplete
	}
	if place != nil && !plan.Empty() {
		if err := place.write(plan.Files(place.path)); err != nil {
			return &hintError{fmt.Errorf("writing the plan: %w", err), "free space or name another folder, and run it again", exitIncomplete}
		}
	}
	return c.tell(plan, placed, place)
}

// findings scans the history for what is to go.
func (c *cleaning) findings(ctx context.Context, t target) (out []leak.Finding, complete bool, err error) {
	f := &c.f.scan
	saved, err := c.f.saved()
	if err != nil {
		return nil, false, err
	}
	set, full, err := c.a.loadRules(f, t)
	if err != nil {
		return nil, false, err
	}
	ignores, err := f.loadIgnores(t)
	if err != nil {
		return nil, false, err
	}
	baseline, err := readBaseline(f.baseline)
	if err != nil {
		return nil, false, err
	}
	h := c.history()
	defer h.Close()
	progress := c.a.newProgress(f.noProgress)
	res, err := scanner.Scan(ctx, scanner.Options{
		Run: t.run, Source: h, Set: set, Also: full, Least: leak.Confidence(f.confidence), Jobs: f.jobs, Key: h.FingerprintKey, ShowSecrets: true,
		Decider:  decide.New(decide.Options{Set: set, Ignores: ignores, Baseline: baseline}),
		Progress: progress,
	})
	progress.done()
	if res == nil {
		return nil, false, err
	}
	out = slices.DeleteFunc(res.Findings, func(f leak.Finding) bool { return f.Decision.Suppressed })
	if out, err = c.chosen(out, saved); err != nil {
		return nil, false, err
	}
	return out, res.Summary.Complete, nil
}

// chosen returns the findings that were asked for. saved are the fingerprints of a
// saved run, nil for none.
func (c *cleaning) chosen(found []leak.Finding, saved map[string]bool) ([]leak.Finding, error) {
	if saved != nil {
		found = slices.DeleteFunc(found, func(f leak.Finding) bool { return !saved[f.Fingerprint] })
		switch gone := len(saved) - fingerprintsIn(found); {
		case gone > 0 && len(found) == 0:
			return nil, withHint(errors.New("nothing that the saved run reports is found here"), "fingerprints are those of one repository; what the run was made with, such as -c, counts here too")
		case gone > 0:
			c.a.say("note", fmt.Sprintf("%d of the %d findings of the saved run are not found here any more", gone, len(saved)))
		}
	}
	if len(c.f.fingerprints) == 0 {
		return found, nil
	}
	ids := map[string]bool{}
	for _, text := range c.f.fingerprints {
		f, err := findingOf(found, text)
		if err != nil {
			return nil, err
		}
		ids[f.Fingerprint] = true
	}
	return slices.DeleteFunc(found, func(f leak.Finding) bool { return !ids[f.Fingerprint] }), nil
}

func fingerprintsIn(findings []leak.Finding) int {
	seen := map[string]bool{}
	for i := range findings {
		seen[findings[i].Fingerprint] = true
	}
	return len(seen)
}

// saved returns the fingerprints of the run that was named, nil for none.
func (f *cleanupFlags) saved() (map[string]bool, error) {
	if f.from == "" {
		return nil, nil
	}
	var run savedRun
	file, err := os.Open(f.from)
	if err != nil {
		return nil, fmt.Errorf("reading the saved run: %w", err)
	}
	defer file.Close()
	if err := reporters.Read(file, &run); err != nil {
		return nil, fmt.Errorf("reading the saved run %s: %w", f.from, err)
	}
	saved := map[string]bool{}
	for _, found := range run.findings {
		if !found.Decision.Suppressed {
			saved[found.Fingerprint] = true
		}
	}
	return saved, nil
}
