package objectstest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Repo is a repository made with the real git in a clean environment: no
// configuration of the user or the system, fixed people and dates.
type Repo struct {
	t        testing.TB
	Dir      string // work tree, or the repository itself when it is bare
	GitDir   string
	HashSize int
	writes   int
}

// Init makes an empty repository below a temporary directory.
func Init(t testing.TB, args ...string) *Repo {
	t.Helper()
	r := &Repo{t: t, Dir: t.TempDir()}
	r.Git(append([]string{"init", "--quiet", "--initial-branch=main"}, args...)...)
	r.at(r.Dir)
	return r
}

// Clone clones r with the arguments.
func (r *Repo) Clone(args ...string) *Repo {
	r.t.Helper()
	c := &Repo{t: r.t, Dir: r.t.TempDir()}
	c.Git(append(append([]string{"clone", "--quiet"}, args...), c.Dir)...)
	c.at(c.Dir)
	return c
}

func (r *Repo) at(dir string) {
	r.Dir = dir
	r.GitDir = string(bytes.TrimSpace(r.Git("rev-parse", "--absolute-git-dir")))
	r.HashSize = 20
	if string(bytes.TrimSpace(r.Git("rev-parse", "--show-object-format"))) == "sha256" {
		r.HashSize = 32
	}
}

// Objects is the objects directory.
func (r *Repo) Objects(elem ...string) string {
	return filepath.Join(append([]string{r.GitDir, "objects"}, elem...)...)
}

// Git runs git in the repository and returns its output.
func (r *Repo) Git(args ...string) []byte {
	r.t.Helper()
	return r.GitInput(nil, args...)
}

// GitInput is Git with something on standard input.
func (r *Repo) GitInput(stdin []byte, args ...string) []byte {
	r.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.Dir
	cmd.Stdin = bytes.NewReader(stdin)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=", "XDG_CONFIG_HOME=", "GIT_CONFIG_NOSYSTEM=1", "GIT_NO_REPLACE_OBJECTS=1",
		"GIT_CEILING_DIRECTORIES=" + filepath.Dir(r.Dir), "LC_ALL=C", "TZ=UTC",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@example.org", "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@example.org", "GIT_COMMITTER_DATE=2026-01-02T03:04:05Z",
		"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=gc.auto", "GIT_CONFIG_VALUE_0=0",
		"GIT_CONFIG_KEY_1=protocol.file.allow", "GIT_CONFIG_VALUE_1=always",
	}
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	require.NoErrorf(r.t, cmd.Run(), "git %q: %s", args, stderr.Bytes())
	return out.Bytes()
}

// HashObject stores a loose object and returns its name.
func (r *Repo) HashObject(typ objects.Type, content []byte) objects.ID {
	r.t.Helper()
	out := r.GitInput(content, "hash-object", "-w", "--literally", "--stdin", "-t", typ.String())
	id, err := objects.ParseID(string(bytes.TrimSpace(out)))
	require.NoError(r.t, err)
	return id
}

// Alternates writes info/alternates.
func (r *Repo) Alternates(lines ...string) {
	r.t.Helper()
	var b bytes.Buffer
	for _, l := range lines {
		fmt.Fprintln(&b, l)
	}
	r.Write(r.Objects("info", "alternates"), b.Bytes())
}

// Write writes a file and the folders above it. The folder looks as if that was
// long ago: who lists packs waits where it was just now.
func (r *Repo) Write(path string, content []byte) {
	r.t.Helper()
	require.NoError(r.t, os.MkdirAll(filepath.Dir(path), 0o755))
	_ = os.Remove(path) // packs are read-only
	require.NoError(r.t, os.WriteFile(path, content, 0o644))
	r.writes++
	when := time.Date(2026, 1, 2, 3, 4, 5, r.writes, time.UTC)
	require.NoError(r.t, os.Chtimes(filepath.Dir(path), when, when))
}

// Packs lists the pack files, without their ".pack".
func (r *Repo) Packs() []string {
	r.t.Helper()
	files, err := filepath.Glob(r.Objects("pack", "*.pack"))
	require.NoError(r.t, err)
	for i, f := range files {
		files[i] = f[:len(f)-len(".pack")]
	}
	return files
}

// LooseFiles lists the files of loose objects.
func (r *Repo) LooseFiles() []string {
	r.t.Helper()
	files, err := filepath.Glob(r.Objects("[0-9a-f][0-9a-f]", "*"))
	require.NoError(r.t, err)
	return files
}
