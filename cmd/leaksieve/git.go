package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

var _ = register(func(a *app) *cobra.Command {
	var (
		f            scanFlags
		revisions    string
		since        string
		branch       string
		firstParent  bool
		allowShallow bool
	)
	cmd := &cobra.Command{
		Use:     "git [repository...]",
		Short:   "Scan the history of a repository and everything else in its object store",
		Long:    "Scan every object of a repository: all refs, stashes, notes, reflogs, what was\namended away and what is dangling; messages, names and paths; and every other\nfile of the git directory, such as config and hooks. With --range, --since-commit\nor --branch, scan only what those commits bring in. Of several repositories one\nreport is made, which says what secrets they share.",
		Example: "  leaksieve git\n  leaksieve git --range origin/main..HEAD\n  leaksieve git ../other -f sarif -r leaks.sarif\n  leaksieve git ../shop ../billing ../infra",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			text, err := revisionText(revisions, since, branch)
			if err != nil {
				return err
			}
			limit, err := size(f.maxFileSize)
			if err != nil {
				return err
			}
			var (
				targets []target
				stores  []*source.Store
			)
			for _, path := range args {
				t, store, err := a.gitTarget(path, text, limit, &f, firstParent, allowShallow)
				if store != nil {
					defer store.Close()
					stores = append(stores, store)
				}
				if err != nil {
					return err
				}
				if h, ok := t.source.(*source.History); ok {
					defer h.Close()
				}
				targets = append(targets, t)
			}
			err = a.scanAll(cmd.Context(), &f, targets)
			for _, store := range stores {
				if text != "" {
					err = withOutside(err, store)
				}
			}
			return err
		},
	}
	f.add(cmd)
	fl := cmd.Flags()
	fl.StringVar(&revisions, "range", "", "scan what these commits bring in: A..B, A...B, or revisions with ^ for those to leave out")
	fl.StringVar(&since, "since-commit", "", "scan what came after this commit up to HEAD (or --branch)")
	fl.StringVar(&branch, "branch", "", "scan what this branch reaches")
	fl.BoolVar(&firstParent, "first-parent", false, "with a range: follow first parents only, as git log does; a merge counts as what it brings to the first")
	fl.BoolVar(&allowShallow, "allow-shallow", false, "do not count the missing history of a shallow clone as incomplete")
	return cmd
})

// gitTarget opens a repository and says what of it is scanned. The store is to be
// closed, also after an error.
func (a *app) gitTarget(path, revisions string, limit int64, f *scanFlags, firstParent, allowShallow bool) (t target, store *source.Store, err error) {
	repo, err := a.open(path, f.trustConfig)
	if err != nil {
		return t, nil, err
	}
	t = a.repositoryTarget("git", path, repo)
	if store, err = source.OpenStore(repo, limit, a.alternates(repo)); err != nil {
		return t, nil, err
	}
	if revisions == "" {
		h := &source.History{Repo: repo, Store: store, MaxSize: limit, AllowShallow: allowShallow}
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
	t.source = &source.Range{Repo: repo, Store: store, Revisions: rg, FirstOnly: firstParent, AllowShallow: allowShallow}
	return t, store, nil
}

func revisionText(revisions, since, branch string) (string, error) {
	switch {
	case revisions != "" && (since != "" || branch != ""):
		return "", withHint(errors.New("--range does not go with --since-commit or --branch"), "write the whole range: --range A..B")
	case revisions != "":
		return revisions, nil
	case since != "" && branch != "":
		return "^" + since + " " + branch, nil
	case since != "":
		return "^" + since + " HEAD", nil
	}
	return branch, nil
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
