package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// removeObject deletes a loose object.
func removeObject(t *testing.T, r *repotest.Repo, rev string) {
	t.Helper()
	id := r.ID(rev)
	require.NoError(t, os.Remove(r.Path(".git/objects/"+id[:2]+"/"+id[2:])))
}

// tree writes files, path and content in turn; a content that begins with "-> "
// makes a symbolic link.
func tree(t *testing.T, files ...string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(root, files[i])
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		if target, ok := strings.CutPrefix(files[i+1], "-> "); ok {
			require.NoError(t, os.Symlink(target, path))
		} else {
			require.NoError(t, os.WriteFile(path, []byte(files[i+1]), 0o644))
		}
	}
	return root
}

func scanDir(t *testing.T, root string, gitIgnore bool, paths ...string) *memory {
	t.Helper()
	if len(paths) == 0 {
		paths = []string{""}
	}
	for i := range paths {
		paths[i] = filepath.Join(root, paths[i])
	}
	return run(t, &Dir{Root: root, Paths: paths, GitIgnore: gitIgnore, MaxSize: 1000})
}

func TestDir(t *testing.T) {
	root := tree(t,
		"a.txt", "KEY_a", "dir/sub/b.txt", "x\nKEY_b", "empty", "", ".hidden/c", "KEY_c",
		".git/config", "KEY_git", "sub/.git", "gitdir: KEY_gitfile", "key.p12", "x",
		"large", strings.Repeat("x", 1001), "limit", "KEY_limit"+strings.Repeat(" ", 991))
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "fifo"), 0o644))
	m := scanDir(t, root, false)
	assert.Equal(t, []string{"KEY_a file a.txt:1", "KEY_b file dir/sub/b.txt:2", "KEY_c file .hidden/c:1", "KEY_gitfile file sub/.git:1", "KEY_limit file limit:1", "file file key.p12:0"}, m.list())
	assert.Equal(t, []string{"excluded .git", "special fifo", "too-large large"}, m.reasons())
	assert.Equal(t, [2]int{8, 7}, m.counts["file"])
	for _, s := range m.skips {
		assert.Equal(t, s.Reason != leak.SkipTooLarge, s.Expected, s.Origin.Path)
	}
}

func TestDirPaths(t *testing.T) {
	root := tree(t, "a/x", "KEY_x", "a/sub/y", "KEY_y", "b/z", "KEY_z", "link", "-> b/z", "folder", "-> b")
	assert.Equal(t, []string{"KEY_y file a/sub/y:1"}, scanDir(t, root, false, "a/sub").list())
	assert.Equal(t, []string{"KEY_x file a/x:1", "KEY_y file a/sub/y:1"}, scanDir(t, root, false, "a", "a/sub", "a", "a/x").list(), "each file once")
	assert.Equal(t, []string{"KEY_z file link:1"}, scanDir(t, root, false, "link").list(), "a link that is named is followed to a file")
	m := scanDir(t, root, false, "folder")
	assert.Empty(t, m.found)
	assert.Equal(t, []string{"unreadable folder"}, m.reasons())

	assert.Equal(t, "/r", CommonRoot([]string{"/r/a/x", "/r/b"}))
	assert.Equal(t, filepath.Join(root, "a"), CommonRoot([]string{filepath.Join(root, "a")}))
	assert.Equal(t, filepath.Join(root, "a"), CommonRoot([]string{filepath.Join(root, "a/x"), filepath.Join(root, "a/sub")}))
	assert.Equal(t, root, CommonRoot([]string{filepath.Join(root, "a/x"), filepath.Join(root, "ab")}))
	assert.Equal(t, "/", CommonRoot([]string{"/x/y", "/z/y"}))
}

