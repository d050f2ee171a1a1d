package cleanup

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// searched is a search of all of a repository.
func searched(t *testing.T, dir string, tg *Target) (*Search, []leak.Finding) {
	t.Helper()
	repo, err := source.FindRepository(dir)
	require.NoError(t, err)
	store, err := source.OpenStore(repo, 1<<30, nil)
	require.NoError(t, err)
	defer store.Close()
	h := &source.History{Repo: repo, Store: store, MaxSize: 1 << 30}
	defer h.Close()
	s := NewSearch(tg, nil)
	require.NoError(t, h.Scan(context.Background(), 2, s))
	return s, h.Attribute(s.Findings())
}

// follow runs the commands of a plan, but for the check, in one shell.
func follow(t *testing.T, r *repotest.Repo, p *Plan) {
	t.Helper()
	folder := t.TempDir()
	var script strings.Builder
	for _, c := range p.Files(folder) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, c.Name), c.Data, 0o600))
		if c.Name != ReadmeFile {
			continue
		}
		for line := range strings.Lines(string(c.Data)) {
			if command, ok := strings.CutPrefix(line, "    "); ok && !strings.HasPrefix(command, "leaksieve ") {
				script.WriteString(command)
			}
		}
	}
	cmd := exec.Command("sh", "-e")
	cmd.Stdin = strings.NewReader(script.String())
	cmd.Env = append(os.Environ(), "HOME="+folder, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", script.String(), out)
}

func needsFilterRepo(t *testing.T) {
	if _, err := exec.LookPath("git-filter-repo"); err != nil {
		t.Skip("git filter-repo is not installed: pip install git-filter-repo")
	}
}

// Whatever bytes a secret is made of, and however it is written: once the commands
// have been followed nothing holds it, and what stands beside it is as it was.
func TestPlanTakesOutAnyBytes(t *testing.T) {
	needsFilterRepo(t)
	r := rand.New(rand.NewSource(2))
	for range 3 {
		repo := repotest.New(t)
		var clear []string
		for range 25 {
			clear = append(clear, random(r, 12, 60))
		}
		clear = append(clear, "regex:a.b==>c", "literal:==>==>", "glob:*==>x", "trailing-cr\r", "#begins like a comment", random(r, 20, 30)+"\n"+random(r, 20, 30)+"\r\n"+random(r, 30, 40))
		tg := target(clear...)
		var text, binary strings.Builder
		binary.WriteByte(0)
		for _, c := range clear {
			for _, sp := range spellings(c) {
				if strings.Contains(sp.text, "\x00") {
					binary.WriteString("<" + sp.text + ">")
				} else {
					text.WriteString("<" + sp.text + ">\n")
				}
			}
			if !strings.Contains(c, "\x00") {
				text.WriteString("[[" + c + "]]\n")
			}
			binary.WriteString("{" + c + "}")
		}
		repo.Write("text", text.String())
		repo.Write("binary", binary.String())
		repo.Commit("one")
		repo.Write("again", strings.Repeat("more of it\n", 100)+text.String())
		plant(t, repo, clear)
		s, placed := searched(t, repo.Dir, tg)
		p := NewPlan(tg, s.Hits(), placed, Repository{Top: repo.Dir, GitDir: repo.Path(".git")})
		for i, secret := range tg.Secrets {
			assert.NotZero(t, p.Counts[i].Blobs, "%q", secret.Value.Reveal())
		}
		follow(t, repo, p)
		s, _ = searched(t, repo.Dir, tg)
		for _, h := range s.Hits() {
			assert.Fail(t, "it stands", "%q in %v %q", h.text(), h.Origin, h.How())
		}
		sum, skips := s.Summary()
		assert.True(t, sum.Complete, "%v", skips)
		assert.Regexp(t, `^(?:more of it\n){100}<\*\*\*REMOVED\*\*\*>\n`, repo.Git("cat-file", "-p", "main:again"))
		assert.Equal(t, strconv.Itoa(binary.Len()), repo.Git("cat-file", "-s", "main:binary"), "what follows stays where it was")
	}
}

