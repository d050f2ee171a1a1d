package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// scanFlags are what was typed; plan is what it means.
type scanFlags struct {
	output      outputFlags
	config      string
	trustConfig bool
	baseline    string
	enable      []string
	exclude     []string
	examples    bool
	confidence  string
	exitCode    int
	noProgress  bool
	maxFileSize string
	jobs        int
	timeout     time.Duration
	ask         askFlags

	out   *output // where the report goes, once a scan has begun
	world *world  // for what is sent; nil: nothing is
}

// add defines the flags that all scanning commands share.
func (f *scanFlags) add(cmd *cobra.Command) {
	f.output.add(cmd)
	cmd.PreRunE = func(*cobra.Command, []string) error { return f.check() }
	fl := cmd.Flags()
	fl.StringVarP(&f.config, "config", "c", "", "configuration file (default .leaksieve.toml or .gitleaks.toml of your own repository)")
	fl.BoolVar(&f.trustConfig, "trust-config", false, "use the configuration of what is scanned, and read what it borrows from elsewhere, also when it is not the current repository")
	fl.StringVar(&f.baseline, "baseline", "", "report of known findings: leaksieve JSON or JSONL, gitleaks JSON")
	fl.StringSliceVar(&f.enable, "enable-rule", nil, "use only these rules")
	fl.StringSliceVar(&f.exclude, "exclude-rule", nil, "leave out these rules")
	fl.BoolVar(&f.examples, "include-examples", false, "report, as allowed, what the built-in rules know to be a placeholder or a published example")
	fl.StringVar(&f.confidence, "min-confidence", "medium", "report what is a secret with at least this confidence: low, medium, high")
	fl.IntVar(&f.exitCode, "exit-code", exitFindings, "exit code when there are findings")
	fl.BoolVar(&f.noProgress, "no-progress", false, "show no progress")
	fl.StringVar(&f.maxFileSize, "max-file-size", "512MB", "do not read what is larger, and say so")
	fl.IntVar(&f.jobs, "jobs", 0, "work in parallel this many times (default: one a core)")
	fl.DurationVar(&f.timeout, "timeout", 0, "stop after this time with what was found so far, as 90s or 5m")
	f.ask.add(cmd)
	completes(cmd, "enable-rule", completeRules)
	completes(cmd, "exclude-rule", completeRules)
}

// addWithout defines them without some, which the command has no use for.
func (f *scanFlags) addWithout(cmd *cobra.Command, names ...string) {
	all := &cobra.Command{}
	f.add(all)
	cmd.PreRunE = all.PreRunE
	all.Flags().VisitAll(func(fl *pflag.Flag) {
		if !slices.Contains(names, fl.Name) {
			cmd.Flags().AddFlag(fl)
		}
	})
}

// check refuses numbers that mean nothing.
func (f *scanFlags) check() error {
	switch {
	case f.timeout < 0:
		return withHint(fmt.Errorf("--timeout %s is negative", f.timeout), "leave it out for no limit")
	case f.jobs < 0:
		return withHint(fmt.Errorf("--jobs %d is negative", f.jobs), "leave it out for one job a core")
	case leak.Confidence(f.confidence).Rank() == 0:
		return withHint(fmt.Errorf("--min-confidence %q is no confidence", f.confidence), "low, medium or high")
	case f.exitCode < 0 || f.exitCode > 255:
		return withHint(fmt.Errorf("--exit-code %d is out of range", f.exitCode), "an exit code is a number from 0 to 255")
	}
	return f.ask.check()
}

// target is what one command scans.
type target struct {
	run    leak.Run
	root   string             // folder whose configuration and ignore files apply; "" for none
	own    bool               // it belongs to the current repository
	repo   *source.Repository // may be nil
	source source.Source
	key    func() ([]byte, error)
	store  *source.Store // of repo; may be nil
}

// scan scans a target and reports.
func (a *app) scan(ctx context.Context, f *scanFlags, t target) error {
	res, err := a.scanAll(ctx, f, []target{t})
	if err != nil {
		return err
	}
	return a.report(ctx, f, res)
}

