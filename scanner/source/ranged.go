package source

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Range is what a set of commits brings in: of each, the lines and names of
// files that no parent has, its message, and its identities.
type Range struct {
	Repo         *gitdir.Repo
	Store        *objects.Store
	Revisions    gitdir.Range
	FirstOnly    bool // --first-parent: as in git log, merges count as what they bring to their first parent
	AllowShallow bool

	mu    sync.Mutex
	info  map[string]*leak.Commit
	dates map[string]int64 // see correctedDates
}

// Scan implements Source. sink must be a DiffSink.
func (r *Range) Scan(ctx context.Context, jobs int, sink Sink) error {
	commits, err := gitdir.Ancestors(r.Store, r.Revisions.Include, r.Revisions.Exclude)
	if err != nil {
		return err
	}
	if r.FirstOnly {
		commits = firstParents(commits, r.Revisions.Include)
	}
	r.info, r.dates = map[string]*leak.Commit{}, correctedDates(commits)
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
				r.commit(worker, &commits[i], cut[commits[i].ID], sink.(DiffSink))
			}
			return ctx.Err()
		})
	}
	return workers.Wait()
}

// correctedDates returns the committers' dates in seconds, corrected as in package
// history: each is later than those of all parents.
func correctedDates(commits []gitdir.Listed) map[string]int64 {
	listed := make(map[objects.ID]*gitdir.Listed, len(commits))
	waiting := make(map[objects.ID]int, len(commits))
	children := map[objects.ID][]objects.ID{}
	for i := range commits {
		listed[commits[i].ID] = &commits[i]
	}
	var ready []objects.ID
	for _, c := range commits {
		for _, p := range c.Parents {
			if listed[p] != nil {
				waiting[c.ID]++
				children[p] = append(children[p], c.ID)
			}
		}
		if waiting[c.ID] == 0 {
			ready = append(ready, c.ID)
		}
	}
	dates := make(map[string]int64, len(commits))
	for ; len(ready) > 0; ready = ready[1:] {
		id := ready[0]
		date := listed[id].Committer.When.Unix()
		for _, p := range listed[id].Parents {
			if listed[p] != nil {
				date = max(date, dates[p.String()]+1)
			}
		}
		dates[id.String()] = date
		for _, c := range children[id] {
			if waiting[c]--; waiting[c] == 0 {
				ready = append(ready, c)
			}
		}
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

// firstParents keeps of commits those that tips reach by first parents alone.
func firstParents(commits []gitdir.Listed, tips []objects.ID) []gitdir.Listed {
	at := make(map[objects.ID]int, len(commits))
	for i, c := range commits {
		at[c.ID] = i
	}
	kept := make([]bool, len(commits))
	for _, id := range tips {
		for i, ok := at[id]; ok && !kept[i]; i, ok = at[id] {
			kept[i] = true
			if len(commits[i].Parents) == 0 {
				break
			}
			id = commits[i].Parents[0]
		}
	}
	var out []gitdir.Listed
	for i, c := range commits {
		if kept[i] {
			out = append(out, c)
		}
	}
	return out
}

func (r *Range) commit(worker int, c *gitdir.Listed, cut bool, sink DiffSink) {
	id := c.ID.String()
	sink.Count("commit", 1, 1)
	r.remember(c)
	if cut && len(c.Parents) > 0 {
		sink.Skip(leak.Skip{Reason: leak.SkipShallow, Origin: leak.Origin{Kind: leak.KindCommitMessage, Object: id},
			Detail: "shallow clone: this commit's parents are not here, so all that it holds counts as new", Expected: r.AllowShallow})
	}
	d := &treeDiff{store: r.Store, skip: sink.Skip}
	parents := c.Parents
	if r.FirstOnly && len(parents) > 1 {
		parents = parents[:1]
	}
	var trees []objects.ID
	for _, p := range parents {
		typ, data, err := r.Store.Read(p)
		if err != nil || typ != objects.Commit {
			if !cut {
				sink.Skip(skipOf(err, "", p))
			}
			continue
		}
		trees = append(trees, objects.ParseCommit(data).Tree)
	}
	d.compare(c.Tree, trees, "")
	s := &diffScan{store: r.Store, sink: commitSink{sink, id}, commit: id}
	s.names(worker, d.named)
	removed := contents(r.Store, d.removed)
	for _, ch := range d.added {
		s.scan(worker, ch, removed)
	}
	s.sink.Keep(r.texts(worker, c, s.sink))
}

// texts scans what a commit says rather than holds.
func (r *Range) texts(worker int, c *gitdir.Listed, sink DiffSink) (found []leak.Finding) {
	id := c.ID.String()
	found = append(found, sink.Find(worker, leak.Unit{Origin: leak.Origin{Kind: leak.KindCommitMessage, Object: id}, Data: []byte(c.Message)})...)
	who := c.Author.Name + " <" + c.Author.Email + ">"
	found = append(found, sink.Find(worker, leak.Unit{Origin: leak.Origin{Kind: leak.KindIdentity, Object: id}, Data: []byte(who)})...)
	if by := c.Committer.Name + " <" + c.Committer.Email + ">"; by != who {
		found = append(found, sink.Find(worker, leak.Unit{Origin: leak.Origin{Kind: leak.KindIdentity, Object: id}, Data: []byte(by)})...)
	}
	return found
}

// commitSink notes the commit on all that is kept.
type commitSink struct {
	DiffSink
	commit string
}

func (s commitSink) Keep(findings []leak.Finding) {
	for i := range findings {
		findings[i].Exposure.First = &leak.Commit{ID: s.commit}
	}
	s.DiffSink.Keep(findings)
}

func (r *Range) remember(c *gitdir.Listed) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.info[c.ID.String()] = &leak.Commit{ID: c.ID.String(), Author: c.Author.Name, Email: c.Author.Email, Date: c.Author.When, Message: firstLine(c.Message)}
}

// Attribute implements Attributor: one finding for each rule, secret and path,
// from the commit that brought it in first.
func (r *Range) Attribute(findings []leak.Finding) []leak.Finding {
	type key struct {
		rule, secret, path string
		kind               leak.Kind
	}
	first := map[key]string{}
	versions := map[key]map[string]bool{}
	for _, f := range findings {
		k := key{f.Rule, f.Secret.Reveal(), f.Origin.Path, f.Origin.Kind}
		if old, ok := first[k]; !ok || r.before(f.Exposure.First.ID, old) {
			first[k] = f.Exposure.First.ID
		}
		if versions[k] == nil {
			versions[k] = map[string]bool{}
		}
		versions[k][f.Origin.Object] = true
	}
	out := findings[:0]
	for _, f := range findings {
		k := key{f.Rule, f.Secret.Reveal(), f.Origin.Path, f.Origin.Kind}
		if f.Exposure.First.ID != first[k] {
			continue
		}
		f.Exposure.First = r.info[f.Exposure.First.ID]
		f.Exposure.Occurrences = len(versions[k])
		out = append(out, f)
	}
	return out
}

// contents returns a function that reads objects when first called.
func contents(store *objects.Store, ids []objects.ID) func() [][]byte {
	return sync.OnceValue(func() (out [][]byte) {
		for _, id := range ids {
			if typ, data, err := store.Read(id); err == nil && typ == objects.Blob {
				out = append(out, data)
			}
		}
		return out
	})
}