// plant commits the secrets in a message, in names and in identities, as far as git
// takes them there.
func plant(t *testing.T, repo *repotest.Repo, clear []string) {
	var message strings.Builder
	for _, c := range clear {
		if strings.ContainsRune(c, 0) {
			continue
		}
		message.WriteString("say [" + c + "]\n")
		if !strings.ContainsAny(c, "/\\") {
			repo.Write("folder/x"+c+"x/y"+c+"y", "content\n")
			for _, sp := range spellings(c) {
				if !strings.ContainsAny(sp.text, "/\\\x00") && len(sp.text) < 200 {
					repo.Write("folder/same"+sp.text, "content\n")
				}
			}
		}
	}
	repo.Git("add", "-A")
	tree := repo.Git("write-tree")
	parent := repo.ID("HEAD")
	for _, c := range clear {
		if strings.ContainsAny(c, "\x00\n\r<>") {
			continue
		}
		who := "n" + c + "n <m" + strings.ReplaceAll(c, " ", "") + "m> 1700000000 +0000"
		parent = repo.Input("tree "+tree+"\nparent "+parent+"\nauthor "+who+"\ncommitter "+who+"\n\n"+message.String(), "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
	}
	repo.Git("reset", "-q", "--hard", parent)
}

// Only what a ref leads to needs a new history; the rest has to be let go of.
func TestPlanOfWhatNothingReaches(t *testing.T) {
	const secret = "abcdef0123456789"
	repo := repotest.New(t)
	repo.Write("a", "one\n")
	repo.Commit("one")
	repo.Input("x "+secret+"\n", "hash-object", "-w", "--stdin")
	tg := target(secret)
	s, placed := searched(t, repo.Dir, tg)
	require.Len(t, placed, 1)
	assert.Equal(t, "dangling: `git gc --prune=now`", Held(&placed[0]))
	p := NewPlan(tg, s.Hits(), placed, Repository{Top: repo.Dir, GitDir: repo.Path(".git")})
	assert.False(t, p.Rewrites())
	head := repo.ID("HEAD")
	follow(t, repo, p)
	s, _ = searched(t, repo.Dir, tg)
	assert.Empty(t, s.Hits())
	assert.Equal(t, head, repo.ID("HEAD"))
}

// A plain word is replaced with the line that it was found on, and nowhere else.
func TestPlanForAPlainWord(t *testing.T) {
	needsFilterRepo(t)
	repo := repotest.New(t)
	repo.Write("a", "the password is here\n  login(\"password\")\n")
	repo.Commit("one")
	tg := Pick([]leak.Finding{{Secret: leak.NewSecret("password"), Lines: leak.NewSecret("  login(\"password\")"), Origin: leak.Origin{Kind: leak.KindFile, Path: "a"}, Start: leak.Position{Line: 2}}})
	s, placed := searched(t, repo.Dir, tg)
	follow(t, repo, NewPlan(tg, s.Hits(), placed, Repository{Top: repo.Dir, GitDir: repo.Path(".git")}))
	assert.Equal(t, "the password is here\n  login(\"***REMOVED***\")", repo.Git("cat-file", "-p", "HEAD:a"))
}

func TestQuote(t *testing.T) {
	for _, text := range []string{"", "a b", "it's", "$(x)`y`", "a\nb\\c'\t\x7f", "päth"} {
		out, err := exec.Command("sh", "-c", "printf %s "+quote(text)).Output()
		require.NoError(t, err)
		assert.Equal(t, text, string(out))
		assert.NotContains(t, quote(text), "\n")
	}
}

func TestNothingIsPrintedInClear(t *testing.T) {
	const secret = "abcdef0123456789"
	s := NewSearch(target(secret), nil)
	s.Unit(0, leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Object: "1"}, Data: []byte(secret)})
	p := NewPlan(s.target, s.Hits(), nil, Repository{})
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, v := range []any{s, p, s.target, s.Hits(), s.Hits()[0], s.Findings()} {
			assert.NotContains(t, fmt.Sprintf(format, v), secret, "%s of %T", format, v)
		}
	}
}

// What is read from the repository does not become a command.
func TestReadmeHasOnlyItsOwnCommands(t *testing.T) {
	evil := "x\n    touch /tmp/evil"
	tg := target("password")
	tg.Secrets[0].Places = []string{evil + ":1"}
	tg.Secrets[0].Description = evil
	tg.Files = []File{{Path: evil, Description: evil}}
	p := NewPlan(tg, nil, nil, Repository{Top: "/top", GitDir: "/top/.git", Remote: true, Notes: true, Borrows: true, Kept: true, Unlisted: true,
		Worktrees: []Worktree{{Path: "/x\n    touch", GitDir: "worktrees/x"}}})
	p.byHand, p.modules, p.stashLog, p.remove = []string{evil}, []string{evil}, true, []string{evil}
	p.refs = []rename{{"refs/heads/a", "refs/heads/b", "1"}}
	own := regexp.MustCompile(`^    (?:cleanup=|cd |git |rm -r?f |leaksieve |  --)`)
	files := p.Files("/folder")
	for line := range strings.Lines(string(files[len(files)-1].Data)) {
		if strings.HasPrefix(line, "    ") {
			assert.Regexp(t, own, line)
		}
	}
}
