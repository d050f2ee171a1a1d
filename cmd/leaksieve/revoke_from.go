package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// fromRun picks findings of a saved run, and reads the secrets of those again that it
// does not hold. args may name where the repository is now.
func (a *app) fromRun(ctx context.Context, f *revokeFlags, args []string) (*chosen, error) {
	var run savedRun
	if err := a.readRun(f.from, &run, reporters.ReadSecrets); err != nil {
		return nil, err
	}
	picked, err := f.pick(run.findings, run.run.Rules)
	if err != nil {
		return nil, err
	}
	c := &chosen{run: run.run}
	hideKnown(&c.run, run.findings, picked)
	parts := partsOf(run.run, picked)
	if len(args) == 1 {
		if len(parts) != 1 {
			return nil, withHint(errors.New("the saved run is one of several repositories"), "leave the repository out: the run says where they are")
		}
		parts[0].run.Root = args[0]
	}
	for _, p := range parts {
		c.roots = append(c.roots, p.run.Root)
		if err := a.reread(ctx, f, p, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// hideKnown masks the secrets of a run that was saved in clear wherever else they stand
// in it and may be told: in names.
func hideKnown(run *leak.Run, all, findings []leak.Finding) {
	var known []leak.Secret
	for _, f := range all {
		known = append(known, f.Secret)
		for _, p := range f.Parts {
			known = append(known, p.Secret)
		}
	}
	slices.SortFunc(known, func(a, b leak.Secret) int { return len(b.Reveal()) - len(a.Reveal()) })
	var pairs []string
	for _, s := range slices.Compact(known) {
		if clear := s.Reveal(); clear != "" {
			pairs = append(pairs, clear, s.String(), url.PathEscape(clear), s.String())
		}
	}
	hide := strings.NewReplacer(pairs...).Replace
	run.Target, run.Root, run.Remote, run.Branch = hide(run.Target), hide(run.Root), hide(run.Remote), hide(run.Branch)
	for i := range findings {
		if o := &findings[i].Origin; findings[i].Secret.Known() {
			o.Repo, o.Path, o.Ref = hide(o.Repo), hide(o.Path), hide(o.Ref)
		}
	}
}

// runPart is the part of a saved run that is of one repository. name is what it is
// called in the run, "" where it is the only one.
type runPart struct {
	run      leak.Run
	name     string
	findings []leak.Finding
}

// partsOf takes a run of several repositories apart.
func partsOf(run leak.Run, findings []leak.Finding) []runPart {
	if len(run.Repositories) == 0 {
		return []runPart{{run, "", findings}}
	}
	var parts []runPart
	for _, r := range run.Repositories {
		own := run
		own.Root, own.Target = r.Root, r.Target
		p := runPart{run: own, name: r.Name}
		for _, f := range findings {
			if _, ok := moduleIn(f.Origin.Repo, r.Name); ok {
				p.findings = append(p.findings, f)
			}
		}
		parts = append(parts, p)
	}
	return parts
}

// moduleIn returns the module that repo is in the repository of that name: the reverse of
// what scanner.Combine does.
func moduleIn(repo, name string) (module string, ok bool) {
	if repo == name {
		return "", true
	}
	return strings.CutPrefix(repo, name+"/.git/")
}

// reread adds to c the findings of a part whose secrets are known or can be read.
func (a *app) reread(ctx context.Context, f *revokeFlags, p runPart, c *chosen) error {
	var masked []leak.Finding
	for _, g := range p.findings {
		if g.Secret.Known() {
			c.known = append(c.known, g)
			continue
		}
		if p.name != "" {
			g.Origin.Repo, _ = moduleIn(g.Origin.Repo, p.name)
		}
		masked = append(masked, g)
	}
	if len(masked) == 0 {
		return nil
	}
	o, done, err := a.rereading(f, p.run)
	if err != nil {
		return err
	}
	defer done()
	disown(c.run.Rules, o.Set)
	known, lost, err := scanner.Reread(ctx, o, masked)
	for i := range known {
		known[i].Origin.Repo = p.nameOf(known[i].Origin.Repo)
	}
	for i := range lost {
		lost[i].Finding.Origin.Repo = p.nameOf(lost[i].Finding.Origin.Repo)
	}
	c.known, c.lost = append(c.known, known...), append(c.lost, lost...)
	return err
}

// disown marks rules of a saved run that the repository decides on today.
func disown(of []leak.Rule, set *rules.Set) {
	for i := range of {
		if r := set.Rule(of[i].ID); r != nil && r.Foreign {
			of[i].Foreign = true
		}
	}
}

// nameOf is what a module of the part's repository is called in the run.
func (p *runPart) nameOf(module string) string {
	switch {
	case p.name == "":
		return module
	case module == "":
		return p.name
	}
	return p.name + "/.git/" + module
}

// rereading opens what a run was of. done closes it.
func (a *app) rereading(f *revokeFlags, run leak.Run) (o scanner.Rereading, done func(), err error) {
	limit, err := size(f.scan.maxFileSize)
	if err != nil {
		return o, nil, err
	}
	var t target
	done = func() {}
	again := &source.Again{Run: run, Limit: limit}
	switch run.Mode {
	case "stdin":
		o.Key = func() ([]byte, error) { return source.FingerprintKey(nil, nil) }
	case "dir":
		t = a.filesTarget("dir", run.Target, run.Root, limit, f.scan.trustConfig)
		o.Key = t.key
	default:
		repo, err := a.open(run.Root, f.scan.trustConfig)
		if err != nil {
			return o, nil, withHint(fmt.Errorf("opening the repository of the saved run: %w", err), "name where it is now: `leaksieve revoke --from RUN REPOSITORY`")
		}
		t = a.repositoryTarget(run.Mode, run.Target, repo)
		store, err := source.OpenStore(repo, limit, a.alternates(repo))
		if err != nil {
			return o, nil, err
		}
		again.Repo, again.Store = repo, store
		done = func() { again.Close(); store.Close() }
		o.Key = func() ([]byte, error) { return source.FingerprintKey(repo, store) }
	}
	if o.Set, _, err = a.loadRules(&f.scan, t); err != nil {
		done()
		return o, nil, err
	}
	o.From = again
	return o, done, nil
}
