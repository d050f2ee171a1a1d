// Package gitdir reads what stands around git's objects: where a repository is,
// its configuration, refs, reflogs, index and shallow boundary, and how a
// revision is written.
//
// It starts no process and follows none of the configuration's includes; what a
// scanned repository's configuration can change is only how its own files are
// read (object format, ref storage), never what runs. Files here are small and
// may change while they are read: each is read once, whole. Nothing but regular
// files is opened, of sizes that git writes.
package gitdir

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// maxConfig bounds the files that people write or that hold one path, maxList
// those that grow with the repository: the index, packed refs, reflogs.
const (
	maxConfig = 16 << 20
	maxList   = 1 << 30
)

// Repo is a git repository on disk. It is immutable, but for Confine.
type Repo struct {
	GitDir    string // of this worktree, absolute
	CommonDir string // of all worktrees, absolute; equal to GitDir but in a linked worktree
	WorkTree  string // absolute; "" in a bare repository
	HashSize  int    // 20 or 32
	config    config
	dotGit    string // the file or link called .git by which it was found, "" for none
	within    string // see Confine
}

// NotRepoError says that a path is in no git repository.
type NotRepoError struct {
	Path    string
	Damaged string // a folder called .git, with objects, that is no repository; "" for none
}

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
	abs = real(abs)
	st, err := os.Stat(abs)
	if err != nil {
		return nil, fmt.Errorf("opening repository: %w", err)
	}
	if !st.IsDir() {
		abs = filepath.Dir(abs)
	}
	damaged := ""
	for dir := abs; ; dir = filepath.Dir(dir) {
		if isGitDir(dir) {
			return Open(dir)
		}
		dot := filepath.Join(dir, ".git")
		if isGitDir(dot) {
			return openIn(dir, real(dot))
		}
		if target, err := readGitFile(dot); err == nil {
			return openIn(dir, target)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if damaged == "" && holdsObjects(dot) {
			damaged = dot
		}
		if dir == filepath.Dir(dir) {
			return nil, &NotRepoError{Path: path, Damaged: damaged}
		}
	}
}

// openIn opens the repository in gitDir of the working tree dir.
func openIn(dir, gitDir string) (*Repo, error) {
	r, err := Open(gitDir)
	if err == nil {
		r.WorkTree = dir
		if dot := filepath.Join(dir, ".git"); dot != gitDir {
			r.dotGit = dot
		}
	}
	return r, err
}

// Open opens the repository in gitDir.
func Open(gitDir string) (*Repo, error) {
	r := &Repo{GitDir: gitDir, CommonDir: commonDir(gitDir), HashSize: 20}
	if err := r.configure(filepath.Join(r.CommonDir, "config")); err != nil {
		return nil, err
	}
	if strings.EqualFold(r.config["extensions.worktreeconfig"], "true") {
		if err := r.configure(filepath.Join(gitDir, "config.worktree")); err != nil {
			return nil, err
		}
	}
	switch f := strings.ToLower(r.config["extensions.objectformat"]); f {
	case "", "sha1":
	case "sha256":
		r.HashSize = 32
	default:
		return nil, &UnsupportedError{gitDir, "the object format " + f}
	}
	r.WorkTree = r.workTree()
	return r, nil
}

// RefStorage returns an UnsupportedError if refs and reflogs are kept otherwise
// than in files, as reftable does. Then Refs and Reflogs find none, and Head and Ref
// return that error.
func (r *Repo) RefStorage() error {
	switch f := strings.ToLower(r.config["extensions.refstorage"]); f {
	case "", "files":
		return nil
	default:
		return &UnsupportedError{r.GitDir, "the ref storage " + f}
	}
}

// configure adds the settings of a file, if it is there.
func (r *Repo) configure(path string) error {
	b, err := objects.ReadSmall(path, maxConfig)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("opening repository: %w", err)
	}
	c, err := parseConfig(string(b))
	if err != nil { // git itself would refuse; the object format is then not known
		return fmt.Errorf("reading %s: %w", path, err)
	}
	if r.config == nil {
		r.config = config{}
	}
	maps.Copy(r.config, c)
	return nil
}

func commonDir(gitDir string) string {
	b, err := objects.ReadSmall(filepath.Join(gitDir, "commondir"), maxConfig)
	if err != nil {
		return gitDir
	}
	return resolve(gitDir, strings.TrimSpace(string(b)))
}

