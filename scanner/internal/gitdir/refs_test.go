package gitdir

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

func open(t *testing.T, r *repotest.Repo) *Repo {
	t.Helper()
	got, err := Find(r.Dir)
	require.NoError(t, err)
	return got
}

func refMap(refs []Ref) map[string]string {
	out := map[string]string{}
	for _, r := range refs {
		out[r.Name] = r.ID.String()
	}
	return out
}

func put(t *testing.T, r *repotest.Repo, path, content string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(r.Path(path)), 0o755))
	require.NoError(t, os.WriteFile(r.Path(path), []byte(content), 0o644))
}

// showRef is what git says of all refs and of HEAD.
func showRef(r *repotest.Repo) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(r.Git("show-ref", "--head")) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		out[name] = id
	}
	return out
}

func TestRefs(t *testing.T) {
	r := repotest.New(t).Build(`
		write a.txt one
		commit one
		branch packed
		tag light
		tag -a -m tagged heavy
		tag -a -m nested nested heavy
		pack-refs --all
		commit two
		branch loose/with/folders
		branch -f packed
		symbolic-ref refs/heads/alias refs/heads/packed
		update-ref refs/notes/commits HEAD
		write a.txt changed
		stash`)
	refs, bad := open(t, r).Refs()
	assert.Empty(t, bad)
	got := refMap(refs)
	assert.Equal(t, r.ID("HEAD"), got["ORIG_HEAD"], "git stash resets")
	delete(got, "ORIG_HEAD")
	assert.Equal(t, showRef(r), got)
	assert.Contains(t, got, "refs/stash")

	for name, want := range showRef(r) {
		id, err := open(t, r).Ref(name)
		require.NoError(t, err, name)
		assert.Equal(t, want, id.String(), name)
	}
}

func TestRefsOfWorktrees(t *testing.T) {
	r := repotest.New(t).Build(`
		commit one
		commit two
		worktree add -q ../attached -b side
		worktree add -q --detach ../detached HEAD~1`)
	r.At("../attached").Build("commit three\n update-ref refs/worktree/own HEAD\n update-ref refs/bisect/bad HEAD~1")
	put(t, r, ".git/worktrees/attached/MERGE_HEAD", r.ID("main~1")+"\n")
	for _, from := range []string{".", "../attached", "../detached"} {
		refs, bad := open(t, r.At(from)).Refs()
		assert.Empty(t, bad)
		assert.Equal(t, map[string]string{
			"HEAD": r.ID("main"), "refs/heads/main": r.ID("main"), "refs/heads/side": r.ID("side"),
			"worktrees/attached/HEAD":              r.ID("side"),
			"worktrees/attached/MERGE_HEAD":        r.ID("main~1"),
			"worktrees/attached/ORIG_HEAD":         r.ID("main"), // `git worktree add` resets
			"worktrees/detached/ORIG_HEAD":         r.ID("main~1"),
			"worktrees/attached/refs/worktree/own": r.ID("side"),
			"worktrees/attached/refs/bisect/bad":   r.ID("side~1"),
			"worktrees/detached/HEAD":              r.ID("main~1"),
		}, refMap(refs), from)
	}
	side := open(t, r.At("../attached"))
	id, err := side.Ref("refs/worktree/own")
	require.NoError(t, err)
	assert.Equal(t, r.ID("side"), id.String())
}

// A broken ref is named and hides no other.
func TestBrokenRefs(t *testing.T) {
	for name, c := range map[string]struct {
		path, content string
		bad           string // name; "" when it is no error
	}{
		"garbage":                   {"refs/heads/bad", "hello\n", "refs/heads/bad"},
		"empty":                     {"refs/heads/bad", "", "refs/heads/bad"},
		"an id too short":           {"refs/heads/bad", "0123456789\n", "refs/heads/bad"},
		"dangling symbolic ref":     {"refs/heads/bad", "ref: refs/heads/nowhere\n", "refs/heads/bad"},
		"symbolic ref to itself":    {"refs/heads/bad", "ref: refs/heads/bad\n", "refs/heads/bad"},
		"symbolic ref out of it":    {"refs/heads/bad", "ref: ../../config\n", "refs/heads/bad"},
		"a remote's HEAD, dangling": {"refs/remotes/origin/HEAD", "ref: refs/remotes/origin/gone\n", ""},
		"a lock":                    {"refs/heads/main.lock", "", ""},
		"packed-refs":               {"packed-refs", "# pack-refs with: peeled\ngarbage\n", "packed-refs"},
		"a packed id":               {"packed-refs", "0123 refs/heads/bad\n", "refs/heads/bad"},
		"a huge file":               {"refs/heads/bad", strings.Repeat("x", 1<<17), "refs/heads/bad"},
	} {
		t.Run(name, func(t *testing.T) {
			r := repotest.New(t).Build("commit one")
			head := r.ID("HEAD")
			put(t, r, ".git/"+c.path, c.content)
			refs, bad := open(t, r).Refs()
			assert.Equal(t, map[string]string{"HEAD": head, "refs/heads/main": head}, refMap(refs))
			if c.bad == "" {
				assert.Empty(t, bad)
				return
			}
			require.Len(t, bad, 1)
			assert.Equal(t, c.bad, bad[0].Name)
			if strings.HasPrefix(c.bad, "refs/") {
				_, err := open(t, r).Ref(c.bad)
				assert.Error(t, err)
			}
		})
	}
}

