package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Again reads single pieces of content once more, by where a saved run says that they
// stand. Close it after use.
type Again struct {
	Run   leak.Run    // whose findings are asked for
	Repo  *Repository // that is at Run.Root; nil if there is none
	Store *Store      // of Repo
	Limit int64       // bytes of what is read

	modules map[string]*Again
}

// GoneError says that what a saved run names is not there any more, or cannot be read.
type GoneError struct{ What string }

func (e *GoneError) Error() string { return e.What }

func gone(format string, args ...any) error { return &GoneError{fmt.Sprintf(format, args...)} }

// Close frees what Units opened; not Store.
func (a *Again) Close() {
	for _, m := range a.modules {
		m.Store.Close()
	}
}

// Units returns the content at a place as the scan saw it. It is more than one where a
// report does not tell them apart: the people of a commit, the lines of a reflog, an
// LFS object and its pointer. That it is gone is a *GoneError.
func (a *Again) Units(o leak.Origin) ([]leak.Unit, error) {
	if o.Kind == leak.KindStdin {
		return nil, gone("it came from standard input, which cannot be read again")
	}
	if o.Object == "" && (o.Kind == leak.KindFile || o.Kind == leak.KindSymlink) && a.Run.Mode == "dir" {
		return a.file(o, a.Run.Root, o.Path)
	}
	if a.Repo == nil {
		return nil, gone("there is no repository at %s", a.Run.Root)
	}
	if o.Repo != "" {
		m, err := a.module(o.Repo)
		if err != nil {
			return nil, err
		}
		a = m
	}
	switch o.Kind {
	case leak.KindRef:
		return unit(o, []byte(o.Ref)), nil
	case leak.KindPath:
		return unit(o, []byte(lastName(o.Path))), nil
	case leak.KindReflog:
		return a.reflog(o), nil
	case leak.KindFile, leak.KindSymlink:
		if rel, ok := strings.CutPrefix(o.Path, ".git/"); ok && o.Object == "" {
			return a.gitFile(o, rel)
		}
		return a.blob(o)
	}
	return a.text(o)
}

func unit(o leak.Origin, data []byte) []leak.Unit { return []leak.Unit{{Origin: o, Data: data}} }

// module is the same for a submodule's repository.
func (a *Again) module(path string) (*Again, error) {
	if m := a.modules[path]; m != nil {
		return m, nil
	}
	if !filepath.IsLocal(filepath.FromSlash(path)) {
		return nil, gone("%q is no repository inside this one", path)
	}
	repo, err := a.Repo.OpenModule(path)
	if err != nil {
		return nil, gone("the submodule's repository %s cannot be read: %v", path, err)
	}
	store, err := OpenStore(repo, a.Limit, nil)
	if err != nil {
		return nil, gone("the submodule's repository %s cannot be read: %v", path, err)
	}
	if a.modules == nil {
		a.modules = map[string]*Again{}
	}
	a.modules[path] = &Again{Run: a.Run, Repo: repo, Store: store, Limit: a.Limit}
	return a.modules[path], nil
}

// object reads an object of one of the types.
func (a *Again) object(o leak.Origin, types ...objects.Type) ([]byte, error) {
	id, err := objects.ParseID(o.Object)
	if err != nil {
		return nil, gone("%.40q is no name of an object", o.Object)
	}
	typ, data, err := a.Store.Read(id)
	if errors.Is(err, ErrNotFound) {
		return nil, gone("object %s is not in the repository any more", id)
	} else if err != nil {
		return nil, gone("object %s cannot be read: %v", id, err)
	}
	for _, want := range types {
		if typ == want {
			return data, nil
		}
	}
	return nil, gone("object %s is a %s, not a %s", id, typ, types[0])
}

// blob returns a blob, and what it stands for if it is a pointer of LFS.
func (a *Again) blob(o leak.Origin) ([]leak.Unit, error) {
	data, err := a.object(o, objects.Blob)
	if err != nil {
		return nil, err
	}
	units := unit(o, data)
	if oid := lfsObject(data); oid != "" {
		s := &diffScan{repo: a.Repo, store: a.Store}
		if data, skip := s.readLFS(oid); skip == nil {
			units = append(units, unit(o, data)...)
		}
	}
	return units, nil
}

// text returns what a commit or tag says of itself.
func (a *Again) text(o leak.Origin) (units []leak.Unit, err error) {
	data, err := a.object(o, objects.Commit, objects.Tag)
	if err != nil {
		return nil, err
	}
	t := textsOf(data)
	switch o.Kind {
	case leak.KindCommitMessage, leak.KindTagMessage:
		return unit(o, t.message), nil
	case leak.KindHeader:
		return unit(o, t.headers), nil
	case leak.KindIdentity:
		for _, who := range t.people {
			units = append(units, unit(o, appendWho(nil, who))...)
		}
		return units, nil
	}
	return nil, gone("%.40q is no kind of place", o.Kind)
}

// reflog returns the lines of a reflog that lead to an object.
func (a *Again) reflog(o leak.Origin) (units []leak.Unit) {
	a.Repo.Reflogs(func(l gitdir.Reflog) {
		if l.Ref == o.Ref && objectName(l.New) == o.Object {
			units = append(units, unit(o, []byte(l.Text))...)
		}
	})
	return units
}

// gitFile returns a file of the git directory. Of an index, that is what stands in it
// beside the entries, too.
func (a *Again) gitFile(o leak.Origin, rel string) ([]leak.Unit, error) {
	full := filepath.Join(a.Repo.CommonDir, filepath.FromSlash(rel))
	if err := a.Repo.Outside(full); err != nil {
		return nil, gone("%v", err)
	}
	units, err := a.file(o, a.Repo.CommonDir, rel)
	if err != nil || filepath.Base(full) != "index" {
		return units, err
	}
	x, err := gitdir.ReadIndex(full, filepath.Dir(full), a.Repo.HashSize)
	if err != nil {
		return nil, gone("%v", err)
	}
	for _, b := range x.Beside {
		units = append(units, unit(o, b)...)
	}
	return units, nil
}

// file returns a file on disk, or the target of a link.
func (a *Again) file(o leak.Origin, root, rel string) ([]leak.Unit, error) {
	rel = filepath.FromSlash(rel)
	if !filepath.IsLocal(rel) {
		return nil, gone("its path leads out of %s", root)
	}
	path := filepath.Join(root, rel)
	if o.Kind == leak.KindSymlink {
		target, err := os.Readlink(path)
		if err != nil {
			return nil, gone("the link cannot be read: %s", reason(err))
		}
		return unit(o, []byte(target)), nil
	}
	st, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, gone("the file is not there any more")
	case err != nil:
		return nil, gone("the file cannot be read: %s", reason(err))
	case !st.Mode().IsRegular(): // not opened, which could wait for ever
		return nil, gone("it is no regular file any more")
	}
	data, tooLarge, err := readFile(path, nil, a.Limit)
	switch {
	case err != nil:
		return nil, gone("the file cannot be read: %s", reason(err))
	case tooLarge:
		return nil, gone("the file has more than %d bytes now", a.Limit)
	}
	return unit(o, data), nil
}