// workTree finds the working tree from the repository: beside a .git folder,
// where the repository of a linked worktree says, where core.worktree says. Of
// what says so in a file, only a folder whose .git file points back counts.
func (r *Repo) workTree() string {
	if filepath.Base(r.GitDir) == ".git" {
		return filepath.Dir(r.GitDir)
	}
	dir := ""
	if b, err := objects.ReadSmall(filepath.Join(r.GitDir, "gitdir"), maxConfig); err == nil {
		dir = filepath.Dir(resolve(r.GitDir, strings.TrimSpace(string(b))))
	} else if w := r.config["core.worktree"]; w != "" {
		dir = resolve(r.GitDir, w)
	}
	dir = real(dir)
	if back, err := readGitFile(filepath.Join(dir, ".git")); dir != "" && err == nil && back == r.GitDir {
		return dir
	}
	return ""
}

// Is reports whether a folder is a git directory.
func Is(dir string) bool { return isGitDir(dir) }

// isGitDir applies git's own test: HEAD, objects and refs are there.
func isGitDir(dir string) bool {
	if _, err := os.Lstat(filepath.Join(dir, "HEAD")); err != nil {
		return false
	}
	common := commonDir(dir)
	for _, sub := range []string{"objects", "refs"} {
		if st, err := os.Stat(filepath.Join(common, sub)); err != nil || !st.IsDir() {
			return false
		}
	}
	return true
}

func readGitFile(path string) (string, error) {
	st, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if st.IsDir() {
		return "", fs.ErrNotExist // an empty or unfinished .git: look further up
	}
	b, err := objects.ReadSmall(path, maxConfig)
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

// Bare reports whether the configuration says that there is no working tree.
func (r *Repo) Bare() bool { return strings.EqualFold(r.config["core.bare"], "true") }

// Remote returns the URL of the remote "origin" as configured, or "".
func (r *Repo) Remote() string {
	return r.config["remote.origin.url"]
}

// Remotes returns the URLs of all remotes by name, as the repository's own
// configuration has them. Where one has several, the last is it.
func (r *Repo) Remotes() map[string]string {
	out := map[string]string{}
	for key, value := range r.config {
		name, ok := strings.CutPrefix(key, "remote.")
		if name, found := strings.CutSuffix(name, ".url"); ok && found && name != "" {
			out[name] = value
		}
	}
	return out
}

// Mirrored returns the remotes whose refs stand in the repository under their own names,
// as `git clone --mirror` has it: whatever a ref reaches came from there.
func (r *Repo) Mirrored() (names []string) {
	for name := range r.Remotes() {
		fetch := strings.TrimPrefix(r.config["remote."+name+".fetch"], "+")
		if r.config["remote."+name+".mirror"] == "true" || fetch == "refs/*:refs/*" || fetch == "refs/heads/*:refs/heads/*" {
			names = append(names, name)
		}
	}
	return names
}

// Shallow returns the commits whose parents were left out of a shallow clone.
func (r *Repo) Shallow() ([]objects.ID, error) {
	b, err := r.read(filepath.Join(r.CommonDir, "shallow"), maxList)
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

// Worktrees returns the git folders of the linked worktrees, sorted. That they
// cannot be listed is among the bad refs of Refs.
func (r *Repo) Worktrees() []string {
	dirs, _ := r.worktrees()
	return dirs
}

func (r *Repo) worktrees() (dirs []string, err error) {
	root := filepath.Join(r.CommonDir, "worktrees")
	if err := r.Outside(root); err != nil {
		return nil, err
	}
	list, err := os.ReadDir(root)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for _, d := range list { // what was listed before an error too
		if d.IsDir() {
			dirs = append(dirs, filepath.Join(root, d.Name()))
		}
	}
	return dirs, err
}

// Modules returns the repositories of absorbed submodules, those of nested
// submodules and of linked worktrees included, as paths relative to CommonDir.
// bad are folders that may hold more of them and could not be read, and those of
// repositories that are none any more.
func (r *Repo) Modules() (paths []string, bad []error) {
	for _, dir := range append([]string{r.CommonDir}, r.Worktrees()...) {
		bad = append(bad, r.modules(dir, &paths)...)
	}
	return paths, bad
}

func (r *Repo) modules(gitDir string, paths *[]string) (bad []error) {
	root := filepath.Join(gitDir, "modules")
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				bad = append(bad, fmt.Errorf("looking for submodules: %w", err))
			}
			return nil
		}
		rel, _ := filepath.Rel(r.CommonDir, path)
		rel = filepath.ToSlash(rel)
		switch {
		case !d.IsDir() || path == root:
			return nil
		case !isGitDir(path):
			if holdsObjects(path) {
				bad = append(bad, fmt.Errorf("%s holds objects and is no git repository: HEAD or refs are not there", rel))
			}
			return nil
		}
		*paths = append(*paths, rel)
		bad = append(bad, r.modules(path, paths)...)
		return fs.SkipDir
	})
	return bad
}
