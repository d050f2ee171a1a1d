package source

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Range is what a set of commits brings in: of each, the lines and names of
// files that no parent has, its message, its identities and other headers.
type Range struct {
	Repo         *gitdir.Repo
	Store        *objects.Store
	Revisions    gitdir.Range
	FirstOnly    bool // --first-parent: as in git log, merges count as what they bring to their first parent
	AllowShallow bool

	large sync.Mutex // see treeDiff
	mu    sync.Mutex
	info  map[string]*leak.Commit
	links map[string]bool  // submodules that change
	dates map[string]int64 // see correctedDates
}

// Scan implements Source. sink must be a DiffSink.
func (r *Range) Scan(ctx context.Context, jobs int, sink Sink) error {
	for _, p := range r.Store.Outside() {
		sink.Skip(outside(p, ""))
	}
	commits, err := gitdir.Ancestors(r.Store, r.Revisions.Include, r.Revisions.Exclude)
	if err != nil {
		return err
	}
	if r.FirstOnly {
		commits = firstParents(commits, r.Revisions.Include)
	}
	r.info, r.links, r.dates = map[string]*leak.Commit{}, map[string]bool{}, correctedDates(commits)
	shallow, err := r.Repo.Shallow()
	if err != nil {
		return err
	}
	cut := map[objects.ID]bool{}
	for _, id := range shallow {
		cut[id] = true
	}
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx)
	for worker := range max(jobs, 1) {
		workers.Go(func(ctx context.Context) error {
			for ctx.Err() == nil {
				i := int(taken.Add(1) - 1)
				if i >= len(commits) {
					return nil
				}
				r.commit(ctx, worker, &commits[i], cut[commits[i].ID], sink.(DiffSink))
			}
			return ctx.Err()
		})
	}
	err = workers.Wait()
	skipSubmodules(sink, r.links, "", otherCommits)
	return err
}

// correctedDates returns the committers' dates in seconds, corrected as in package
// history: each is later than those of all parents. commits come children first.
func correctedDates(commits []gitdir.Listed) map[string]int64 {
	dates := make(map[string]int64, len(commits))
	for _, c := range slices.Backward(commits) {
		date := c.Committer.When.Unix()
		for _, p := range c.Parents {
			if d, ok := dates[p.String()]; ok {
				date = max(date, d+1)
			}
		}
		dates[c.ID.String()] = date
	}
	return dates
}

// before is the order in which commits count as the first.
func (r *Range) before(a, b string) bool {
	if r.dates[a] != r.dates[b] {
		return r.dates[a] < r.dates[b]
	}
	return a < b
}

// firstParents keeps of commits, children first, those that tips reach by first
// parents alone.
func firstParents(commits []gitdir.Listed, tips []objects.ID) (out []gitdir.Listed) {
	keep := map[objects.ID]bool{}
	for _, id := range tips {
		keep[id] = true
	}
	for _, c := range commits {
		if keep[c.ID] {
			out = append(out, c)
			if len(c.Parents) > 0 {
				keep[c.Parents[0]] = true
			}
		}
	}
	return out
}

func (r *Range) commit(ctx context.Context, worker int, c *gitdir.Listed, cut bool, sink DiffSink) {
	id := c.ID.String()
	sink.Count("commit", 1, 1)
	r.remember(c)
	if cut && len(c.Parents) > 0 {
		sink.Skip(leak.Skip{Reason: leak.SkipShallow, Origin: leak.Origin{Kind: leak.KindCommitMessage, Object: id},
			Detail: "shallow clone: this commit's parents are not here, so all that it holds counts as new", Expected: r.AllowShallow})
	}
	d := newTreeDiff(ctx, r.Store, sink.Skip)
	d.large = &r.large
	defer d.close()
	parents := c.Parents
	if r.FirstOnly && len(parents) > 1 {
		parents = parents[:1]
	}
	var trees []objects.ID
	for _, p := range parents {
		typ, data, err := r.Store.Read(p)
		if err == nil && typ != objects.Commit {
			err = fmt.Errorf("it is a %s, not a commit", typ)
		}
		if err != nil {
			if !cut {
				sink.Skip(skipOf(err, "", p))
			}
			continue
		}
		trees = append(trees, objects.ParseCommit(data).Tree)
	}
	d.compare(c.Tree, trees, "")
	r.linked(d.links)
	s := newDiffScan(ctx, r.Repo, r.Store, commitSink{sink, &leak.Commit{ID: id}}, d.removed)
	s.names(worker, d.named)
	for _, ch := range together(d.added) {
		if ctx.Err() != nil {
			return
		}
		s.scan(worker, ch)
	}
	r.texts(worker, c.ID, s.sink)
}

// texts scans what a commit says rather than holds.
func (r *Range) texts(worker int, id objects.ID, sink DiffSink) {
	_, data, err := r.Store.Read(id)
	if err != nil {
		sink.Skip(skipOf(err, "", id))
		return
	}
	t := textsOf(data)
	scan := func(kind leak.Kind, text []byte) {
		if len(text) > 0 {
			sink.Keep(sink.Find(worker, leak.Unit{Origin: leak.Origin{Kind: kind, Object: id.String()}, Data: text}))
		}
	}
	scan(leak.KindCommitMessage, t.message)
	scan(leak.KindHeader, t.headers)
	var scanned []string
	for _, p := range t.people {
		if who := string(appendWho(nil, p)); !slices.Contains(scanned, who) {
			scanned = append(scanned, who)
			scan(leak.KindIdentity, []byte(who))
		}
	}
}

// commitSink notes the commit on all that is kept.
type commitSink struct {
	DiffSink
	commit *leak.Commit
}

func (s commitSink) Keep(findings []leak.Finding) {
	for i := range findings {
		findings[i].Exposure.First = s.commit
	}
	s.DiffSink.Keep(findings)
}

func (r *Range) linked(paths []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, path := range paths {
		r.links[path] = true
	}
}

func (r *Range) remember(c *gitdir.Listed) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.info[c.ID.String()] = &leak.Commit{ID: c.ID.String(), Author: c.Author.Name, Email: c.Author.Email, Date: c.Author.When, Message: firstLine(c.Message), Committed: other(c.Committer.When, c.Author.When)}
}

// Attribute implements Attributor: one finding for each rule, secret and path,
// from the commit that brought it in first.
func (r *Range) Attribute(findings []leak.Finding) []leak.Finding {
	type key struct {
		rule, secret, path string
		kind               leak.Kind
	}
	first := map[key]string{}
	type version struct {
		key
		object string
	}
	seen := map[version]bool{}
	versions := map[key]int{}
	for _, f := range findings {
		k := key{f.Rule, f.Secret.Reveal(), f.Origin.Path, f.Origin.Kind}
		if old, ok := first[k]; !ok || r.before(f.Exposure.First.ID, old) {
			first[k] = f.Exposure.First.ID
		}
		if v := (version{k, f.Origin.Object}); !seen[v] {
			seen[v] = true
			versions[k]++
		}
	}
	out := findings[:0]
	for _, f := range findings {
		k := key{f.Rule, f.Secret.Reveal(), f.Origin.Path, f.Origin.Kind}
		if f.Exposure.First.ID != first[k] {
			continue
		}
		f.Exposure.First = r.info[f.Exposure.First.ID]
		f.Exposure.Occurrences = versions[k]
		out = append(out, f)
	}
	return out
}
