package source

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// indexedAt is a place in an index.
type indexedAt struct {
	path string
	link bool
}

// readIndexes lists what the indexes of all worktrees hold.
func (h *History) readIndexes(w *historyWalk) {
	h.indexed = map[objects.ID][]indexedAt{}
	type key struct {
		id objects.ID
		at indexedAt
	}
	seen := map[key]bool{}
	for _, dir := range append([]string{h.Repo.CommonDir}, h.Repo.Worktrees()...) {
		path := filepath.Join(dir, "index")
		if err := h.Repo.Outside(path); err != nil {
			w.sink.Skip(leak.Skip{Reason: leak.SkipOutside, Origin: leak.Origin{Kind: leak.KindFile, Repo: h.Module}, Detail: err.Error()})
			continue
		}
		x, err := gitdir.ReadIndex(path, dir, h.Repo.HashSize)
		if err != nil {
			w.sink.Skip(leak.Skip{Reason: leak.SkipCorrupt, Origin: leak.Origin{Kind: leak.KindFile, Repo: h.Module}, Detail: err.Error()})
			continue
		}
		h.listed = append(h.listed, x.Folders...)
		rel, _ := filepath.Rel(h.Repo.CommonDir, path)
		for _, b := range x.Beside {
			w.sink.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Repo: h.Module, Path: ".git/" + filepath.ToSlash(rel)}, Data: b})
		}
		for _, e := range x.Entries {
			h.listed = append(h.listed, strings.TrimSuffix(e.Path, "/"))
			if e.Mode == gitdir.ModeGitlink {
				h.links = append(h.links, e.Path)
			}
			if e.Mode == gitdir.ModeGitlink || e.Mode&0o170000 == gitdir.ModeTree || e.IntentToAdd {
				continue
			}
			at := indexedAt{e.Path, e.Mode == gitdir.ModeSymlink}
			if k := (key{e.ID, at}); !seen[k] { // else another side of a conflict, or another worktree
				seen[k] = true
				h.indexed[e.ID] = append(h.indexed[e.ID], at)
			}
		}
	}
}

// scanIndexNames scans the names in indexes that no tree has: those of trees were
// scanned with these.
func (w *historyWalk) scanIndexNames() {
	w.h.staged = map[string]bool{}
	seen := map[string]bool{}
	for _, path := range w.h.listed {
		for ; path != "" && !seen[path]; path = path[:max(strings.LastIndexByte(path, '/'), 0)] {
			seen[path] = true
			if !w.recorder.Knows(lastName(path)) {
				w.h.staged[path] = true
			}
		}
	}
	w.h.listed = nil
	for _, path := range slices.Sorted(maps.Keys(w.h.staged)) {
		w.sink.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindPath, Repo: w.h.Module, Path: path}, Data: []byte(lastName(path))})
	}
}
