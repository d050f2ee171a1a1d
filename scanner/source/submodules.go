package source

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/history"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// submodules names the paths of submodules whose repositories are not in this one:
// those are other repositories, which nobody asked for.
func (w *historyWalk) submodules() {
	paths := setOf(w.h.links)
	for _, p := range w.h.places {
		if p.Kind == history.Module {
			paths[p.Path] = true
		}
	}
	if len(paths) == 0 {
		return
	}
	here := w.h.modulePaths()
	maps.DeleteFunc(paths, func(path string, _ bool) bool { return here[path] })
	skipSubmodules(w.sink, paths, w.h.Module, "a submodule, whose repository is not here; scan it by itself")
}

// skipSubmodules names submodules whose commits are not looked at.
func skipSubmodules(sink Sink, paths map[string]bool, module, detail string) {
	skip := leak.Skip{Reason: leak.SkipMissing, Origin: leak.Origin{Kind: leak.KindFile, Repo: module}, Expected: true, Detail: detail}
	if len(paths) > maxNamedMissing {
		skip.Count = len(paths)
		sink.Skip(skip)
		return
	}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		skip.Origin.Path = path
		sink.Skip(skip)
	}
}

// otherCommits says of a submodule that its commits are none of the scanned ones.
const otherCommits = "a submodule: its commits are another repository's; scan it by itself"

// modulePaths is where the submodules stand whose repositories are here: by their
// names, which are the paths where they were added, and by their working trees.
func (h *History) modulePaths() map[string]bool {
	here := map[string]bool{}
	modules, _ := h.Repo.Modules()
	for _, module := range modules {
		_, name, _ := strings.Cut("/"+module, "/modules/")
		here[name] = true
		if m, err := h.Repo.OpenModule(module); err == nil && m.WorkTree != "" && h.Repo.WorkTree != "" {
			if rel, err := filepath.Rel(h.Repo.WorkTree, m.WorkTree); err == nil {
				here[filepath.ToSlash(rel)] = true
			}
		}
	}
	return here
}

func setOf(paths []string) map[string]bool {
	set := make(map[string]bool, len(paths))
	for _, path := range paths {
		set[path] = true
	}
	return set
}