// A link is its target's name; where it points to is read only if it stands in
// the tree itself.
func TestDirLinks(t *testing.T) {
	outside := tree(t, "secret", "KEY_outside", "dir/secret", "KEY_outside")
	root := tree(t,
		"a/file", "KEY_file", "to-file", "-> a/file", "to-dir", "-> a", "loop", "-> loop", "up", "-> ..",
		"a/back", "-> ../a", "dangling", "-> KEY_target", "out", "-> "+outside+"/secret", "outdir", "-> "+outside+"/dir")
	m := scanDir(t, root, false)
	assert.Equal(t, []string{"KEY_file file a/file:1", "KEY_target symlink dangling:1"}, m.list())
	assert.Equal(t, []string{"outside out", "outside outdir", "outside up"}, m.reasons())

	m = scanDir(t, root, false, "a")
	assert.Empty(t, m.skips)
	require.NoError(t, os.Symlink("../to-file", filepath.Join(root, "a/out")))
	require.NoError(t, os.Symlink("../other", filepath.Join(root, "a/other")))
	require.NoError(t, os.WriteFile(filepath.Join(root, "other"), nil, 0o644))
	m = scanDir(t, root, false, "a")
	assert.Equal(t, []string{"outside a/other"}, m.reasons(), "what is not below any path that was named is not scanned")
}

// TestDirUnreadable runs itself as nobody, for whom alone there is such a thing.
func TestDirUnreadable(t *testing.T) {
	if root := os.Getenv("UNREADABLE_TREE"); root != "" {
		m := scanDir(t, root, false)
		fmt.Println("RESULT", m.list(), m.reasons(), m.counts["file"])
		return
	}
	root := tree(t, "ok", "KEY_ok", "file", "KEY_file", "dir/x", "KEY_x")
	require.NoError(t, os.Chmod(filepath.Join(root, "file"), 0))
	require.NoError(t, os.Chmod(filepath.Join(root, "dir"), 0))
	defer os.Chmod(filepath.Join(root, "dir"), 0o755)
	program := os.Args[0]
	cmd := exec.Command(program, "-test.run=^TestDirUnreadable$")
	if os.Geteuid() == 0 {
		b, err := os.ReadFile(program)
		require.NoError(t, err)
		program = filepath.Join(root, "..", "program")
		require.NoError(t, os.WriteFile(program, b, 0o755))
		for dir := filepath.Dir(root); dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
			require.NoError(t, os.Chmod(dir, 0o755))
		}
		cmd = exec.Command(program, "-test.run=^TestDirUnreadable$")
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), "UNREADABLE_TREE="+root)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Contains(t, string(out), "RESULT [KEY_ok file ok:1] [unreadable dir unreadable file] [3 1]")
}

func TestGitIgnore(t *testing.T) {
	root := tree(t,
		".gitignore", "*.log\n!keep.log\n/top\nbuild/\n# comment\n\\#literal\n", "a.log", "KEY_a", "keep.log", "KEY_keep", "top", "KEY_top",
		"sub/top", "KEY_subtop", "build/x", "KEY_build", "sub/build/x", "KEY_build", "sub/build.txt", "KEY_txt", "#literal", "KEY_literal",
		"sub/.gitignore", "*.txt\n!*.log\n", "sub/b.log", "KEY_b", "sub/deep/c.txt", "KEY_c", "d.txt", "KEY_d")
	m := scanDir(t, root, true)
	assert.Equal(t, []string{"KEY_b file sub/b.log:1", "KEY_d file d.txt:1", "KEY_keep file keep.log:1", "KEY_subtop file sub/top:1"}, m.list())
	assert.Contains(t, m.reasons(), "excluded build")
	assert.NotContains(t, m.reasons(), "excluded build/x")
	for _, s := range m.skips {
		assert.True(t, s.Expected)
	}
	assert.Equal(t, 11, len(scanDir(t, root, false).found), "only when asked")
	assert.Equal(t, []string{"KEY_b file sub/b.log:1", "KEY_subtop file sub/top:1"}, scanDir(t, root, true, "sub").list(), "those of the folders above count too")
	assert.Equal(t, []string{"KEY_a file a.log:1"}, scanDir(t, root, true, "a.log").list(), "a file that is named is not left out")
}

// An ignore file that is a link or worse is not followed.
func TestGitIgnoreThatIsNoFile(t *testing.T) {
	outside := tree(t, "ignore", "*\n")
	root := tree(t, "a", "KEY_a", ".gitignore", "-> "+outside+"/ignore", "sub/b", "KEY_b")
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "sub/.gitignore"), 0o644))
	assert.Equal(t, []string{"KEY_a file a:1", "KEY_b file sub/b:1"}, scanDir(t, root, true).list())
}

