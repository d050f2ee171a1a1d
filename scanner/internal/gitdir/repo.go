// Package gitdir reads what stands around git's objects: where a repository is,
// its configuration, refs, reflogs, index and shallow boundary, and how a
// revision is written.
//
// It starts no process and follows none of the configuration's includes; what a
// scanned repository's configuration can change is only how its own files are
// read (object format, ref storage), never what runs. Files here are small and
// may change while they are read: each is read once, whole.
package gitdir

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/config"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Repo is a git repository on disk. It is immutable.
type Repo struct {
	GitDir    string // of this worktree, absolute
	CommonDir string // of all worktrees, absolute; equal to GitDir but in a linked worktree
	WorkTree  string // absolute; "" in a bare repository
	HashSize  int    // 20 or 32
	Config    *config.Config
}

// NotRepoError says that a path is in no git repository.
type NotRepoError struct{ Path string }

func (e *NotRepoError) Error() string { return fmt.Sprintf("%s is not in a git repository", e.Path) }

// UnsupportedError says that a repository uses a format that is not read.
type UnsupportedError struct{ Path, What string }

func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("%s uses %s, which is not supported", e.Path, e.What)
}

// Find opens the repository that path is in: a working tree or a folder below
// it, a linked worktree, a bare repository, a .git folder. GIT_DIR and the like
// are for the caller to turn into a path.
func Find(path string) (*Repo, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(abs); err != nil {
		return nil, fmt.Errorf("opening repository: %w", err)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	for dir := abs; ; dir = filepath.Dir(dir) {
		if isGitDir(dir) {
			return Open(dir, workTreeOf(dir))
		}
		dot := filepath.Join(dir, ".git")
		if isGitDir(dot) {
			return Open(dot, dir)
		}
		if target, err := readGitFile(dot); err == nil {
			return Open(target, dir)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if dir == filepath.Dir(dir) {
			return nil, &NotRepoError{Path: path}
		}
	}
}

// Open opens the repository in gitDir. workTree may be "".
func Open(gitDir, workTree string) (*Repo, error) {
	r := &Repo{GitDir: gitDir, CommonDir: gitDir, WorkTree: workTree, HashSize: 20, Config: config.New()}
	if b, err := os.ReadFile(filepath.Join(gitDir, "commondir")); err == nil {
		r.CommonDir = resolve(gitDir, strings.TrimSpace(string(b)))
	}
	b, err := os.ReadFile(filepath.Join(r.CommonDir, "config"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("opening repository: %w", err)
	}
	if err := config.NewDecoder(bytes.NewReader(b)).Decode(r.Config); err != nil {
		// git itself would refuse; the object format is then not known.
		return nil, fmt.Errorf("reading %s: %w", filepath.Join(r.CommonDir, "config"), err)
	}
	ext := r.Config.Section("extensions")
	switch f := strings.ToLower(ext.Option("objectformat")); f {
	case "", "sha1":
	case "sha256":
		r.HashSize = 32
	default:
		return nil, &UnsupportedError{gitDir, "the object format " + f}
	}
	switch f := strings.ToLower(ext.Option("refstorage")); f {
	case "", "files":
	default:
		return nil, &UnsupportedError{gitDir, "the ref storage " + f}
	}
	return r, nil
}

// isGitDir applies git's own test: HEAD, objects and refs are there.
func isGitDir(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	common := dir
	if b, err := os.ReadFile(filepath.Join(dir, "commondir")); err == nil {
		common = resolve(dir, strings.TrimSpace(string(b)))
	}
	for _, sub := range []string{"objects", "refs"} {
		if st, err := os.Stat(filepath.Join(common, sub)); err != nil || !st.IsDir() {
			return false
		}
	}
	return true
}

func workTreeOf(gitDir string) string {
	if filepath.Base(gitDir) == ".git" {
		return filepath.Dir(gitDir)
	}
	return ""
}

func readGitFile(path string) (string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if st.IsDir() {
		return "", fs.ErrNotExist // an empty or unfinished .git: look further up
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	target, ok := strings.CutPrefix(strings.TrimRight(string(b), "\r\n"), "gitdir: ")
	if !ok {
		return "", fmt.Errorf("%s is not a git file: it does not begin with \"gitdir: \"", path)
	}
	target = resolve(filepath.Dir(path), target)
	if !isGitDir(target) {
		return "", fmt.Errorf("%s points to %s, which is not a git repository", path, target)
	}
	return target, nil
}

func resolve(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// ObjectsDir is where the repository's own objects are.
func (r *Repo) ObjectsDir() string { return filepath.Join(r.CommonDir, "objects") }

// Root is the folder that paths in the repository are relative to for a reader
// of the report: the working tree, or the repository itself when it is bare.
func (r *Repo) Root() string {
	if r.WorkTree != "" {
		return r.WorkTree
	}
	return r.CommonDir
}

// Remote returns the URL of the remote "origin" as configured, or "".
func (r *Repo) Remote() string {
	return r.Config.Section("remote").Subsection("origin").Option("url")
}

// Shallow returns the commits whose parents were left out of a shallow clone.
func (r *Repo) Shallow() ([]objects.ID, error) {
	b, err := os.ReadFile(filepath.Join(r.CommonDir, "shallow"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var ids []objects.ID
	for line := range strings.Lines(string(b)) {
		if id, err := objects.ParseID(strings.TrimSpace(line)); err == nil {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Worktrees returns the git folders of the linked worktrees, sorted.
func (r *Repo) Worktrees() []string { return subdirs(filepath.Join(r.CommonDir, "worktrees")) }

// Modules returns the repositories of absorbed submodules, those of nested
// submodules included, by path relative to the folder "modules".
func (r *Repo) Modules() (paths []string) {
	root := filepath.Join(r.CommonDir, "modules")
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || path == root {
			return nil
		}
		if d.Name() == "objects" && isGitDir(filepath.Dir(path)) {
			return fs.SkipDir // many folders, and none of them a repository
		}
		if isGitDir(path) {
			rel, _ := filepath.Rel(root, path)
			paths = append(paths, filepath.ToSlash(rel))
		}
		return nil
	})
	return paths
}

func subdirs(dir string) (out []string) {
	list, _ := os.ReadDir(dir)
	for _, d := range list {
		if d.IsDir() {
			out = append(out, filepath.Join(dir, d.Name()))
		}
	}
	return out
}
