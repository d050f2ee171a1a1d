package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

var _ = register(func(a *app) *cobra.Command {
	var (
		f         scanFlags
		gitIgnore bool
	)
	cmd := &cobra.Command{
		Use:     "dir [path...]",
		Aliases: []string{"directory", "file"},
		Short:   "Scan files and folders as they are on disk",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				args = []string{"."}
			}
			limit, err := size(f.maxFileSize)
			if err != nil {
				return err
			}
			paths, err := absolute(args)
			if err != nil {
				return err
			}
			d := &source.Dir{Paths: paths, Root: source.CommonRoot(paths), GitIgnore: gitIgnore, MaxSize: limit}
			t := a.filesTarget("dir", strings.Join(args, " "), d.Root, limit, f.trustConfig)
			if t.repo != nil && t.own {
				d.Root = t.repo.WorkTree // the paths that every other mode reports
				t.run.Root = d.Root
			}
			t.source = d
			return a.scan(cmd.Context(), &f, t)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&gitIgnore, "gitignore", false, "leave out what .gitignore files name")
	return cmd
})

func absolute(args []string) (paths []string, err error) {
	for _, arg := range args {
		if arg == "" { // as of a variable that is not set; it would be the current folder
			return nil, withHint(errors.New("a path is empty"), "name files or folders that exist")
		}
		path, err := filepath.Abs(arg)
		if err != nil {
			return nil, err
		}
		var pe *fs.PathError
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, withHint(fmt.Errorf("%s: no such file or folder", arg), "name files or folders that exist")
		} else if errors.As(err, &pe) {
			return nil, withHint(fmt.Errorf("%s: %w", arg, pe.Err), "name files or folders that exist")
		}
		if st, err := os.Stat(path); err == nil && st.IsDir() {
			if path, err = filepath.EvalSymlinks(path); err != nil {
				return nil, err
			}
		} else if real, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
			path = filepath.Join(real, filepath.Base(path))
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// filesTarget is a target of files below root, which may be in a repository.
func (a *app) filesTarget(mode, name, root string, limit int64, trust bool) target {
	t := target{root: root, run: leak.Run{Mode: mode, Target: filepath.ToSlash(name), Root: root}}
	repo, err := source.FindRepository(root)
	if err == nil && !trust && !a.own(repo) {
		err = repo.Confine()
	}
	var none *source.NotRepoError
	switch {
	case err == nil && repo.WorkTree != "":
		t.repo, t.root, t.own = repo, repo.WorkTree, a.own(repo)
	case err != nil && !errors.As(err, &none): // a repository that is not read; its files are
		here, _ := os.Getwd()
		if top := topOf(root); top != "" {
			t.root, t.own = top, top == topOf(here)
		}
		fallthrough
	default:
		repo = nil
	}
	t.key = func() ([]byte, error) {
		if repo == nil {
			return source.FingerprintKey(nil, nil)
		}
		store, err := source.OpenStore(repo, limit, nil)
		if err != nil {
			return nil, err
		}
		defer store.Close()
		return source.FingerprintKey(repo, store)
	}
	return t
}

// topOf is the nearest folder at or above dir that has a ".git", "" for none.
func topOf(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}
