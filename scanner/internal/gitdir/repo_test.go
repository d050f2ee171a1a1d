package gitdir

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

// TestFind opens one set of repositories from everywhere and asks git where it
// would say to be.
func TestFind(t *testing.T) {
	lib := repotest.New(t).Build("write lib.txt lib\n commit lib")
	r := repotest.New(t).Build("write deep/er/a.txt a\n commit first")
	r.Git("submodule", "--quiet", "add", lib.Dir, "libs/one")
	r.Git("worktree", "add", "-q", "../attached", "-b", "side")
	r.Git("worktree", "add", "-q", "--detach", "../detached")
	r.Git("clone", "-q", "--bare", ".", "../bare.git")
	r.Git("init", "-q", "--separate-git-dir", "../elsewhere", "../separate")
	r.Git("-C", "../separate", "commit", "-q", "--allow-empty", "-m", "x")
	require.NoError(t, os.Symlink(r.Path("deep"), r.Path("../link")))

	for name, path := range map[string]string{
		"the top":                          ".",
		"a subdirectory":                   "deep/er",
		"a file":                           "deep/er/a.txt",
		"the .git folder":                  ".git",
		"a folder in .git":                 ".git/objects",
		"a link into the working tree":     "../link/er",
		"a submodule":                      "libs/one",
		"a submodule's .git file":          "libs/one/.git",
		"a submodule's repository":         ".git/modules/libs/one",
		"a linked worktree":                "../attached",
		"a folder of a linked worktree":    "../attached/deep",
		"a linked worktree's repository":   ".git/worktrees/attached",
		"a detached worktree":              "../detached",
		"a bare repository":                "../bare.git",
		"a folder in a bare repository":    "../bare.git/refs/heads",
		"a repository in a separate place": "../separate",
	} {
		t.Run(name, func(t *testing.T) {
			at := r.At(path)
			if st, err := os.Stat(at.Dir); err == nil && !st.IsDir() {
				at = r.At(filepath.Dir(path))
			}
			got, err := Find(r.Path(path))
			require.NoError(t, err)
			assert.Equal(t, at.Git("rev-parse", "--absolute-git-dir"), got.GitDir, "GitDir")
			assert.Equal(t, at.Git("rev-parse", "--path-format=absolute", "--git-common-dir"), got.CommonDir, "CommonDir")
			assert.Equal(t, at.Git("rev-parse", "--path-format=absolute", "--git-path", "objects"), got.ObjectsDir())
			id, branch, err := got.Head()
			require.NoError(t, err)
			assert.Equal(t, at.ID("HEAD"), id.String())
			want, _ := at.Try("symbolic-ref", "-q", "HEAD")
			assert.Equal(t, want, branch)
		})
	}
}

// Hooks get GIT_DIR; the working tree is then to be found from there.
func TestWorkTree(t *testing.T) {
	lib := repotest.New(t).Build("write lib.txt lib\n commit lib")
	r := repotest.New(t).Build("write a.txt a\n commit first")
	r.Git("submodule", "--quiet", "add", lib.Dir, "libs/one")
	r.Git("worktree", "add", "-q", "../side")
	r.Git("clone", "-q", "--bare", ".", "../bare.git")

	for path, want := range map[string]string{
		".": ".", ".git": ".", "../side": "../side", "../bare.git": "",
		".git/worktrees/side":   "../side",
		".git/modules/libs/one": "libs/one",
	} {
		got, err := Find(r.Path(path))
		require.NoError(t, err, path)
		if want != "" {
			want = r.Path(want)
			assert.Equal(t, want, got.Root(), path)
		} else {
			assert.Equal(t, got.CommonDir, got.Root(), path)
		}
		assert.Equal(t, want, got.WorkTree, path)
	}

	t.Run("must point back", func(t *testing.T) {
		r.Git("--git-dir=.git/modules/libs/one", "config", "core.worktree", t.TempDir())
		require.NoError(t, os.WriteFile(r.Path(".git/worktrees/side/gitdir"), []byte(r.Path("libs/one/.git")+"\n"), 0o644))
		for _, path := range []string{".git/modules/libs/one", ".git/worktrees/side"} {
			got, err := Find(r.Path(path))
			require.NoError(t, err)
			assert.Empty(t, got.WorkTree, path)
		}
	})
}