// What stands in a file of refs besides refs is named, and hides none of them.
func TestFilesOfRefsWithMoreInThem(t *testing.T) {
	for path, c := range map[string]struct{ add, want string }{
		".git/HEAD":            {"more\n", "HEAD: more stands in it than a ref"},
		".git/refs/heads/main": {"\n\nmore", "refs/heads/main: more stands in it than a ref"},
		".git/packed-refs":     {"# more\n", "packed-refs: packed-refs:5: neither the heading that git writes nor the object of a tag"},
		".git/MERGE_HEAD":      {strings.Repeat("1", 40) + "\n" + strings.Repeat("2", 40) + "\n", ""},
	} {
		t.Run(path, func(t *testing.T) {
			r := repotest.New(t).Build("commit one\n tag -a -m v1 v1\n pack-refs --all\n commit two")
			want, _ := open(t, r).Refs()
			f, err := os.OpenFile(r.Path(path), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
			require.NoError(t, err)
			_, err = f.WriteString(c.add)
			require.NoError(t, err)
			require.NoError(t, f.Close())
			refs, bad := open(t, r).Refs()
			if c.want == "" {
				assert.Empty(t, bad)
				return
			}
			assert.Equal(t, want, refs)
			require.Len(t, bad, 1)
			assert.Equal(t, c.want, bad[0].Name+": "+bad[0].Err.Error())
		})
	}
}

func TestSymbolicRefLoop(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	put(t, r, ".git/refs/heads/a", "ref: refs/heads/b\n")
	put(t, r, ".git/refs/heads/b", "ref: refs/heads/a\n")
	refs, bad := open(t, r).Refs()
	assert.Len(t, refs, 2)
	require.Len(t, bad, 2)
	assert.ErrorContains(t, bad[0].Err, "nested too deep")
	_, err := open(t, r).Ref("refs/heads/a")
	assert.ErrorContains(t, err, "nested too deep")
}

// A link in refs is what git once wrote for a symbolic ref; it is not followed
// as a file.
func TestRefThatIsALink(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	require.NoError(t, os.Symlink("refs/heads/main", r.Path(".git/refs/heads/old")))
	secret := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(secret, []byte(r.ID("HEAD")), 0o644))
	require.NoError(t, os.Symlink(secret, r.Path(".git/refs/heads/out")))
	refs, bad := open(t, r).Refs()
	assert.Equal(t, r.ID("HEAD"), refMap(refs)["refs/heads/old"])
	require.Len(t, bad, 1)
	assert.Equal(t, "refs/heads/out", bad[0].Name)
}

func TestHead(t *testing.T) {
	t.Run("unborn", func(t *testing.T) {
		r := repotest.New(t)
		id, branch, err := open(t, r).Head()
		require.NoError(t, err)
		assert.True(t, id.IsZero())
		assert.Equal(t, "refs/heads/main", branch)
		refs, bad := open(t, r).Refs()
		assert.Empty(t, refs)
		assert.Empty(t, bad)
	})
	t.Run("a branch that is packed", func(t *testing.T) {
		r := repotest.New(t).Build("commit one\n pack-refs --all")
		id, branch, err := open(t, r).Head()
		require.NoError(t, err)
		assert.Equal(t, r.ID("HEAD"), id.String())
		assert.Equal(t, "refs/heads/main", branch)
	})
	t.Run("garbage", func(t *testing.T) {
		r := repotest.New(t).Build("commit one")
		put(t, r, ".git/HEAD", "garbage\n")
		_, _, err := open(t, r).Head()
		assert.ErrorContains(t, err, "HEAD")
	})
}

