package source

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// diffScan scans changes and keeps of their findings those on new lines.
type diffScan struct {
	repo    *gitdir.Repo
	store   *objects.Store
	sink    DiffSink
	removed []objects.ID // what a path that is new may have been renamed from
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

// scan reads one change. That a path is a finding by itself is news only where
// the path is new.
func (s *diffScan) scan(worker int, c change) {
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
	s.keep(s.sink.Find(worker, leak.Unit{Origin: origin, Data: data}), data, len(c.old) == 0, func() [][]byte { return s.before(c, data) })
	if oid := lfsObject(data); oid != "" && !slices.Contains(s.removed, c.id) {
		s.lfs(worker, c, origin, oid)
	}
}

// keep keeps of the findings in data those on lines that none of the old versions
// has, which are read only if there are any.
func (s *diffScan) keep(findings []leak.Finding, data []byte, isNew bool, old func() [][]byte) {
	if len(findings) == 0 {
		return
	}
	lines := newNewLines(data, old())
	kept := findings[:0]
	for _, f := range findings {
		if f.Start.Line == 0 && isNew || f.Start.Line > 0 && lines.touches(&f) {
			kept = append(kept, f)
		}
	}
	s.sink.Keep(kept)
}

// before returns what the parents have at a change's path. A renamed file brings
// in only what was edited.
func (s *diffScan) before(c change, data []byte) (old [][]byte) {
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
	if slices.Contains(s.removed, id) {
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