func TestFindErrors(t *testing.T) {
	r := repotest.New(t).Build("write a.txt a\n commit first")
	outside := r.Path("..")
	write := func(path, content string) string {
		path = filepath.Join(outside, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
		return filepath.Dir(path)
	}

	_, err := Find(filepath.Join(outside, "nowhere"))
	assert.ErrorContains(t, err, "nowhere")
	var notRepo *NotRepoError
	_, err = Find(outside)
	assert.ErrorAs(t, err, &notRepo)
	_, err = Find(write("garbage/.git", "not a git file"))
	assert.ErrorContains(t, err, `does not begin with "gitdir: "`)
	_, err = Find(write("astray/.git", "gitdir: ../nowhere\n"))
	assert.ErrorContains(t, err, "which is not a git repository")
	_, err = Find(write("relative/.git", "gitdir: ../repo/.git\n"))
	assert.NoError(t, err)
}

func TestFormats(t *testing.T) {
	sha256 := repotest.New(t, "--object-format=sha256").Build("write a.txt a\n commit first")
	got, err := Find(sha256.Dir)
	require.NoError(t, err)
	assert.Equal(t, 32, got.HashSize)
	id, _, err := got.Head()
	require.NoError(t, err)
	assert.Equal(t, sha256.ID("HEAD"), id.String())

	var unsupported *UnsupportedError
	r := repotest.New(t)
	r.Git("config", "extensions.objectFormat", "sha3")
	_, err = Find(r.Dir)
	assert.ErrorAs(t, err, &unsupported)
	assert.ErrorContains(t, err, "sha3")

	r = repotest.New(t)
	r.Git("config", "extensions.refStorage", "reftable")
	got, err = Find(r.Dir)
	require.NoError(t, err)
	assert.ErrorAs(t, got.RefStorage(), &unsupported)
	assert.ErrorContains(t, got.RefStorage(), "reftable")
	_, _, err = got.Head()
	assert.ErrorAs(t, err, &unsupported)
	_, err = got.Ref("refs/heads/main")
	assert.ErrorAs(t, err, &unsupported)
	refs, bad := got.Refs()
	assert.Empty(t, refs)
	assert.Empty(t, bad)

	r = repotest.New(t)
	require.NoError(t, os.WriteFile(r.Path(".git/config"), []byte("[core\n"), 0o644))
	_, err = Find(r.Dir)
	assert.ErrorContains(t, err, filepath.Join(".git", "config"))
}

// TestParseConfig compares whole configurations with git's reading of them.
func TestParseConfig(t *testing.T) {
	r := repotest.New(t)
	text := "[A]\n\tQuoted = \" x \" \n\tHalf = a\" b \"c  # comment\n\tEscapes = \\\"\\\\\\t;\n\tEmpty =\n\tBlanks =   a  b  \n" +
		"[a \"Sub.\\\"X\"]\n\tkey-1 = 1\n\tkey-1 = 2\n[Dotted.Sub]\nx=y;z\n"
	put(t, r, ".git/config", text)
	got, err := parseConfig(text)
	require.NoError(t, err)
	want := config{}
	for line := range strings.SplitSeq(r.Git("config", "--local", "-z", "--list"), "\x00") {
		if key, value, ok := strings.Cut(line, "\n"); ok {
			want[key] = value
		}
	}
	assert.Equal(t, want, got)
	for text, line := range map[string]string{"[a]\n=x\n": "line 2", "x = y": "line 1", "[a]\nx = \"y\n": "line", "[a]\nx = \\q\n": "line 2", "[a \"b]\n": "line", "[a b]": "line 1", "[a]\nx y\n": "line 2"} {
		_, err := parseConfig(text)
		assert.ErrorContains(t, err, line, text)
	}
}

// What git accepts in a configuration is no reason to fail.
func TestConfigurationsThatGitReads(t *testing.T) {
	for name, config := range map[string]string{
		"a byte order mark":         "\ufeff[remote \"origin\"]\n\turl = here\n",
		"CR LF":                     "[remote \"origin\"]\r\n\turl = here\r\n",
		"a continued line":          "[remote \"origin\"]\n\turl = he\\\nre\n",
		"a comment behind a value":  "[remote \"origin\"] ; comment\n\turl = here # comment\n",
		"quotes":                    "[remote \"origin\"]\n\turl = \"he\"re\n[branch \"a\\\"b\"]\n\tremote = \"x # y\"\n",
		"a key without a value":     "[core]\n\tbare\n[remote \"origin\"]\n\turl = here\n",
		"a key beside its section":  "[remote \"origin\"] url = here\n",
		"the dotted form":           "[core]\n[branch.main]\n\tremote = x\n[remote \"origin\"]\n\turl = here\n",
		"an include of nothing":     "[include]\n\tpath = /nowhere\n[remote \"origin\"]\n\turl = here\n",
		"the last of several":       "[remote \"origin\"]\n\turl = there\n\turl = here\n",
		"an empty section":          "[]\n[remote \"origin\"]\n\turl = here\n",
		"upper case":                "[REMOTE \"origin\"]\n\tURL = here\n",
		"blanks in quotes":          "[x]\n\ty = \"  \"\n[remote \"origin\"]\n\turl = \"here\"  \n",
		"no line feed at the end":   "[remote \"origin\"]\n\turl = here",
		"an unknown escape's error": "[alias]\n\tx = \"!f() { echo \\\"$1\\\"; }; f\"\n[remote \"origin\"]\n\turl = here\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := repotest.New(t)
			require.NoError(t, os.WriteFile(r.Path(".git/config"), []byte(config), 0o644))
			want, err := r.Try("config", "--local", "--no-includes", "remote.origin.url")
			if err != nil {
				t.Skipf("git itself refuses: %v", err)
			}
			require.Equal(t, "here", want)
			got, err := Find(r.Dir)
			require.NoError(t, err)
			assert.Equal(t, "here", got.Remote())
		})
	}
}

