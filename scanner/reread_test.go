package scanner

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// drawer draws made-up tokens.
type drawer struct {
	t *testing.T
	r *rand.Rand
}

func (d drawer) draw(template string) string {
	samples, err := rules.ParseSamples([]byte("-- want none --\n"+template+"\n"), d.r)
	require.NoError(d.t, err)
	return strings.TrimSpace(samples[0].Data)
}

func (d drawer) github() string { return d.draw("{{github:ghp_}}") }

func wide(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// everywhere is a repository with a secret in each kind of place.
func everywhere(t *testing.T, d drawer) *repotest.Repo {
	r := repotest.New(t)
	r.Write("app.env", "A=1\nGITHUB_TOKEN="+d.github()+"\n")
	r.Write("same/one.txt", "token: "+d.github()+"\n")
	same, err := os.ReadFile(r.Path("same/one.txt"))
	require.NoError(t, err)
	r.Write("same/two.txt", string(same))
	r.Write("wide.txt", wide("\r\nGITHUB_TOKEN="+d.github()+"\r\n"))
	r.Write("aws.ini", "aws_access_key_id = "+d.draw("{{aws-key-id:AKIA}}")+"\naws_secret_access_key = "+d.draw("{{base64:40}}")+"\n")
	r.Write("password.py", `db_password = "`+d.draw("{{alnum:20}}")+"\"\n")
	require.NoError(t, os.Symlink("../"+d.github(), r.Path("link")))
	lfs := "LFS=" + d.github() + "\n"
	oid := fmt.Sprintf("%064x", 0xabcdef)
	r.Write("big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:"+oid+"\nsize 45\n")
	r.Write(".git/lfs/objects/"+oid[:2]+"/"+oid[2:4]+"/"+oid, lfs)
	r.Commit("first\n\nmessage " + d.github())
	r.Git("rm", "-q", "app.env")
	r.Commit("second")
	r.Git("commit", "--amend", "-q", "-m", "amended "+d.github())
	r.Git("tag", "-a", "v1", "-m", "tag "+d.github())
	r.Git("commit", "-q", "--author="+d.github()+" <a@example.org>", "--allow-empty", "-m", "third")
	r.Git("branch", "b-"+d.github())
	r.Git("update-ref", "--create-reflog", "-m", "note "+d.github(), "refs/heads/other", "HEAD")
	r.Write(d.github()+"/x", "x\n")
	r.Commit("a name")
	r.Write(".git/hooks/pre-push", "TOKEN="+d.github()+"\n")
	r.Write("staged.env", "TOKEN="+d.github()+"\n")
	r.Git("add", "staged.env")
	return r
}

// scanned is a scan of a repository in one of the modes, and what it takes to read its
// secrets again.
func scanned(t *testing.T, r *repotest.Repo, mode string) (clear []leak.Finding, run leak.Run, o Rereading) {
	repo, err := source.FindRepository(r.Dir)
	require.NoError(t, err)
	store, err := source.OpenStore(repo, 0, nil)
	require.NoError(t, err)
	t.Cleanup(func() { store.Close() })
	set, err := rules.Builtin()
	require.NoError(t, err)
	run = leak.Run{Mode: mode, Root: r.Dir}
	var s source.Source
	switch mode {
	case "git":
		s = &source.History{Repo: repo, Store: store, MaxSize: 1 << 20}
	case "range":
		rg, err := source.ParseRange(repo, store, "HEAD")
		require.NoError(t, err)
		s, run.Mode = &source.Range{Repo: repo, Store: store, Revisions: rg}, "git"
	case "staged":
		s = &source.Staged{Repo: repo, Store: store, IndexFile: source.IndexPath(repo, "", repo.WorkTree)}
	case "dir":
		s = &source.Dir{Root: r.Dir, Paths: []string{r.Dir}, MaxSize: 1 << 20}
	}
	key := func() ([]byte, error) { return source.FingerprintKey(repo, store) }
	res, err := Scan(context.Background(), Options{Run: run, Source: s, Set: set, Key: key, Jobs: 2, Decider: decide.New(decide.Options{Set: set})})
	require.NoError(t, err)
	again := &source.Again{Run: run, Repo: repo, Store: store, Limit: 1 << 20}
	t.Cleanup(again.Close)
	return res.Findings, run, Rereading{From: again, Set: set, Key: key}
}

// saved is what a masked run holds of findings.
func saved(t *testing.T, findings []leak.Finding) (out []leak.Finding) {
	for _, f := range findings {
		b, err := json.Marshal(f)
		require.NoError(t, err)
		var back leak.Finding
		require.NoError(t, json.Unmarshal(b, &back))
		require.False(t, back.Secret.Known())
		out = append(out, back)
	}
	return out
}

func TestRereadKnowsTheSecretsOfASavedRun(t *testing.T) {
	r := everywhere(t, drawer{t, rand.New(rand.NewSource(7))})
	for _, c := range []struct {
		mode  string
		least int
		kinds []leak.Kind
	}{
		{"git", 15, []leak.Kind{leak.KindFile, leak.KindSymlink, leak.KindCommitMessage, leak.KindTagMessage, leak.KindIdentity, leak.KindReflog}},
		{"range", 8, []leak.Kind{leak.KindFile, leak.KindSymlink, leak.KindCommitMessage, leak.KindIdentity}},
		{"staged", 1, []leak.Kind{leak.KindFile}},
		{"dir", 6, []leak.Kind{leak.KindFile, leak.KindSymlink}},
	} {
		t.Run(c.mode, func(t *testing.T) {
			clear, _, o := scanned(t, r, c.mode)
			known, lost, err := Reread(context.Background(), o, saved(t, clear))
			require.NoError(t, err)
			kinds := map[leak.Kind]bool{}
			for i, at := 0, 0; i < len(clear); i++ {
				want := clear[i]
				if want.Origin.Kind == leak.KindPath || want.Origin.Kind == leak.KindRef || strings.Contains(want.Origin.Path, "********") {
					continue // masked themselves
				}
				require.Less(t, at, len(known), "%s %s", want.Origin.Kind, want.Origin.Path)
				got := known[at]
				at++
				kinds[want.Origin.Kind] = true
				require.Equal(t, want.Fingerprint, got.Fingerprint)
				assert.Equal(t, want.Secret, got.Secret, "%s %s", want.Origin.Kind, want.Origin.Path)
				assert.Equal(t, want.Parts, got.Parts)
				assert.Equal(t, want.Match, got.Match)
				assert.Equal(t, want.Lines, got.Lines)
			}
			assert.GreaterOrEqual(t, len(known), c.least)
			for _, k := range c.kinds {
				assert.True(t, kinds[k], "no finding of kind %s was tried", k)
			}
			for _, l := range lost {
				assert.ErrorContains(t, l.Err, "masked", "%s %s", l.Finding.Origin.Kind, l.Finding.Origin.Path)
			}
		})
	}
}

// With the names in clear, as from a run in memory, what stands in names is known too.
func TestRereadKnowsNames(t *testing.T) {
	d := drawer{t, rand.New(rand.NewSource(8))}
	secret := d.github()
	r := repotest.New(t)
	r.Write("dir/"+secret+"/x", "x\n")
	r.Commit("one")
	r.Git("branch", "b-"+secret)
	findings, _, o := scanned(t, r, "git")
	for i := range findings {
		origin := &findings[i].Origin
		origin.Path, origin.Ref = strings.ReplaceAll(origin.Path, "ghp_********", secret), strings.ReplaceAll(origin.Ref, "ghp_********", secret)
	}
	known, lost, err := Reread(context.Background(), o, saved(t, findings))
	require.NoError(t, err)
	assert.Empty(t, lost)
	kinds := map[leak.Kind]bool{}
	for _, f := range known {
		kinds[f.Origin.Kind] = true
		assert.Equal(t, leak.NewSecret(secret), f.Secret)
	}
	assert.True(t, kinds[leak.KindPath] && kinds[leak.KindRef], "%v", kinds)
}

func TestRereadSaysWhatIsLost(t *testing.T) {
	d := drawer{t, rand.New(rand.NewSource(9))}
	r := repotest.New(t)
	r.Write("a.env", "TOKEN="+d.github()+"\n")
	r.Commit("one")
	inGit, _, git := scanned(t, r, "git")
	onDisk, _, dir := scanned(t, r, "dir")
	require.Len(t, inGit, 1)
	require.Len(t, onDisk, 1)
	for name, c := range map[string]struct {
		o      Rereading
		from   []leak.Finding
		change func(f *leak.Finding)
		before func()
		want   string
	}{
		"a rule that is not there": {o: git, from: inGit, change: func(f *leak.Finding) { f.Rule = "acme" }, want: "no rule is called acme"},
		"an object that is gone":   {o: git, from: inGit, change: func(f *leak.Finding) { f.Origin.Object = strings.Repeat("ab", 20) }, want: "not in the repository any more"},
		"an object of another type": {o: git, from: inGit, change: func(f *leak.Finding) { f.Origin.Object = r.ID("HEAD") },
			want: "is a commit, not a blob"},
		"no object":         {o: git, from: inGit, change: func(f *leak.Finding) { f.Origin.Object = "zz" }, want: "no name of an object"},
		"another offset":    {o: git, from: inGit, change: func(f *leak.Finding) { f.Start.Offset++ }, want: "not found in it"},
		"another key":       {o: git, from: inGit, change: func(f *leak.Finding) { f.Fingerprint = "ls1-00" }, want: "not found in it"},
		"a masked place":    {o: git, from: inGit, change: func(f *leak.Finding) { f.Origin.Path = "ghp_********" }, want: "masked in the saved run"},
		"another submodule": {o: git, from: inGit, change: func(f *leak.Finding) { f.Origin.Repo = "../x" }, want: "no repository inside"},
		"standard input":    {o: git, from: inGit, change: func(f *leak.Finding) { f.Origin.Kind = leak.KindStdin }, want: "cannot be read again"},
		"a path that leads out": {o: dir, from: onDisk, change: func(f *leak.Finding) { f.Origin.Path = "../repo/a.env" },
			want: "leads out of"},
		"a folder": {o: dir, from: onDisk, change: func(f *leak.Finding) { f.Origin.Path = "." }, want: "no regular file"},
		"an edited file": {o: dir, from: onDisk, before: func() { r.Write("a.env", "\nTOKEN="+d.github()+"\n") },
			want: "the content has changed"},
		"a deleted file": {o: dir, from: onDisk, before: func() { require.NoError(t, os.Remove(filepath.Join(r.Dir, "a.env"))) },
			want: "not there any more"},
		"a file that is the secret": {o: git, from: inGit, change: func(f *leak.Finding) { f.Start, f.End = leak.Position{}, leak.Position{} },
			want: "the file itself is the secret"},
	} {
		t.Run(name, func(t *testing.T) {
			r.Git("checkout", "-q", "--", ".")
			if c.before != nil {
				c.before()
			}
			findings := saved(t, c.from)
			if c.change != nil {
				c.change(&findings[0])
			}
			known, lost, err := Reread(context.Background(), c.o, findings)
			require.NoError(t, err)
			assert.Empty(t, known)
			require.Len(t, lost, 1)
			assert.ErrorContains(t, lost[0].Err, c.want)
			assert.False(t, lost[0].Finding.Secret.Known())
		})
	}
}

func TestRereadOfASubmodule(t *testing.T) {
	d := drawer{t, rand.New(rand.NewSource(10))}
	lib := repotest.New(t)
	lib.Write("lib.env", "TOKEN="+d.github()+"\n")
	lib.Commit("lib")
	r := repotest.New(t)
	r.Git("submodule", "add", "-q", lib.Dir, "lib")
	r.Commit("with a submodule")
	findings, _, o := scanned(t, r, "git")
	require.NotEmpty(t, findings)
	known, lost, err := Reread(context.Background(), o, saved(t, findings))
	require.NoError(t, err)
	assert.Empty(t, lost)
	require.Len(t, known, len(findings))
	assert.Equal(t, "modules/lib", known[0].Origin.Repo)
	assert.Equal(t, findings[0].Secret, known[0].Secret)
}

func TestRereadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	o := Rereading{Set: &rules.Set{}, Key: func() ([]byte, error) { return nil, nil }}
	_, _, err := Reread(ctx, o, []leak.Finding{aFinding()})
	assert.ErrorIs(t, err, context.Canceled)
}
