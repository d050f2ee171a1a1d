// Package repotest builds git repositories for tests, with the real git, from
// short recipes. Nothing of the machine gets in: no configuration but the one
// below, no environment, fixed people, and a clock that ticks a minute a command.
package repotest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Repo is a repository under a test's temporary folder.
type Repo struct {
	Dir string // the working tree, or the repository itself when it is bare

	t    testing.TB
	home string
	now  time.Time
}

const config = `[init]
	defaultBranch = main
[gc]
	auto = 0
[protocol "file"]
	allow = always
[advice]
	detachedHead = false
`

// New makes an empty repository; args go to `git init`.
func New(t testing.TB, args ...string) *Repo {
	t.Helper()
	base, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	r := &Repo{Dir: filepath.Join(base, "repo"), t: t, home: filepath.Join(base, "home"), now: time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)}
	require.NoError(t, os.Mkdir(r.home, 0o755))
	require.NoError(t, os.Mkdir(r.Dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(r.home, ".gitconfig"), []byte(config), 0o644))
	r.Git(append([]string{"init", "-q"}, args...)...)
	return r
}

// At is the same repository seen from another folder, such as a linked worktree;
// dir is relative to r.Dir.
func (r *Repo) At(dir string) *Repo {
	other := *r
	other.Dir = r.Path(dir)
	return &other
}

// Path is a path in the repository's folder as an absolute one.
func (r *Repo) Path(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(r.Dir, filepath.FromSlash(path))
}

// Git runs git and returns what it printed, without the last line feed.
func (r *Repo) Git(args ...string) string {
	r.t.Helper()
	out, err := r.run(nil, args...)
	require.NoError(r.t, err)
	return strings.TrimSuffix(out, "\n")
}

// Try is Git for a command that may fail.
func (r *Repo) Try(args ...string) (string, error) {
	out, err := r.run(nil, args...)
	return strings.TrimSuffix(out, "\n"), err
}

// Input is Git with a standard input.
func (r *Repo) Input(stdin string, args ...string) string {
	r.t.Helper()
	out, err := r.run([]byte(stdin), args...)
	require.NoError(r.t, err)
	return strings.TrimSuffix(out, "\n")
}

func (r *Repo) run(stdin []byte, args ...string) (string, error) {
	r.now = r.now.Add(time.Minute)
	date := r.now.Format(time.RFC3339)
	cmd := exec.Command("git", args...)
	cmd.Dir = r.Dir
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + r.home, "XDG_CONFIG_HOME=" + r.home, "LC_ALL=C", "TZ=UTC",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_CEILING_DIRECTORIES=" + filepath.Dir(r.home),
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=" + date,
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org", "GIT_COMMITTER_DATE=" + date,
	}
	cmd.Stdin = bytes.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("git %s: %w: %s", strings.Join(args, " "), err, errs.String())
	}
	return out.String(), nil
}

// Write writes a file of the working tree.
func (r *Repo) Write(path, content string) {
	r.t.Helper()
	full := r.Path(path)
	require.NoError(r.t, os.MkdirAll(filepath.Dir(full), 0o755))
	require.NoError(r.t, os.WriteFile(full, []byte(content), 0o644))
}

// Commit commits all that is in the working tree and returns the commit's id.
func (r *Repo) Commit(message string) string {
	r.t.Helper()
	r.Git("add", "-A")
	r.Git("commit", "-q", "--allow-empty", "-m", message)
	return r.ID("HEAD")
}

// ID is the object that a revision names.
func (r *Repo) ID(rev string) string {
	r.t.Helper()
	return r.Git("rev-parse", "--verify", rev)
}

// Build follows a recipe, one step a line:
//
//	write PATH TEXT    writes a file; \n in TEXT is a line feed, and one ends it
//	link PATH TARGET   makes a symbolic link
//	remove PATH        removes a file or folder
//	commit MESSAGE     commits all that is in the working tree
//	ANYTHING ELSE      is a git command, split at spaces; so is what has an option
func (r *Repo) Build(recipe string) *Repo {
	r.t.Helper()
	for line := range strings.Lines(recipe) {
		line = strings.TrimSpace(line)
		verb, rest, _ := strings.Cut(line, " ")
		path, text, _ := strings.Cut(rest, " ")
		if strings.HasPrefix(rest, "-") {
			verb = "git"
		}
		switch verb {
		case "", "#":
		case "write":
			r.Write(path, strings.ReplaceAll(text, `\n`, "\n")+"\n")
		case "link":
			require.NoError(r.t, os.MkdirAll(filepath.Dir(r.Path(path)), 0o755))
			require.NoError(r.t, os.Symlink(text, r.Path(path)))
		case "remove":
			require.NoError(r.t, os.RemoveAll(r.Path(path)))
		case "commit":
			r.Commit(rest)
		default:
			r.Git(strings.Fields(line)...)
		}
	}
	return r
}