func TestReflogs(t *testing.T) {
	r := repotest.New(t).Build(`
		write a.txt one
		commit one
		write a.txt two
		commit two
		write a.txt amended
		add -A
		commit --amend -q -m amended
		write a.txt three
		stash
		write a.txt four
		stash push -m another
		worktree add -q ../side -b side`)
	r.At("../side").Build("commit in the worktree")
	type line struct{ ref, old, new string }
	var got []line
	text := map[string]string{}
	bad := open(t, r).Reflogs(func(l Reflog) {
		old := ""
		if !l.Old.IsZero() {
			old = l.Old.String()
		}
		got = append(got, line{l.Ref, old, l.New.String()})
		text[fmt.Sprint(l.Ref, l.Line)] = l.Text
	})
	assert.Empty(t, bad)
	var want []line
	for _, log := range []struct {
		at        *repotest.Repo
		ref, name string
	}{{r, "HEAD", "HEAD"}, {r, "refs/heads/main", "refs/heads/main"}, {r, "refs/heads/side", "refs/heads/side"}, {r, "refs/stash", "refs/stash"}, {r.At("../side"), "HEAD", "worktrees/side/HEAD"}} {
		ids := strings.Fields(log.at.Git("log", "-g", "--format=%H", log.ref))
		old := ""
		for i := len(ids) - 1; i >= 0; i-- {
			want = append(want, line{log.name, old, ids[i]})
			old = ids[i]
		}
	}
	require.Equal(t, want, got)
	assert.Contains(t, text["refs/stash2"], "On main: another")
	assert.Contains(t, text["refs/stash2"], "Ada <ada@example.org>")
	assert.Contains(t, text["HEAD3"], "commit (amend): amended")
}

// The tool "repo" links refs and logs of a working tree to a shared repository.
func TestRefsAndLogsBehindLinks(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	want, _ := open(t, r).Refs()
	for _, name := range []string{"refs", "logs"} {
		require.NoError(t, os.Rename(r.Path(".git/"+name), r.Path("../"+name)))
		require.NoError(t, os.Symlink(r.Path("../"+name), r.Path(".git/"+name)))
	}
	got, bad := open(t, r).Refs()
	assert.Empty(t, bad)
	assert.Equal(t, want, got)
	lines := 0
	assert.Empty(t, open(t, r).Reflogs(func(Reflog) { lines++ }))
	assert.Equal(t, 2, lines)
}

func TestWorktreesThatCannotBeListed(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	put(t, r, ".git/worktrees", "no folder")
	refs, bad := open(t, r).Refs()
	assert.Len(t, refs, 2)
	require.Len(t, bad, 1)
	assert.Equal(t, "worktrees", bad[0].Name)
}

// A reflog that is a link is not followed out of the repository, and is named.
func TestReflogThatIsALink(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	require.NoError(t, os.Symlink("/etc/passwd", r.Path(".git/logs/refs/heads/link")))
	bad := open(t, r).Reflogs(func(l Reflog) { assert.NotContains(t, l.Ref, "link") })
	require.Len(t, bad, 1)
	assert.Equal(t, "logs/refs/heads/link", bad[0].Name)
}

func TestDamagedReflogLine(t *testing.T) {
	r := repotest.New(t).Build("commit one")
	put(t, r, ".git/logs/refs/heads/main", "not an id at all\n"+r.ID("HEAD")+" short\n\n")
	texts := map[string]bool{}
	bad := open(t, r).Reflogs(func(l Reflog) {
		if l.Ref == "refs/heads/main" {
			texts[l.Text] = true
			assert.True(t, l.Old.IsZero())
			assert.True(t, l.New.IsZero())
		}
	})
	assert.Empty(t, bad)
	assert.Equal(t, map[string]bool{"not an id at all": true, r.ID("HEAD") + " short": true, "": true}, texts, "all of a line is text to scan")
}

func FuzzParseReflog(f *testing.F) {
	id := strings.Repeat("1a", 20)
	f.Add(id + " " + id + " Ada <ada@example.org> 1 +0000\tcommit: x")
	f.Add(id + " " + id)
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		l := parseReflog("HEAD", 1, s)
		if l.New.IsZero() && l.Old.IsZero() && !strings.Contains(s, "0000") {
			assert.Equal(t, s, l.Text, "nothing is lost")
		}
		assert.True(t, strings.HasSuffix(s, l.Text))
	})
}

func FuzzPackedRefs(f *testing.F) {
	id := strings.Repeat("1a", 20)
	f.Add("# pack-refs with: peeled fully-peeled sorted \n" + id + " refs/heads/main\n^" + id + "\n")
	f.Add(id + "\n")
	f.Add("ref: refs/heads/a refs/heads/b\r\n")
	f.Fuzz(func(t *testing.T, s string) {
		raw, err := parsePackedRefs(s)
		for name := range raw {
			assert.NotContains(t, name, "\n")
			_, _ = follow(name, raw[name], raw, 0)
		}
		lines := 0
		for line := range strings.Lines(s) {
			if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' && line[0] != '^' {
				lines++
			}
		}
		assert.False(t, err == nil && lines > 0 && len(raw) == 0, "what is not read is told")
	})
}