// An ignore file larger than anybody writes takes no memory, and ignores nothing.
func TestGitIgnoreThatIsTooLarge(t *testing.T) {
	root := tree(t, "many/.gitignore", strings.Repeat("a\n", maxIgnorePatterns+1), "many/a", "KEY_many",
		"large/.gitignore", "a\n#"+strings.Repeat("x", maxIgnoreFile), "large/a", "KEY_large",
		"most/.gitignore", strings.Repeat("a\n", maxIgnorePatterns), "most/a", "KEY_most")
	m := scanDir(t, root, true)
	assert.Equal(t, []string{"KEY_large file large/a:1", "KEY_many file many/a:1"}, m.list())
}

// TestGitIgnoreAsGit draws ignore files and trees and asks git what it would add.
func TestGitIgnoreAsGit(t *testing.T) {
	for seed := range int64(40) {
		rnd := rand.New(rand.NewSource(seed))
		pick := func(words ...string) string { return words[rnd.Intn(len(words))] }
		r := repotest.New(t)
		name := func() string { return pick("a", "b", "ab", "a.txt", "b.log", "c d", "x[1]", "#h", "!n") }
		for range 30 {
			path := name()
			for range rnd.Intn(3) {
				path = pick("a", "b", "dir", "x y") + "/" + path
			}
			if st, err := os.Stat(filepath.Dir(r.Path(path))); err == nil && !st.IsDir() {
				continue
			}
			if st, err := os.Stat(r.Path(path)); err == nil && st.IsDir() {
				continue
			}
			if os.MkdirAll(filepath.Dir(r.Path(path)), 0o755) == nil {
				r.Write(path, "x")
			}
		}
		pattern := func() string {
			p := pick("a", "b", "*.txt", "*.log", "?", "a*", "*", "**", "dir", "a/b", "dir/*", "**/b", "a/**", "a/**/b", "x y", "c d", "[ab]", "[!a]", "x\\[1\\]", "\\#h", "\\!n", "", "#", "a ", "a\\ ", "[a", "dir/a.txt", "*b*")
			return pick("", "", "!", "/") + p + pick("", "", "/")
		}
		var ignores []string
		for _, dir := range []string{"", "a/", "dir/"} {
			if st, err := os.Stat(r.Path(dir)); err != nil || !st.IsDir() {
				continue
			}
			var text string
			for range rnd.Intn(4) {
				text += pattern() + pick("\n", "\n", "\r\n")
			}
			r.Write(dir+".gitignore", text)
			ignores = append(ignores, fmt.Sprintf("%s.gitignore: %q", dir, text))
		}
		want := slices.DeleteFunc(strings.Split(r.Git("ls-files", "-z", "--others", "--exclude-per-directory=.gitignore"), "\x00"), func(s string) bool { return s == "" })
		assert.ElementsMatch(t, want, scanDir(t, r.Dir, true).units, "seed %d: %v", seed, ignores)
	}
}

func TestStdin(t *testing.T) {
	m := run(t, &Stdin{Reader: strings.NewReader("x\nKEY_a"), Path: "name.txt", MaxSize: 7})
	assert.Equal(t, []string{"KEY_a stdin name.txt:2"}, m.list())
	assert.Equal(t, [2]int{1, 1}, m.counts["file"])
	m = run(t, &Stdin{Reader: bytes.NewReader(bytes.Repeat([]byte("x"), 8)), MaxSize: 7})
	assert.Equal(t, []string{"too-large "}, m.reasons())
	assert.Equal(t, [2]int{1, 0}, m.counts["file"])
	assert.Empty(t, run(t, &Stdin{Reader: strings.NewReader(""), MaxSize: 7}).found)

	broken := errors.New("broken pipe")
	err := (&Stdin{Reader: iotest.ErrReader(broken), MaxSize: 7}).Scan(context.Background(), 1, &memory{})
	assert.ErrorIs(t, err, broken)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	never, writer, err := os.Pipe()
	require.NoError(t, err)
	defer writer.Close()
	defer never.Close()
	assert.ErrorIs(t, (&Stdin{Reader: never, MaxSize: 7}).Scan(ctx, 1, &memory{}), context.Canceled)
}
