package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/cleanup"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// folder is where a plan is written to.
type folder struct{ path string } // absolute

// newFolder checks what was typed before anything is scanned; nil for "".
func newFolder(path string, repo *source.Repository) (*folder, error) {
	if path == "" {
		return nil, nil
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(abs); err == nil {
		return nil, withHint(fmt.Errorf("%s is there already", path), "name a folder that is to be made; what is in this one may still be needed")
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(abs))
	if err != nil {
		return nil, withHint(fmt.Errorf("making %s: %w", path, err), "the folder that it is to be in has to be there")
	}
	abs = filepath.Join(parent, filepath.Base(abs))
	for _, top := range []string{repo.WorkTree, repo.CommonDir} {
		if real, err := filepath.EvalSymlinks(top); err == nil && top != "" && within(real, abs) {
			return nil, withHint(fmt.Errorf("%s is in the repository", path), "it will hold secrets in clear: name a folder elsewhere")
		}
	}
	return &folder{abs}, nil
}

func within(top, path string) bool {
	rel, err := filepath.Rel(top, path)
	return err == nil && filepath.IsLocal(rel)
}

// write makes the folder, whole or not at all.
func (f *folder) write(files []cleanup.Content) (err error) {
	temp, err := os.MkdirTemp(filepath.Dir(f.path), filepath.Base(f.path)+".tmp") // 0700
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(temp)
		}
	}()
	for _, c := range files {
		if err := writeNew(filepath.Join(temp, c.Name), c.Data); err != nil {
			return err
		}
	}
	if _, err := os.Lstat(f.path); err == nil {
		return fmt.Errorf("%s is there by now", f.path)
	}
	return os.Rename(temp, f.path)
}

func writeNew(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// readTarget reads what a plan is for.
func readTarget(path string) (*cleanup.Target, error) {
	name := filepath.Join(path, cleanup.TargetFile)
	data, err := os.ReadFile(name)
	hint := "`leaksieve cleanup -o FOLDER` writes one"
	if err != nil {
		return nil, withHint(fmt.Errorf("reading the plan: %w", err), hint)
	}
	t, err := cleanup.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, withHint(fmt.Errorf("reading the plan %s: %w", name, err), hint)
	}
	return t, nil
}

// describe is what a plan has to know of the repository.
func describe(repo *source.Repository) cleanup.Repository {
	out := cleanup.Repository{Top: repo.CommonDir, GitDir: repo.CommonDir, Remote: repo.Remote() != "", Unlisted: repo.RefStorage() != nil}
	if filepath.Base(repo.CommonDir) == ".git" && !repo.Bare() {
		out.Top = filepath.Dir(repo.CommonDir)
	} else if repo.WorkTree != "" && repo.GitDir == repo.CommonDir {
		out.Top = repo.WorkTree
	}
	if id, branch, err := repo.Head(); err == nil && !id.IsZero() {
		out.Branch = branch
	}
	refs, _ := repo.Refs()
	for _, r := range refs {
		out.Notes = out.Notes || strings.HasPrefix(r.Name, "refs/notes/")
	}
	st, err := os.Stat(filepath.Join(repo.ObjectsDir(), "info", "alternates"))
	out.Borrows = err == nil && st.Size() > 0
	for _, ending := range []string{"*.keep", "*.promisor"} {
		list, _ := filepath.Glob(filepath.Join(repo.ObjectsDir(), "pack", ending)) // the pattern is sound
		out.Kept = out.Kept || len(list) > 0
	}
	for _, dir := range repo.Worktrees() {
		if w, ok := worktree(dir); ok {
			out.Worktrees = append(out.Worktrees, w)
		}
	}
	return out
}

// worktree reads where a linked working tree is, see gitrepository-layout(5). One that
// is gone has none; nor has one that does not lead back, for a repository could name
// any other, and have it reset.
func worktree(dir string) (w cleanup.Worktree, ok bool) {
	gitFile, err := os.ReadFile(filepath.Join(dir, "gitdir"))
	if err != nil {
		return w, false
	}
	w.GitDir = "worktrees/" + filepath.Base(dir)
	w.Path = strings.TrimSpace(string(gitFile))
	if !filepath.IsAbs(w.Path) {
		w.Path = filepath.Join(dir, w.Path)
	}
	w.Path = filepath.Dir(w.Path)
	if back, err := source.FindRepository(w.Path); err != nil || !sameDir(back.GitDir, dir) {
		return w, false
	}
	head, err := os.ReadFile(filepath.Join(dir, "HEAD"))
	if text := strings.TrimSpace(string(head)); err == nil && !strings.HasPrefix(text, "ref:") {
		w.Detached = text
	}
	return w, true
}

func sameDir(a, b string) bool {
	x, err := os.Stat(a)
	y, err2 := os.Stat(b)
	return err == nil && err2 == nil && os.SameFile(x, y)
}
