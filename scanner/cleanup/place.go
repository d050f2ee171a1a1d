package cleanup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Where says where a finding stands, in words.
func Where(f *leak.Finding) string {
	o := &f.Origin
	where := o.Path
	if f.Start.Line > 0 && where != "" {
		where = fmt.Sprintf("%s:%d", where, f.Start.Line)
	}
	switch o.Kind {
	case leak.KindCommitMessage:
		where = "message of commit " + short(o.Object)
	case leak.KindTagMessage:
		where = "message of tag " + short(o.Object)
	case leak.KindIdentity:
		where = "author, committer or tagger of " + short(o.Object)
	case leak.KindHeader:
		where = "header of " + short(o.Object)
	case leak.KindRef:
		where = "name of ref " + o.Ref
	case leak.KindReflog:
		where = "reflog of " + o.Ref
	case leak.KindPath:
		where = "name " + o.Path
	default:
		if o.Object != "" {
			where = strings.TrimSpace(where + " (blob " + short(o.Object) + ")")
		}
	}
	if n := f.Exposure.Occurrences; n > 1 {
		where += fmt.Sprintf(" and %d other versions", n-1)
	}
	if o.Repo != "" {
		where = o.Repo + ": " + where
	}
	return where
}

func short(id string) string { return id[:min(len(id), 12)] }

// Held says what holds a finding, and what lets go of it.
func Held(f *leak.Finding) string {
	e := &f.Exposure
	switch {
	case f.Origin.Kind == leak.KindReflog && f.Origin.Ref == "refs/stash":
		return "a message of the stash: `git stash clear`"
	case f.Origin.Kind == leak.KindReflog:
		return "`git reflog expire --expire=now " + f.Origin.Ref + "`"
	case f.Origin.Kind == leak.KindRef:
		return "rename it with `git update-ref --stdin`"
	case f.Origin.Object == "" && strings.HasPrefix(f.Origin.Path, ".git/"):
		return "a file of git's own: edit or delete it"
	case len(e.Refs) > 0:
		n := max(e.RefCount, len(e.Refs))
		held := "in " + strings.Join(e.Refs[:min(len(e.Refs), 3)], ", ")
		if n > 3 {
			held += fmt.Sprintf(" and %d other refs", n-3)
		}
		return held
	case slices.Contains(e.HeldBy, "dangling"):
		return "dangling: `git gc --prune=now`"
	case slices.Contains(e.HeldBy, "reflog"):
		return "in a reflog: `git -c gc.reflogExpire=now -c gc.reflogExpireUnreachable=now reflog expire --all`, then `git gc --prune=now`"
	case slices.Contains(e.HeldBy, "stash"):
		return "in the stash: `git stash drop`, then `git gc --prune=now`"
	case slices.Contains(e.HeldBy, "index"):
		return "in an index: `git reset`, then `git gc --prune=now`"
	}
	return "no commit holds it: `git gc --prune=now`"
}

// Hide returns a text with the secrets of the target masked.
func (t *Target) Hide(text string) string {
	if t.hide == nil {
		t.hide = t.replacer()
	}
	return t.hide.Replace(text)
}

func (t *Target) replacer() *strings.Replacer {
	type pair struct{ text, mask string }
	var all []pair
	for i := range t.Secrets {
		s := &t.Secrets[i]
		if s.Weak != "" {
			continue
		}
		for _, sp := range spellings(s.Value.Reveal()) {
			all = append(all, pair{sp.text, s.Value.String()})
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(len(b.text), len(a.text)) })
	var args []string
	for _, p := range all {
		args = append(args, p.text, p.mask)
	}
	return strings.NewReplacer(args...)
}
