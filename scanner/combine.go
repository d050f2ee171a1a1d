package scanner

import (
	"path/filepath"
	"sort"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// Combine makes one result of those of several repositories. Each finding keeps the
// fingerprint that it has in its own; the repository's name, its path below the folder
// that holds them all, is put before where it stands. Who shares a secret, and how
// urgent that makes it, is found out anew over all.
func Combine(results []*Result, g decide.Grader) *Result {
	first := results[0].Run
	out := &Result{Run: leak.Run{Schema: first.Schema, Tool: first.Tool, Version: first.Version, Mode: first.Mode}}
	var roots, targets []string
	for _, r := range results {
		roots, targets = append(roots, r.Run.Root), append(targets, r.Run.Target)
	}
	out.Run.Root, out.Run.Target = source.CommonRoot(roots), strings.Join(targets, " ")
	counts, known := map[string]*leak.ObjectCount{}, map[string]int{}
	for i, r := range results {
		out.masks = append(out.masks, r.masks...)
		name := repositoryName(out.Run.Root, roots[i])
		out.Run.Repositories = append(out.Run.Repositories, leak.Repository{Name: name, Target: targets[i], Root: roots[i],
			Remote: r.Run.Remote, Remotes: r.Run.Remotes, Branch: r.Run.Branch, Revision: r.Run.Revision})
		for _, rule := range r.Run.Rules {
			at, ok := known[rule.ID]
			if !ok {
				at = len(out.Run.Rules)
				known[rule.ID], out.Run.Rules = at, append(out.Run.Rules, rule)
			}
			out.Run.Rules[at].Foreign = out.Run.Rules[at].Foreign || rule.Foreign
		}
		for _, f := range r.Findings {
			f.Origin.Repo = inRepository(name, f.Origin.Repo)
			out.Findings = append(out.Findings, f)
		}
		for _, s := range r.Skips {
			s.Origin.Repo = inRepository(name, s.Origin.Repo)
			out.Skips = append(out.Skips, s)
		}
		add(&out.Summary, r.Summary, counts)
	}
	for _, n := range counts {
		out.Summary.Objects = append(out.Summary.Objects, *n)
	}
	sort.Slice(out.Summary.Objects, func(i, j int) bool { return out.Summary.Objects[i].Type < out.Summary.Objects[j].Type })
	out.Summary.Complete = out.Summary.Skips == 0
	sort.SliceStable(out.Findings, func(i, j int) bool { return leak.Less(&out.Findings[i], &out.Findings[j]) })
	sort.SliceStable(out.Skips, func(i, j int) bool { return lessSkip(&out.Skips[i], &out.Skips[j]) })
	oneID(out.Findings)
	decide.Share(out.Findings)
	out.Grade(g)
	return out
}

// repositoryName is the path of a repository below the root of the run.
func repositoryName(root, dir string) string {
	if rel, err := filepath.Rel(root, dir); err == nil {
		dir = rel
	}
	return filepath.ToSlash(dir)
}

// inRepository names what is called module ("modules/lib", "" for the repository
// itself) in the repository of this name.
func inRepository(name, module string) string {
	if module == "" {
		return name
	}
	return name + "/.git/" + module
}

// add adds the account of one run to that of all.
func add(to *leak.Summary, s leak.Summary, counts map[string]*leak.ObjectCount) {
	to.Findings += s.Findings
	to.Suppressed += s.Suppressed
	to.Skips += s.Skips
	to.Bytes += s.Bytes
	to.Unused = append(to.Unused, s.Unused...)
	for _, o := range s.Objects {
		n := counts[o.Type]
		if n == nil {
			n = &leak.ObjectCount{Type: o.Type}
			counts[o.Type] = n
		}
		n.Listed, n.Scanned, n.Skipped = n.Listed+o.Listed, n.Scanned+o.Scanned, n.Skipped+o.Skipped
	}
}

// oneID gives a secret one id in all repositories, that of the first: ids are keyed by
// repository.
func oneID(findings []leak.Finding) {
	ids := map[leak.Secret]string{}
	for i := range findings {
		f := &findings[i]
		if !f.Secret.Known() {
			continue
		}
		if id, ok := ids[f.Secret]; ok {
			f.SecretID = id
		} else {
			ids[f.Secret] = f.SecretID
		}
	}
}
