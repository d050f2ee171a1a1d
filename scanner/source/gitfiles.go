package source

import (
	"context"
	"path/filepath"
	"strings"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// scanFiles scans every file of the git directory that is read in no other way:
// config and hooks, messages of commits in the making, rebases that were left, LFS
// objects, what other programs keep there. Their paths are reported below ".git",
// wherever the directory is, which is where no tree of git's has a file.
func (h *History) scanFiles(ctx context.Context, jobs int, sink Sink) error {
	top, err := filepath.EvalSymlinks(h.Repo.CommonDir)
	if err != nil {
		top = h.Repo.CommonDir
	}
	noted := &notingSink{Sink: sink, paths: map[string]bool{}}
	d := &Dir{Root: top, Paths: []string{top}, MaxSize: h.Store.MaxSize(), git: h.Repo, store: h.Store, module: h.Module}
	err = d.Scan(ctx, jobs, noted)
	h.files = noted.paths
	return err
}

// notingSink notes the paths with findings.
type notingSink struct {
	Sink
	mu    sync.Mutex
	paths map[string]bool
}

func (s *notingSink) Unit(worker int, u leak.Unit) int {
	n := s.Sink.Unit(worker, u)
	if n > 0 {
		s.mu.Lock()
		s.paths[u.Origin.Path] = true
		s.mu.Unlock()
	}
	return n
}

// messageFile reports whether git keeps a message in the file: COMMIT_EDITMSG,
// MERGE_MSG, SQUASH_MSG, TAG_EDITMSG.
func messageFile(path string) bool { return strings.HasSuffix(path, "MSG") }
