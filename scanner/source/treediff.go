package source

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// treeDiff compares a tree with those of all parents.
type treeDiff struct {
	ctx   context.Context
	store *objects.Store
	large *sync.Mutex // held by one that has grown large, until close: several at a time would take too much memory; may be nil
	skip  func(leak.Skip)
	// named are paths, of files and folders, that no parent has.
	named []string
	// added are paths whose object no parent has at that path.
	added []change
	// removed are the objects of paths that a parent has and the tree lacks,
	// where the content of an added path may have come from.
	removed []objects.ID
	// links are paths of submodules, whose commit no parent has there.
	links []string

	trees map[objects.ID]map[string]treeNode
	limit int         // of cost
	cost  int         // of what was read of trees and noted of changes, in bytes
	holds bool        // large
	left  int         // entries and trees that were not looked at because of a limit
	first leak.Origin // of the first of them
}

// maxTreeDepth is git's own limit on how deep trees are nested (core.maxTreeDepth);
// maxTreeCost bounds the memory for trees made to hold more paths than there are
// atoms ("git bombs"): about a million short paths. largeCost is what several
// comparisons may take at a time.
const (
	maxTreeDepth = 2048
	maxTreeCost  = 1 << 29
	largeCost    = 1 << 24
	entryCost    = 100 // and the length of the path
)

func newTreeDiff(ctx context.Context, store *objects.Store, skip func(leak.Skip)) *treeDiff {
	return &treeDiff{ctx: ctx, store: store, skip: skip, trees: map[objects.ID]map[string]treeNode{}, limit: maxTreeCost}
}

// pay adds to the cost what holding a path takes.
func (d *treeDiff) pay(path string) {
	d.cost += entryCost + len(path)
	if d.cost > largeCost && d.large != nil && !d.holds {
		d.large.Lock()
		d.holds = true
	}
}

// tooMuch reports whether to go no further at path: the scan was stopped, or a
// limit is met, which close tells.
func (d *treeDiff) tooMuch(id objects.ID, path string) bool {
	if d.ctx.Err() != nil {
		return true
	}
	if d.cost < d.limit && strings.Count(path, "/") <= maxTreeDepth {
		return false
	}
	if d.left++; d.left == 1 {
		d.first = leak.Origin{Kind: leak.KindFile, Path: path, Object: id.String()}
	}
	return true
}

// close says what was left out. The changes are not to be used after it.
func (d *treeDiff) close() {
	if d.holds {
		d.large.Unlock()
	}
	if d.left > 0 {
		d.skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: d.first, Count: d.left,
			Detail: fmt.Sprintf("files and folders, with all below them, of trees nested more than %d deep, or with millions of paths", maxTreeDepth)})
	}
}

type treeNode struct {
	mode uint32
	id   objects.ID
}

// entries reads a tree; a zero id is the empty tree. Each is read once, at however
// many paths it stands.
func (d *treeDiff) entries(id objects.ID, path string) map[string]treeNode {
	if id.IsZero() || d.tooMuch(id, path) {
		return nil
	}
	d.pay(path)
	out, ok := d.trees[id]
	if !ok {
		out = d.read(id, path)
		d.trees[id] = out
		for name := range out {
			d.pay(name)
		}
	}
	return out
}

func (d *treeDiff) read(id objects.ID, path string) map[string]treeNode {
	out := map[string]treeNode{}
	typ, data, err := d.store.Read(id)
	if err == nil && typ != objects.Tree {
		err = fmt.Errorf("it is a %s, not a tree", typ)
	}
	if err != nil {
		d.skip(skipOf(err, path, id))
		return out
	}
	twice := false
	whole := objects.Entries(data, d.store.HashSize(), func(e objects.TreeEntry) bool {
		_, again := out[string(e.Name)]
		twice = twice || again
		out[string(e.Name)] = treeNode{e.Mode, objects.NewID(e.ID)}
		return true
	})
	if twice { // no git writes one; of the two the last is compared
		d.skip(skipOf(errors.New("tree has two entries of one name"), path, id))
	}
	if !whole {
		d.skip(skipOf(errors.New("tree cannot be read to its end"), path, id))
	}
	return out
}

// compare adds what the tree has and none of the parents.
func (d *treeDiff) compare(tree objects.ID, parents []objects.ID, dir string) {
	for _, p := range parents {
		if p == tree {
			return
		}
	}
	own := d.entries(tree, dir)
	olds := make([]map[string]treeNode, len(parents))
	for i, p := range parents {
		olds[i] = d.entries(p, dir)
		for _, name := range sortedNames(olds[i]) {
			if _, ok := own[name]; !ok {
				d.gone(olds[i][name], dir+name)
			}
		}
	}
	for _, name := range sortedNames(own) {
		d.entry(own[name], olds, name, dir)
	}
}

func (d *treeDiff) entry(n treeNode, olds []map[string]treeNode, name, dir string) {
	if d.tooMuch(n.id, dir+name) {
		return
	}
	var below, old []objects.ID
	d.name(olds, name, dir)
	for _, o := range olds {
		on, ok := o[name]
		if ok && on == n {
			return
		}
		switch {
		case ok && on.mode == gitdir.ModeTree:
			below = append(below, on.id)
			if n.mode != gitdir.ModeTree {
				d.gone(on, dir+name)
			}
		case ok && on.mode != gitdir.ModeGitlink:
			old = append(old, on.id)
			if n.mode == gitdir.ModeTree {
				d.gone(on, dir+name)
			}
			below = append(below, objects.ID{})
		default:
			below = append(below, objects.ID{})
		}
	}
	switch n.mode {
	case gitdir.ModeTree:
		d.compare(n.id, below, dir+name+"/")
	case gitdir.ModeGitlink:
		d.pay(dir + name)
		d.links = append(d.links, dir+name)
	default:
		d.pay(dir + name)
		d.added = append(d.added, change{path: dir + name, id: n.id, mode: n.mode, old: old})
	}
}

// name notes a path that no parent has.
func (d *treeDiff) name(olds []map[string]treeNode, name, dir string) {
	for _, o := range olds {
		if _, ok := o[name]; ok {
			return
		}
	}
	d.pay(dir + name)
	d.named = append(d.named, dir+name)
}

// gone notes the files of a removed entry.
func (d *treeDiff) gone(n treeNode, path string) {
	if d.tooMuch(n.id, path) {
		return
	}
	switch n.mode {
	case gitdir.ModeTree:
		below := d.entries(n.id, path+"/")
		for _, name := range sortedNames(below) {
			d.gone(below[name], path+"/"+name)
		}
	case gitdir.ModeGitlink:
	default:
		d.pay("")
		d.removed = append(d.removed, n.id)
	}
}

func sortedNames(m map[string]treeNode) []string {
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// skipOf turns an error of reading an object into a Skip.
func skipOf(err error, path string, id objects.ID) leak.Skip {
	p := objects.Problem{ID: id, Err: err}
	s := leak.Skip{Reason: leak.SkipCorrupt, Origin: leak.Origin{Kind: leak.KindFile, Path: path, Object: id.String()}, Detail: err.Error()}
	switch {
	case p.Missing():
		s.Reason = leak.SkipMissing
	case p.Unreadable():
		s.Reason = leak.SkipUnreadable
	case p.TooLarge():
		s.Reason = leak.SkipTooLarge
	}
	return s
}