// scanAll scans targets one after another and puts what was found together. What is
// wrong with any of them or with the report to be is said before.
func (a *app) scanAll(ctx context.Context, f *scanFlags, targets []target) (*scanner.Result, error) {
	var (
		scans  []scanner.Options
		inputs []string
	)
	for _, t := range targets {
		o, err := a.options(f, t)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(scans, func(have scanner.Options) bool { return have.Run.Root == o.Run.Root }) {
			return nil, withHint(fmt.Errorf("%s is a repository that was named before", o.Run.Target), "name each once")
		}
		scans, inputs = append(scans, o), append(inputs, f.configPath(t))
	}
	var err error
	if f.out, err = a.newOutput(&f.output, inputs...); err != nil {
		return nil, err
	}
	if f.ask.verify || f.ask.notify {
		if f.world, err = a.world(ctx, &f.ask.world, roots(targets)...); err != nil {
			return nil, err
		}
		if f.ask.notify && len(f.world.settings.Notify.Channels) == 0 {
			return nil, errNobody
		}
	}
	if f.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, f.timeout)
		defer cancel()
	}
	defer a.boundMemory()()
	var results []*scanner.Result
	for i, o := range scans {
		progress := a.newProgress(f.noProgress)
		o.Progress = progress
		res, err := scanner.Scan(ctx, o)
		progress.done()
		if o.Again != nil {
			o.Again.Close()
		}
		if res == nil && len(scans) > 1 {
			err = fmt.Errorf("%s: %w", o.Run.Target, err)
		}
		if res == nil {
			return nil, withOutside(err, targets[i].store)
		}
		results = append(results, res)
	}
	grader := decide.Grader{Now: scans[0].Now, Policies: scans[0].Set.Policies}
	res := results[0]
	if len(results) > 1 {
		res = scanner.Combine(results, grader)
	}
	if f.ask.verify && ctx.Err() == nil {
		var sets []*rules.Set
		for _, o := range scans {
			sets = append(sets, o.Set)
		}
		if err := a.ask(ctx, f.world, &f.ask, sets, res, grader); err != nil {
			return nil, err
		}
	}
	return res, nil
}

// roots are the folders that are scanned.
func roots(targets []target) (out []string) {
	for _, t := range targets {
		for _, dir := range []string{t.root, t.run.Root} {
			if dir != "" {
				out = append(out, dir)
			}
		}
	}
	return out
}

// report writes what a scan found; the exit code is left in a.code.
func (a *app) report(ctx context.Context, f *scanFlags, res *scanner.Result) error {
	if err := f.out.write(res.Run, res.Findings, res.Skips, res.Summary); err != nil {
		return err
	}
	a.receipt(&f.output, res.Summary)
	switch {
	case !res.Summary.Complete:
		a.code = exitIncomplete
	case res.Summary.Findings > 0:
		a.code = f.exitCode
	}
	if f.ask.notify && ctx.Err() == nil {
		return a.notify(ctx, f.world, res)
	}
	return nil
}

// maxAgain bounds a file of which more is read for what a token tells.
const maxAgain = 8 << 20

// options are what a target is scanned with.
func (a *app) options(f *scanFlags, t target) (o scanner.Options, err error) {
	set, full, err := a.loadRules(f, t)
	if err != nil {
		return o, err
	}
	ignores, err := f.loadIgnores(t)
	if err != nil {
		return o, err
	}
	baseline, err := readBaseline(f.baseline)
	if err != nil {
		return o, err
	}
	t.run.Schema, t.run.Tool, t.run.Version = leak.SchemaVersion, "leaksieve", version
	var again *source.Again
	if t.store != nil || t.run.Mode == "dir" {
		again = &source.Again{Run: t.run, Repo: t.repo, Store: t.store, Limit: maxAgain}
	}
	return scanner.Options{
		Run: t.run, Source: t.source, Set: set, Also: full, Allowed: f.examples, Least: leak.Confidence(f.confidence), Jobs: f.jobs, Key: t.key, ShowSecrets: f.output.showSecrets,
		Decider: decide.New(decide.Options{Set: set, Ignores: ignores, Baseline: baseline}), Now: a.now(), Again: again,
	}, nil
}

