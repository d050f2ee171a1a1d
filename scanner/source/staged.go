package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sort"
	"strings"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Staged is what the next commit would contain and no parent does: the index
// against HEAD, and in a merge against what is being merged too.
type Staged struct {
	Repo      *gitdir.Repo
	Store     *objects.Store
	IndexFile string // the index to read; git names one in GIT_INDEX_FILE when it runs a hook
}

// Scan implements Source. sink must be a DiffSink.
func (s *Staged) Scan(ctx context.Context, jobs int, sink Sink) error {
	for _, p := range s.Store.Outside() {
		sink.Skip(outside(p, ""))
	}
	if err := s.Repo.Outside(s.IndexFile); err != nil {
		return err
	}
	index, err := gitdir.ReadIndex(s.IndexFile, s.Repo.GitDir, s.Repo.HashSize)
	if err != nil {
		return err
	}
	parents, err := s.parents()
	if err != nil {
		return err
	}
	changed := s.changes(ctx, index, parents, sink)
	defer changed.close()
	for _, path := range conflicts(index.Entries) {
		sink.Skip(leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Path: path}, Detail: "in conflict: the index has no version to commit yet"})
	}
	skipSubmodules(sink, setOf(changed.links), "", otherCommits)
	changes := together(changed.added)
	d := newDiffScan(ctx, s.Repo, s.Store, sink.(DiffSink), changed.removed)
	d.names(0, changed.named)
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx)
	for worker := range max(1, min(jobs, len(changes))) {
		workers.Go(func(ctx context.Context) error {
			for ctx.Err() == nil {
				i := int(taken.Add(1) - 1)
				if i >= len(changes) {
					return nil
				}
				d.scan(worker, changes[i])
			}
			return ctx.Err()
		})
	}
	return workers.Wait()
}

// maxMergeHead has room for a merge of 16,000 branches.
const maxMergeHead = 1 << 20

// parents returns the trees of HEAD and of all commits in MERGE_HEAD; none
// before the first commit.
func (s *Staged) parents() (trees []objects.ID, err error) {
	head, _, err := s.Repo.Head()
	if err != nil {
		return nil, err
	}
	var commits []objects.ID
	if !head.IsZero() {
		commits = append(commits, head)
	}
	merging, err := objects.ReadSmall(filepath.Join(s.Repo.GitDir, "MERGE_HEAD"), maxMergeHead)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading what is being merged: %w", err)
	}
	for line := range strings.Lines(string(merging)) {
		if id, err := objects.ParseID(strings.TrimSpace(line)); err == nil {
			commits = append(commits, id)
		}
	}
	for _, id := range commits {
		typ, data, err := s.Store.Read(id)
		if err == nil && typ != objects.Commit {
			err = fmt.Errorf("it is a %s, not a commit", typ)
		}
		if err != nil {
			return nil, fmt.Errorf("reading commit %s: %w", id, err)
		}
		trees = append(trees, objects.ParseCommit(data).Tree)
	}
	return trees, nil
}

// changes compares the index with the parents' trees. Folders whose tree the
// index's cache-tree names are compared by that name alone.
func (s *Staged) changes(ctx context.Context, index *gitdir.Index, parents []objects.ID, sink Sink) *treeDiff {
	d := newTreeDiff(ctx, s.Store, sink.Skip)
	w := &indexDiff{treeDiff: d, cached: index.Cached, sink: sink}
	w.compare(staged(index.Entries), parents, "")
	sort.Slice(d.added, func(i, j int) bool { return d.added[i].path < d.added[j].path })
	return d
}

// conflicts returns the paths that are not merged yet.
func conflicts(entries []gitdir.Entry) (paths []string) {
	for _, e := range entries {
		if e.Stage > 0 && (len(paths) == 0 || paths[len(paths)-1] != e.Path) {
			paths = append(paths, e.Path)
		}
	}
	return paths
}

// staged drops what is not part of the next commit: entries in conflict and
// paths added without content.
func staged(entries []gitdir.Entry) []gitdir.Entry {
	out := make([]gitdir.Entry, 0, len(entries))
	for _, e := range entries {
		if !e.IntentToAdd && e.Stage == 0 {
			out = append(out, e)
		}
	}
	return out
}

// indexDiff compares the index, a sorted list of paths, with trees.
type indexDiff struct {
	*treeDiff
	cached map[string]objects.ID
	sink   Sink
}

// compare takes the entries below dir ("" or ending in "/").
func (w *indexDiff) compare(entries []gitdir.Entry, parents []objects.ID, dir string) {
	if id, ok := w.cached[strings.TrimSuffix(dir, "/")]; ok {
		for _, p := range parents {
			if p == id {
				return
			}
		}
	}
	olds := make([]map[string]treeNode, len(parents))
	for i, p := range parents {
		olds[i] = w.entries(p, dir)
	}
	own := map[string]bool{}
	for len(entries) > 0 {
		name := entries[0].Path[len(dir):]
		slash := strings.IndexByte(name, '/')
		if slash < 0 {
			own[name] = true
			w.entry(treeNode{entries[0].Mode, entries[0].ID}, olds, name, dir)
			entries = entries[1:]
			continue
		}
		name = name[:slash]
		own[name] = true
		n := sort.Search(len(entries), func(i int) bool {
			return !strings.HasPrefix(entries[i].Path, dir+name+"/") && entries[i].Path > dir+name+"/"
		})
		if entries[0].Path == dir+name+"/" { // sparse: the folder as one tree
			w.entry(treeNode{gitdir.ModeTree, entries[0].ID}, olds, name, dir)
			n = 1 // what else is in it, if a forged index says so, is looked at too
		} else {
			w.folder(entries[:n], olds, name, dir)
		}
		entries = entries[n:]
	}
	for _, o := range olds {
		for _, name := range sortedNames(o) {
			if !own[name] {
				w.gone(o[name], dir+name)
			}
		}
	}
}

func (w *indexDiff) folder(entries []gitdir.Entry, olds []map[string]treeNode, name, dir string) {
	below := make([]objects.ID, len(olds))
	w.name(olds, name, dir)
	for i, o := range olds {
		switch n, ok := o[name]; {
		case ok && n.mode == gitdir.ModeTree:
			below[i] = n.id
		case ok:
			w.gone(n, dir+name)
		}
	}
	w.compare(entries, below, dir+name+"/")
}

// firstLine is a message's subject.
func firstLine(message string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(message), "\n")
	return line
}
