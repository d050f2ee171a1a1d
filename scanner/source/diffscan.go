package source

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// diffScan scans changes and keeps of their findings those on new lines.
type diffScan struct {
	ctx     context.Context
	repo    *gitdir.Repo
	store   *objects.Store
	sink    DiffSink
	removed []objects.ID        // what a path that is new may have been renamed from
	gone    map[objects.ID]bool // the same
}

func newDiffScan(ctx context.Context, repo *gitdir.Repo, store *objects.Store, sink DiffSink, removed []objects.ID) *diffScan {
	s := &diffScan{ctx: ctx, repo: repo, store: store, sink: sink, gone: map[objects.ID]bool{}}
	for _, id := range removed {
		if !s.gone[id] {
			s.gone[id] = true
			s.removed = append(s.removed, id)
		}
	}
	return s
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
		if s.ctx.Err() != nil {
			return
		}
		name := lastName(path)
		at := int64(len(path) - len(name))
		found := s.sink.Find(worker, leak.Unit{Origin: leak.Origin{Kind: leak.KindPath, Path: path}, Data: []byte(name)})
		for i := range found {
			found[i].Start.Offset += at
			found[i].End.Offset += at
		}
		s.sink.Keep(found)
	}
}

// scan reads an object that is new at some paths, once for all of them. That a path
// is a finding by itself is news only where the path is new.
func (s *diffScan) scan(worker int, c alike) {
	typ, data, err := s.store.Read(c.id)
	if err == nil && typ != objects.Blob {
		err = fmt.Errorf("it is a %s, not a blob", typ)
	}
	if err != nil {
		s.sink.Count("blob", len(c.paths), 0)
		skip := skipOf(err, c.paths[0], c.id)
		skip.Count = countOf(c.paths)
		s.sink.Skip(skip)
		return
	}
	s.sink.Count("blob", len(c.paths), len(c.paths))
	origin := leak.Origin{Kind: leak.KindFile, Object: c.id.String()}
	if c.symlink {
		origin.Kind = leak.KindSymlink
	}
	s.find(worker, c, origin, data, func() [][]byte { return s.before(c, data) })
	if oid := lfsObject(data); oid != "" && !s.gone[c.id] {
		s.lfs(worker, c, origin, oid)
	}
}

// countOf is the Count of a Skip that stands for these paths.
func countOf(paths []string) int {
	if len(paths) == 1 {
		return 0
	}
	return len(paths)
}

// find scans data and keeps what is new in it, at each path. Where there are
// several, the content is scanned without one, and each path for what it is.
func (s *diffScan) find(worker int, c alike, origin leak.Origin, data []byte, old func() [][]byte) {
	if len(c.paths) == 1 {
		origin.Path = c.paths[0]
	}
	found := fresh(s.sink.Find(worker, leak.Unit{Origin: origin, Data: data}), data, len(c.old) == 0, old)
	if len(c.paths) == 1 {
		s.sink.Keep(found)
		return
	}
	enough := len(c.paths)
	if len(found) > 0 && enough > maxPlaced/len(found) {
		enough = max(maxPlaced/len(found), 1)
		s.sink.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: origin, Count: len(found) * (len(c.paths) - enough), Detail: tooManyPaths})
	}
	for i, path := range c.paths {
		if s.ctx.Err() != nil {
			return
		}
		origin.Path = path
		var at []leak.Finding
		if i < enough {
			at = slices.Clone(found)
		}
		for i := range at {
			at[i].Origin.Path = path
		}
		if len(c.old) == 0 {
			at = append(at, s.sink.Find(worker, leak.Unit{Origin: origin})...)
		}
		s.sink.Keep(at)
	}
}

// fresh returns of the findings in data those on lines that none of the old versions
// has, which are read only if there are any.
func fresh(findings []leak.Finding, data []byte, isNew bool, old func() [][]byte) []leak.Finding {
	if len(findings) == 0 {
		return nil
	}
	lines := newNewLines(data, old())
	kept := findings[:0]
	for _, f := range findings {
		if f.Start.Line == 0 && isNew || f.Start.Line > 0 && lines.touches(&f) {
			kept = append(kept, f)
		}
	}
	return kept
}

// before returns what the parents have at a change's path. A renamed file brings
// in only what was edited.
func (s *diffScan) before(c alike, data []byte) (old [][]byte) {
	for _, id := range c.old {
		if _, b, err := s.store.Read(id); err == nil {
			old = append(old, b)
		}
	}
	if len(c.old) == 0 {
		if b := s.renamedFrom(c.id, data); b != nil {
			old = append(old, b)
		}
	}
	return old
}

// maxRenames is git's own limit (diff.renameLimit) on the removed files that a
// new one is compared with.
const maxRenames = 1000

// renamedFrom returns the removed file that shares most lines with data, if that
// is at least half of the longer one's, as git counts a rename; else nil.
func (s *diffScan) renamedFrom(id objects.ID, data []byte) (best []byte) {
	if s.gone[id] {
		return data
	}
	if len(s.removed) > maxRenames {
		return nil
	}
	own := count(data)
	total := lineCount(data)
	most := 0
	for _, id := range s.removed {
		typ, c, err := s.store.Read(id)
		if err != nil || typ != objects.Blob {
			continue
		}
		shared := 0
		for line, n := range count(c) {
			shared += min(n, own[line])
		}
		if shared*2 >= max(total, lineCount(c)) && shared > most {
			best, most = c, shared
		}
	}
	return best
}

func lineCount(data []byte) int {
	n := bytes.Count(data, []byte{'\n'})
	if len(data) > 0 && data[len(data)-1] != '\n' {
		n++
	}
	return n
}