// receipt sums up on stderr what a report on stdout or in a file says.
func (a *app) receipt(o *outputFlags, s leak.Summary) {
	if o.format == "text" && o.path == "-" {
		return // it is the report's last line
	}
	fmt.Fprintf(a.stderr, "leaksieve: %s\n", reporters.Conclusion(s))
}

func readBaseline(path string) (*decide.Baseline, error) {
	if path == "" {
		return nil, nil
	}
	b, err := decide.ReadBaseline(path)
	if err != nil {
		return nil, withHint(err, "`leaksieve git -f json -r baseline.json` writes one")
	}
	return b, nil
}

// configNames are looked for in this order; the first there is counts.
var configNames = []string{".leaksieve.toml", ".gitleaks.toml"}

// trusted reports whether what stands in the target's root counts.
func (f *scanFlags) trusted(t target) bool { return t.root != "" && (t.own || f.trustConfig) }

// configPath returns the configuration file that counts; "" for none.
func (f *scanFlags) configPath(t target) string {
	if f.config != "" || !f.trusted(t) {
		return f.config
	}
	for _, name := range configNames {
		if path := filepath.Join(t.root, name); isRegular(path) {
			return path
		}
	}
	return ""
}

// loadRules returns the rules in force, and all there are if flags leave some out.
func (a *app) loadRules(f *scanFlags, t target) (set, full *rules.Set, err error) {
	path := f.configPath(t)
	if path == "" {
		set, err = rules.Builtin()
	} else {
		opt := rules.LoadOptions{Dialect: rules.DialectOf(path), Warn: func(m string) {
			if f.output.verbose {
				a.say("warning", m)
			}
		}}
		if f.config == "" { // it came with the repository, and an error repeats a line of what it extends
			opt.Within = filepath.Dir(path)
		}
		set, err = rules.LoadFile(path, opt)
	}
	if len(f.enable)+len(f.exclude) > 0 {
		full = set
	}
	if err == nil && len(f.enable) > 0 {
		set, err = set.Only(f.enable...)
	}
	if err == nil && len(f.exclude) > 0 {
		set, err = set.Without(f.exclude...)
	}
	if err != nil {
		return nil, nil, err
	}
	if len(set.Rules) == 0 {
		return nil, nil, withHint(errors.New("no rule is left to scan with"), "a scan without rules would call everything clean")
	}
	return set, full, nil
}

// loadIgnores returns the ignore files in force.
func (f *scanFlags) loadIgnores(t target) (ignores []*decide.Ignore, err error) {
	if !f.trusted(t) {
		return nil, nil
	}
	for _, name := range []string{".leaksieveignore", ".gitleaksignore"} {
		if !isRegular(filepath.Join(t.root, name)) {
			continue
		}
		ig, err := decide.ReadIgnore(filepath.Join(t.root, name))
		if err != nil {
			return nil, err
		}
		if ig != nil {
			ignores = append(ignores, ig)
		}
	}
	return ignores, nil
}

// isRegular reports whether there is a file. A link does not count: a commit
// could point it at any file of the reader.
func isRegular(path string) bool {
	st, err := os.Lstat(path)
	return err == nil && st.Mode().IsRegular()
}

// size reads "10MB", "4GiB", "500k" or a number of bytes.
func size(s string) (int64, error) {
	upper := strings.ToUpper(strings.TrimSpace(s))
	num := strings.TrimRight(upper, "KMGTIB ")
	n, err := strconv.ParseFloat(num, 64)
	unit := strings.TrimSpace(upper[len(num):])
	factor, ok := map[string]float64{"": 1, "B": 1, "K": 1e3, "KB": 1e3, "M": 1e6, "MB": 1e6, "G": 1e9, "GB": 1e9,
		"KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30}[unit]
	if err != nil || !ok || n <= 0 || n*factor > 1<<40 {
		return 0, withHint(fmt.Errorf("--max-file-size %q is not a size", s), "write a number of bytes, or 500kB, 10MB, 2GiB")
	}
	return int64(n * factor), nil
}
