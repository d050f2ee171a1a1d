package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/scanner/cleanup"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// tell prints what a plan is about.
func (c *cleaning) tell(plan *cleanup.Plan, placed []leak.Finding, place *folder) error {
	var b bytes.Buffer
	t := plan.Target
	if plan.Empty() {
		fmt.Fprintln(&b, "there is nothing to clean")
	}
	stashed := map[int]bool{}
	for i := range placed {
		n, file := cleanup.Number(&placed[i])
		if file >= 0 {
			n = len(t.Secrets) + file
		}
		e := &placed[i].Exposure
		stashed[n] = stashed[n] || slices.Contains(e.HeldBy, "stash") || slices.Equal(e.Refs, []string{"refs/stash"}) || placed[i].Origin.Ref == "refs/stash"
	}
	for i, s := range t.Secrets {
		fmt.Fprintf(&b, "%s  %s  %s\n", strings.ToUpper(string(s.Severity)), s.Value, t.Hide(s.Description))
		if s.Weak != "" {
			fmt.Fprintf(&b, "  by hand    %s: neither replaced nor looked for\n", s.Weak)
		} else {
			fmt.Fprintf(&b, "  stands in  %s\n", stands(&plan.Counts[i], stashed[i]))
		}
		fmt.Fprintf(&b, "  id         %s\n\n", strings.Join(s.Fingerprints, " "))
	}
	for i, f := range t.Files {
		n := len(t.Secrets) + i
		fmt.Fprintf(&b, "%s  %s  %s\n  stands in  %s\n  id         %s\n\n", strings.ToUpper(string(f.Severity)), reporters.Printable(t.Hide(f.Path)), f.Description,
			stands(&plan.Counts[n], stashed[n]), strings.Join(f.Fingerprints, " "))
	}
	switch {
	case plan.Empty():
	case place == nil:
		fmt.Fprintln(&b, "nothing was written; `-o FOLDER` writes what takes them out of the history")
	default:
		fmt.Fprintf(&b, "%s/%s says what to do; the folder holds the secrets in clear\n", reporters.Printable(t.Hide(c.f.folder)), cleanup.ReadmeFile)
	}
	for _, dir := range plan.Modules() {
		fmt.Fprintf(&b, "a submodule is a repository of its own, and this one holds secrets too: leaksieve cleanup %s\n", reporters.Printable(t.Hide(dir)))
	}
	if c.a.code == exitIncomplete {
		fmt.Fprintln(&b, "not everything could be read, `leaksieve git` says what: there may be more")
	}
	return c.a.print("%s", b.String())
}

// stands says in how much a secret stands.
func stands(n *cleanup.Counts, stashed bool) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{n.Blobs, "blob"}, {n.Messages, "message or header"}, {n.Identities, "identity"}, {n.Paths, "name of a file"}, {n.Refs, "name of a ref"}, {n.Reflogs, "line of a reflog"}, {n.Files, "file of .git"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d × %s", p.n, p.what))
		}
	}
	if stashed {
		parts = append(parts, "the stash")
	}
	if len(parts) == 0 {
		return "nothing that the search reads"
	}
	out := strings.Join(parts, ", ")
	if len(n.How) > 0 {
		out += "; also " + strings.Join(n.How, ", ")
	}
	return out
}

// check proves that nothing holds a target, or says what does.
func (c *cleaning) check(ctx context.Context) error {
	t, err := readTarget(c.f.check)
	if err != nil {
		return err
	}
	search, placed, err := c.search(ctx, t)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	standing := c.standing(&b, t, placed)
	weak := 0
	for _, s := range t.Secrets {
		if s.Weak != "" {
			weak++
			fmt.Fprintf(&b, "%s  %s\n  cannot be proven by a search: %s\n\n", s.Value, t.Hide(s.Description), s.Weak)
		}
	}
	sum, skips := search.Summary()
	for i, sk := range skips {
		if i == maxTold {
			fmt.Fprintf(&b, "not read: %d further ones\n", len(skips)-i)
			break
		}
		if !sk.Expected {
			fmt.Fprintf(&b, "not read: %s\n", reporters.Printable(t.Hide(strings.Join(nonEmpty(string(sk.Reason), sk.Origin.Path, sk.Origin.Ref, sk.Origin.Object, sk.Detail), "  "))))
		}
	}
	all := len(t.Secrets) + len(t.Files)
	fmt.Fprintf(&b, "%s; %s\n", verdictOf(standing, weak, all, sum.Complete), reporters.Receipt(sum))
	switch {
	case !sum.Complete || standing == 0 && weak > 0:
		c.a.code = exitIncomplete
	case standing > 0:
		c.a.code = exitFindings
	}
	return c.a.print("%s", b.String())
}

// maxTold is how many places of one secret, and things not read, are named.
const maxTold = 50

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}

func verdictOf(standing, weak, all int, complete bool) string {
	switch {
	case standing > 0:
		return fmt.Sprintf("%d of %d still stand", standing, all)
	case !complete:
		return fmt.Sprintf("nothing is proven: none of %d stands in what was read", all)
	case weak > 0:
		return fmt.Sprintf("none of the other %d stands anywhere; of %d nothing is proven", all-weak, weak)
	}
	return fmt.Sprintf("proven: none of %d stands anywhere", all)
}

// standing prints where secrets still stand and returns how many do.
func (c *cleaning) standing(b *bytes.Buffer, t *cleanup.Target, placed []leak.Finding) (n int) {
	by := map[int][]string{}
	for i := range placed {
		f := &placed[i]
		secret, file := cleanup.Number(f)
		if file >= 0 {
			secret = len(t.Secrets) + file
		}
		by[secret] = append(by[secret], "  "+reporters.Printable(t.Hide(cleanup.Where(f)))+"\n    "+reporters.Printable(t.Hide(cleanup.Held(f)))+"\n")
	}
	tell := func(i int, name, description string) {
		lines := by[i]
		if len(lines) == 0 {
			return
		}
		n++
		slices.Sort(lines)
		lines = slices.Compact(lines) // a file is found by its path and by its object
		fmt.Fprintf(b, "%s  %s still stands\n%s", name, t.Hide(description), strings.Join(lines[:min(len(lines), maxTold)], ""))
		if len(lines) > maxTold {
			fmt.Fprintf(b, "  and %d further places\n", len(lines)-maxTold)
		}
		fmt.Fprintln(b)
	}
	for i, s := range t.Secrets {
		tell(i, s.Value.String(), s.Description)
	}
	for i, f := range t.Files {
		tell(len(t.Secrets)+i, reporters.Printable(t.Hide(f.Path)), f.Description)
	}
	return n
}
