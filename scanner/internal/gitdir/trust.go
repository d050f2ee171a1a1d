package gitdir

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// OutsideError says that something in a repository leads out of it.
type OutsideError struct{ Path, Target string }

func (e *OutsideError) Error() string {
	return fmt.Sprintf("%s leads to %s, which is outside of the repository", e.Path, e.Target)
}

// NotLinkedError says that a file claims a place as that of its repository, and that
// nothing there says the same.
type NotLinkedError struct{ Path, Target string }

func (e *NotLinkedError) Error() string {
	return fmt.Sprintf("%s leads to %s, which does not lead back", e.Path, e.Target)
}

// Linked checks that the parts of the repository name each other, as git writes
// them: the ".git" of a linked worktree or submodule names a git directory, which
// names the working tree (in "gitdir" or core.worktree); the git directory of a
// linked worktree stands below "worktrees" in the common directory that it names.
// Whoever made one of the parts alone, to have something else of the machine
// scanned, gets a *NotLinkedError.
func (r *Repo) Linked() error {
	if r.CommonDir != r.GitDir && filepath.Dir(real(r.GitDir)) != filepath.Join(real(r.CommonDir), "worktrees") {
		return &NotLinkedError{filepath.Join(r.GitDir, "commondir"), r.CommonDir}
	}
	if r.dotGit != "" && r.workTree() != filepath.Dir(r.dotGit) {
		return &NotLinkedError{r.dotGit, r.GitDir}
	}
	return nil
}

// Confine has nothing read that the repository says of places outside of its common
// directory, and returns Linked's error: it is for repositories that are not the
// user's own. What is left out is named by whoever would read it.
func (r *Repo) Confine() error {
	r.within = real(r.CommonDir)
	return r.Linked()
}

// Within is the folder that a confined repository is read from, "" for any other.
func (r *Repo) Within() string { return r.within }

// Outside returns an *OutsideError for a path of a confined repository that is a
// link which leads out of it, or is reached by one.
func (r *Repo) Outside(path string) error {
	if r.within == "" {
		return nil
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil // there is nothing to be read
	}
	if rel, err := filepath.Rel(r.within, target); err == nil && filepath.IsLocal(rel) {
		return nil
	}
	return &OutsideError{path, target}
}

// OpenModule opens the repository at one of the paths that Modules returns.
func (r *Repo) OpenModule(path string) (*Repo, error) {
	m, err := Open(filepath.Join(r.CommonDir, filepath.FromSlash(path)))
	if err == nil && r.within != "" {
		m.within = r.within
		err = m.Linked()
	}
	return m, err
}

// read reads a file that no git makes longer than limit; nil when there is none.
func (r *Repo) read(path string, limit int64) ([]byte, error) {
	if err := r.Outside(path); err != nil {
		return nil, err
	}
	b, err := objects.ReadSmall(path, limit)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

// real is a path with its links followed, or the path where that fails.
func real(path string) string {
	if r, err := filepath.EvalSymlinks(path); err == nil {
		return r
	}
	return path
}
