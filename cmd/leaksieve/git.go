package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

var _ = register(func(a *app) *cobra.Command {
	var (
		f scanFlags
		g gitFlags
	)
	cmd := &cobra.Command{
		Use:     "git [repository...]",
		Short:   "Scan the history of a repository and everything else in its object store",
		Long:    "Scan every object of a repository: all refs, stashes, notes, reflogs, what was\namended away and what is dangling; messages, names and paths; and every other\nfile of the git directory, such as config and hooks. With --range, --since-commit\nor --branch, scan only what those commits bring in. Of several repositories one\nreport is made, which says what secrets they share.",
		Example: "  leaksieve git\n  leaksieve git --range origin/main..HEAD\n  leaksieve git ../other -f sarif -r leaks.sarif\n  leaksieve git ../shop ../billing ../infra",
		RunE: func(cmd *cobra.Command, args []string) error {
			res, err := a.scanGit(cmd.Context(), &f, args, g)
			if err != nil {
				return err
			}
			return a.report(cmd.Context(), &f, res)
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&g.revisions, "range", "", "scan what these commits bring in: A..B, A...B, or revisions with ^ for those to leave out")
	fl.StringVar(&g.since, "since-commit", "", "scan what came after this commit up to HEAD (or --branch)")
	fl.StringVar(&g.branch, "branch", "", "scan what this branch reaches")
	fl.BoolVar(&g.firstParent, "first-parent", false, "with a range: follow first parents only, as git log does; a merge counts as what it brings to the first")
	fl.BoolVar(&g.allowShallow, "allow-shallow", false, "do not count the missing history of a shallow clone as incomplete")
	return cmd
})

// gitFlags say what of a repository is scanned.
type gitFlags struct {
	revisions, since, branch  string
	firstParent, allowShallow bool
}

// scanGit scans repositories; none is the current one.
func (a *app) scanGit(ctx context.Context, f *scanFlags, paths []string, g gitFlags) (*scanner.Result, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	text, err := g.revisionText()
	if err != nil {
		return nil, err
	}
	limit, err := size(f.maxFileSize)
	if err != nil {
		return nil, err
	}
	var targets []target
	for _, path := range paths {
		t, store, err := a.gitTarget(path, text, limit, f, g)
		if store != nil {
			defer store.Close()
		}
		if err != nil {
			return nil, err
		}
		if h, ok := t.source.(*source.History); ok {
			defer h.Close()
		}
		targets = append(targets, t)
	}
	return a.scanAll(ctx, f, targets)
}

// gitTarget opens a repository and says what of it is scanned. The store is to be
// closed, also after an error.
func (a *app) gitTarget(path, revisions string, limit int64, f *scanFlags, g gitFlags) (t target, store *source.Store, err error) {
	repo, store, err := a.openStore(path, f.trustConfig, limit)
	if err != nil {
		return t, nil, err
	}
	t = a.repositoryTarget("git", path, repo)
	t.store = store
	if revisions == "" {
		h := &source.History{Repo: repo, Store: store, MaxSize: limit, AllowShallow: g.allowShallow}
		t.source, t.key = h, h.FingerprintKey
		return t, store, nil
	}
	t.key = func() ([]byte, error) { return source.FingerprintKey(repo, store) }
	rg, err := source.ParseRange(repo, store, revisions)
	if err != nil {
		return t, store, withOutside(err, store)
	}
	if len(rg.Include) == 0 {
		a.say("note", "the range ends in zeros, by which git names a ref that is deleted: no commit comes in")
	}
	t.source = &source.Range{Repo: repo, Store: store, Revisions: rg, FirstOnly: g.firstParent, AllowShallow: g.allowShallow}
	return t, store, nil
}

func (g gitFlags) revisionText() (string, error) {
	switch revisions, since, branch := g.revisions, g.since, g.branch; {
	case revisions != "" && (since != "" || branch != ""):
		return "", withHint(errors.New("--range does not go with --since-commit or --branch"), "write the whole range: --range A..B")
	case revisions != "":
		return revisions, nil
	case since != "" && branch != "":
		return "^" + since + " " + branch, nil
	case since != "":
		return "^" + since + " HEAD", nil
	}
	return g.branch, nil
}

// repository opens the repository at path. For "." GIT_DIR and GIT_WORK_TREE
// count, as they do for git itself, which sets them for hooks.
func (a *app) repository(path string) (*source.Repository, error) {
	dir, top := a.env["GIT_DIR"], a.env["GIT_WORK_TREE"]
	if path != "." || dir == "" {
		return source.FindRepository(path)
	}
	repo, err := source.FindRepository(dir)
	if err != nil {
		return nil, err
	}
	here, err := source.FindRepository(".")
	if top == "" && err == nil && here.GitDir == repo.GitDir {
		return here, nil
	}
	if top == "" && (repo.WorkTree != "" || repo.Bare()) {
		return repo, nil
	}
	repo.WorkTree, err = filepath.Abs(top) // without GIT_WORK_TREE: the current folder
	return repo, err
}

// open opens the repository at path for a scan. What one that is not the user's own
// says of places outside of itself counts only if it is trusted.
func (a *app) open(path string, trust bool) (*source.Repository, error) {
	repo, err := a.repository(path)
	if err == nil && !trust && !a.own(repo) {
		err = repo.Confine()
	}
	return repo, err
}

// openStore is open with the repository's objects, of which none over limit bytes is read.
func (a *app) openStore(path string, trust bool, limit int64) (*source.Repository, *source.Store, error) {
	repo, err := a.open(path, trust)
	if err != nil {
		return nil, nil, err
	}
	store, err := source.OpenStore(repo, limit, a.alternates(repo))
	return repo, store, err
}

// own reports whether repo is the one that the current folder is in; its
// worktrees are one repository. One that only says so is not.
func (a *app) own(repo *source.Repository) bool {
	here, err := a.repository(".")
	return err == nil && here.CommonDir == repo.CommonDir &&
		(here.GitDir == repo.GitDir && here.WorkTree == repo.WorkTree || repo.Linked() == nil)
}

// alternates are the object folders that the environment names. In a hook they are
// those of the repository that it runs for.
func (a *app) alternates(repo *source.Repository) (out []string) {
	own := a.own(repo)
	if v := a.env["GIT_OBJECT_DIRECTORY"]; v != "" && own {
		out = append(out, v)
	}
	if own || a.env["GIT_DIR"] == "" {
		out = append(out, filepath.SplitList(a.env["GIT_ALTERNATE_OBJECT_DIRECTORIES"])...)
	}
	return out
}

const trustHint = "name the git directory itself, or use --trust-config if you know where that leads"

// withOutside adds to an error about an object that is not there where it may be.
func withOutside(err error, store *source.Store) error {
	if store == nil {
		return err
	}
	if out := store.Outside(); errors.Is(err, source.ErrNotFound) && len(out) > 0 {
		return withHint(fmt.Errorf("%w (%s: %w)", err, out[0].Path, out[0].Err), "use --trust-config to have it read")
	}
	return err
}

// repositoryTarget is a target in a repository, without its source.
func (a *app) repositoryTarget(mode, path string, repo *source.Repository) target {
	t := target{repo: repo, root: repo.WorkTree, own: a.own(repo)}
	t.run = leak.Run{Mode: mode, Target: filepath.ToSlash(path)}
	source.Describe(repo, &t.run)
	return t
}
