package source

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// treeDiff compares a tree with those of all parents.
type treeDiff struct {
	store *objects.Store
	skip  func(leak.Skip)
	// named are paths, of files and folders, that no parent has.
	named []string
	// added are paths whose object no parent has at that path.
	added []change
	// removed are the objects of paths that a parent has and the tree lacks,
	// where the content of an added path may have come from.
	removed []objects.ID
}

type treeNode struct {
	mode uint32
	id   objects.ID
}

// entries reads a tree; a zero id is the empty tree.
func (d *treeDiff) entries(id objects.ID, path string) map[string]treeNode {
	out := map[string]treeNode{}
	if id.IsZero() {
		return out
	}
	typ, data, err := d.store.Read(id)
	if err == nil && typ != objects.Tree {
		err = fmt.Errorf("it is a %s, not a tree", typ)
	}
	if err != nil {
		d.skip(skipOf(err, path, id))
		return out
	}
	objects.Entries(data, d.store.HashSize(), func(e objects.TreeEntry) bool {
		out[string(e.Name)] = treeNode{e.Mode, objects.NewID(e.ID)}
		return true
	})
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
		for name, n := range olds[i] {
			if _, ok := own[name]; !ok {
				d.gone(n, dir+name)
			}
		}
	}
	for _, name := range sortedNames(own) {
		d.entry(own[name], olds, name, dir)
	}
}

func (d *treeDiff) entry(n treeNode, olds []map[string]treeNode, name, dir string) {
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
	default:
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
	d.named = append(d.named, dir+name)
}

// gone notes the files of a removed entry.
func (d *treeDiff) gone(n treeNode, path string) {
	switch n.mode {
	case gitdir.ModeTree:
		below := d.entries(n.id, path)
		for _, name := range sortedNames(below) {
			d.gone(below[name], path+"/"+name)
		}
	case gitdir.ModeGitlink:
	default:
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
	case p.TooLarge():
		s.Reason = leak.SkipTooLarge
	}
	return s
}

// diffScan scans changes and keeps of their findings those on new lines.
type diffScan struct {
	store  *objects.Store
	sink   DiffSink
	commit string // id of the commit that made the changes; "" for the index
}

// DiffSink is what scanning changes needs: findings come back, so that those on
// old lines can be dropped.
type DiffSink interface {
	Sink
	// Find scans a unit and returns its findings, which Keep adds to the run.
	Find(worker int, u leak.Unit) []leak.Finding
	Keep(findings []leak.Finding)
}

// names scans the last part of each path: whatever stands before it is a path of
// its own, as when the whole history is scanned.
func (s *diffScan) names(worker int, paths []string) {
	for _, path := range paths {
		at := strings.LastIndexByte(path, '/') + 1
		origin := leak.Origin{Kind: leak.KindPath, Path: path}
		found := s.sink.Find(worker, leak.Unit{Origin: origin, Data: []byte(path[at:])})
		for i := range found {
			found[i].Start.Offset += int64(at)
			found[i].End.Offset += int64(at)
		}
		s.sink.Keep(found)
	}
}

// scan reads one change. removed are candidates for the old version of a path
// that is new: a renamed file brings in only what was edited.
func (s *diffScan) scan(worker int, c change, removed func() [][]byte) {
	typ, data, err := s.store.Read(c.id)
	if err == nil && typ != objects.Blob {
		err = fmt.Errorf("it is a %s, not a blob", typ)
	}
	if err != nil {
		s.sink.Count("blob", 1, 0)
		s.sink.Skip(skipOf(err, c.path, c.id))
		return
	}
	s.sink.Count("blob", 1, 1)
	origin := leak.Origin{Kind: leak.KindFile, Path: c.path, Object: c.id.String()}
	if c.mode == gitdir.ModeSymlink {
		origin.Kind = leak.KindSymlink
	}
	findings := s.sink.Find(worker, leak.Unit{Origin: origin, Data: data})
	if len(findings) == 0 {
		return
	}
	var old [][]byte
	for _, id := range c.old {
		if _, b, err := s.store.Read(id); err == nil {
			old = append(old, b)
		}
	}
	if len(c.old) == 0 {
		if b := mostAlike(data, removed()); b != nil {
			old = append(old, b)
		}
	}
	lines := newNewLines(data, old)
	kept := findings[:0]
	for _, f := range findings {
		if lines.touches(&f) {
			kept = append(kept, f)
		}
	}
	s.sink.Keep(kept)
}

// mostAlike returns the candidate that shares most lines with data, if that is
// at least half of the longer one's, as git counts a rename; else nil.
func mostAlike(data []byte, candidates [][]byte) (best []byte) {
	own := count(data)
	total := bytes.Count(data, []byte{'\n'}) + 1
	most := 0
	for _, c := range candidates {
		if bytes.Equal(c, data) {
			return c
		}
		shared := 0
		for line, n := range count(c) {
			shared += min(n, own[line])
		}
		longer := max(total, bytes.Count(c, []byte{'\n'})+1)
		if shared*2 >= longer && shared > most {
			best, most = c, shared
		}
	}
	return best
}