func TestShallow(t *testing.T) {
	origin := repotest.New(t).Build("commit one\n commit two\n commit three")
	got, err := Find(origin.Dir)
	require.NoError(t, err)
	ids, err := got.Shallow()
	require.NoError(t, err)
	assert.Empty(t, ids)

	origin.Git("clone", "-q", "--depth=2", "file://"+origin.Dir, "../shallow")
	got, err = Find(origin.Path("../shallow"))
	require.NoError(t, err)
	ids, err = got.Shallow()
	require.NoError(t, err)
	require.Len(t, ids, 1)
	assert.Equal(t, origin.ID("HEAD~1"), ids[0].String())
}

// Submodules are found wherever git keeps them: nested, with a slash in their
// name, and in a linked worktree.
func TestModules(t *testing.T) {
	inner := repotest.New(t).Build("write in.txt in\n commit inner")
	lib := repotest.New(t).Build("write lib.txt lib\n commit lib")
	lib.Git("submodule", "--quiet", "add", inner.Dir, "inner")
	lib.Commit("with a submodule")
	r := repotest.New(t).Build("write a.txt a\n commit first")
	r.Git("submodule", "--quiet", "add", lib.Dir, "libs/one")
	r.Commit("with a submodule")
	r.Git("submodule", "--quiet", "update", "--init", "--recursive")
	r.Git("worktree", "add", "-q", "../side")
	r.At("../side").Git("submodule", "--quiet", "update", "--init")

	got, err := Find(r.Dir)
	require.NoError(t, err)
	paths, bad := got.Modules()
	assert.Equal(t, []string{"modules/libs/one", "modules/libs/one/modules/inner", "worktrees/side/modules/libs/one"}, paths)
	assert.Empty(t, bad)
	if os.Geteuid() == 0 {
		return // who reads everything
	}
	require.NoError(t, os.Chmod(r.Path(".git/modules/libs"), 0))
	defer os.Chmod(r.Path(".git/modules/libs"), 0o755)
	paths, bad = got.Modules()
	assert.Equal(t, []string{"worktrees/side/modules/libs/one"}, paths)
	require.Len(t, bad, 1)
	assert.ErrorIs(t, bad[0], fs.ErrPermission)
}
