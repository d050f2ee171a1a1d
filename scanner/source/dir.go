package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/sourcegraph/conc/pool"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Dir is files on disk: trees, or single files.
type Dir struct {
	Root      string   // absolute; reported paths are relative to it
	Paths     []string // absolute, Root itself or below it
	GitIgnore bool     // leave out what .gitignore files name
	MaxSize   int64

	git    *gitdir.Repo   // Root is its folder: what is read of it elsewhere is left out
	store  *objects.Store // of git
	module string         // the origins' Repo
}

// Scan implements Source. Folders called .git are left out: `leaksieve git`
// reads those. A symbolic link is scanned as its target's name; the target
// itself is scanned where it stands, if that is in the tree.
func (d *Dir) Scan(ctx context.Context, jobs int, sink Sink) error {
	files := make(chan fileEntry, 256)
	workers := pool.New().WithContext(ctx)
	for worker := range max(jobs, 1) {
		workers.Go(func(ctx context.Context) error {
			var buf []byte
			for f := range files {
				if ctx.Err() == nil {
					buf = d.file(worker, f, buf, sink)
				}
			}
			return nil
		})
	}
	var seen map[string]bool
	if len(d.Paths) > 1 { // one may be below another
		seen = map[string]bool{}
	}
	for _, path := range d.Paths {
		d.walk(ctx, path, seen, sink, files)
	}
	close(files)
	if err := workers.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

type fileEntry struct {
	path string // absolute
	rel  string // as reported
	link bool
	top  bool // the user named it
}

func (d *Dir) rel(path string) string {
	rel, err := filepath.Rel(d.Root, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}

func (d *Dir) origin(rel string) leak.Origin {
	if d.git != nil {
		rel = path.Join(".git", rel)
	}
	return leak.Origin{Kind: leak.KindFile, Repo: d.module, Path: rel}
}

func (d *Dir) unreadable(rel string, err error, sink Sink) {
	if d.git != nil && errors.Is(err, fs.ErrNotExist) {
		return // a lock or a message that git had no more need of
	}
	sink.Count("file", 1, 0)
	sink.Skip(leak.Skip{Reason: leak.SkipUnreadable, Origin: d.origin(rel), Detail: reason(err)})
}

// reason is what the system said, without the path that the Skip has already.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// walk lists what is at top and below it, but for what was seen.
func (d *Dir) walk(ctx context.Context, top string, seen map[string]bool, sink Sink, files chan<- fileEntry) {
	ignores := newIgnores(d.Root, top, d.GitIgnore)
	_ = filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel := d.rel(path)
		if d.elsewhere(rel, e, sink) {
			return skipDir(e)
		}
		if err != nil {
			d.unreadable(rel, err, sink)
			return nil
		}
		if seen[path] {
			return nil
		}
		if seen != nil && !e.IsDir() {
			seen[path] = true
		}
		if path != top && ignores.match(path, e.IsDir()) {
			sink.Skip(leak.Skip{Reason: leak.SkipExcluded, Origin: d.origin(rel), Detail: ".gitignore", Expected: true})
			return skipDir(e)
		}
		switch mode := e.Type(); {
		case e.IsDir():
			if e.Name() == ".git" && path != top && d.git == nil {
				sink.Skip(leak.Skip{Reason: leak.SkipExcluded, Origin: d.origin(rel), Detail: "`leaksieve git` scans it", Expected: true})
				return fs.SkipDir
			}
			if d.objects(path, rel, path == top, sink) {
				return fs.SkipDir
			}
			ignores.enter(path)
		case mode&fs.ModeSymlink != 0:
			if path == top { // named by the user
				d.named(path, sink, files)
			} else {
				files <- fileEntry{path, rel, true, false}
			}
		case mode.IsRegular():
			files <- fileEntry{path, rel, false, path == top}
		default:
			d.special(rel, path == top, sink)
		}
		return nil
	})
}

// elsewhere reports whether a file of a git directory is not to be read here, and
// names it if it can be read nowhere.
func (d *Dir) elsewhere(rel string, e fs.DirEntry, sink Sink) bool {
	if d.git == nil || e == nil || rel == "." {
		return false
	}
	content := d.git.Content(rel, e.IsDir())
	if content == gitdir.Unfinished {
		sink.Count("file", 1, 0)
		sink.Skip(leak.Skip{Reason: leak.SkipCorrupt, Origin: d.origin(rel), Detail: "a part of an object or pack that git never finished; `git prune` removes old ones"})
	}
	return content != gitdir.Text
}

// objects names a folder that holds the objects of a repository. They are
// compressed: no file there shows what is in it.
func (d *Dir) objects(path, rel string, asked bool, sink Sink) bool {
	own := d.git != nil && rel == "objects"
	if own || filepath.Base(path) != "objects" || !gitdir.Is(filepath.Dir(path)) {
		return false
	}
	sink.Skip(leak.Skip{Reason: leak.SkipExcluded, Origin: d.origin(rel), Detail: "the objects of a repository: `leaksieve git` scans them", Expected: d.git == nil && !asked})
	return true
}

func skipDir(e fs.DirEntry) error {
	if e.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// named follows a link that the user named as what to scan.
func (d *Dir) named(path string, sink Sink, files chan<- fileEntry) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		d.unreadable(d.rel(path), err, sink)
	case st.Mode().IsRegular():
		files <- fileEntry{path, d.rel(path), false, true}
	case st.IsDir():
		d.unreadable(d.rel(path), errors.New("a link to a folder"), sink)
	default:
		d.special(d.rel(path), true, sink)
	}
}

// special names a device, socket or pipe: it is not opened, which could wait for
// ever. Below a folder there is nothing in it to be read; one that the user named
// was to be.
func (d *Dir) special(rel string, named bool, sink Sink) {
	if named {
		sink.Count("file", 1, 0)
	}
	sink.Skip(leak.Skip{Reason: leak.SkipSpecial, Origin: d.origin(rel), Detail: "not a regular file", Expected: !named})
}

func (d *Dir) file(worker int, f fileEntry, buf []byte, sink Sink) []byte {
	origin := d.origin(f.rel)
	if f.link {
		target, err := os.Readlink(f.path)
		if err != nil {
			d.unreadable(f.rel, err, sink)
			return buf
		}
		origin.Kind = leak.KindSymlink
		sink.Unit(worker, leak.Unit{Origin: origin, Data: []byte(target)})
		sink.Count("file", 1, 1)
		d.outside(f, sink)
		return buf
	}
	data, tooLarge, err := readFile(f.path, buf[:0], d.MaxSize)
	switch {
	case err != nil:
		d.unreadable(f.rel, err, sink)
	case tooLarge:
		sink.Count("file", 1, 0)
		sink.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: origin, Detail: fmt.Sprintf("more than %d bytes; --max-file-size sets the limit", d.MaxSize)})
	default:
		sink.Unit(worker, leak.Unit{Origin: origin, Data: data})
		d.account(f, data, sink)
	}
	return data
}

// account notes a file as read, if what is in it could be seen. What stands in the
// store of LFS is content like that of blobs.
func (d *Dir) account(f fileEntry, data []byte, sink Sink) {
	kind := objects.Stored(data)
	if kind == "" || d.git != nil && (strings.HasPrefix(f.rel, "lfs/objects/") || d.store.Reads(f.path)) {
		sink.Count("file", 1, 1)
		return
	}
	sink.Count("file", 1, 0)
	sink.Skip(leak.Skip{Reason: leak.SkipUnsupported, Origin: d.origin(f.rel), Detail: "a " + kind + " outside of a repository's own store; put it where git reads it, or delete it",
		Expected: d.git == nil && !f.top})
}

// outside notes a link that leaves the scanned tree; what it points to is not
// read, as whoever made the tree does not choose what is scanned.
func (d *Dir) outside(f fileEntry, sink Sink) {
	real, err := filepath.EvalSymlinks(f.path)
	if err != nil {
		return // it points nowhere: nothing is left out
	}
	for _, top := range d.Paths {
		if top, err := filepath.EvalSymlinks(top); err == nil {
			if rel, err := filepath.Rel(top, real); err == nil && filepath.IsLocal(rel) {
				return
			}
		}
	}
	origin := d.origin(f.rel)
	origin.Kind = leak.KindSymlink
	sink.Skip(leak.Skip{Reason: leak.SkipOutside, Origin: origin, Detail: "it leaves the scanned tree", Expected: true})
}

func readFile(path string, buf []byte, limit int64) (data []byte, tooLarge bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return buf, false, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return buf, false, err
	}
	if !st.Mode().IsRegular() {
		return buf, false, errors.New("not a regular file")
	}
	if st.Size() > limit {
		return buf, true, nil
	}
	if need := int(st.Size()) + 1; cap(buf) < need {
		buf = make([]byte, 0, need)
	}
	for int64(len(buf)) <= limit { // the file may grow while it is read
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, false, nil
		}
		if err != nil {
			return buf, false, err
		}
	}
	return buf, true, nil
}

// CommonRoot returns the deepest folder that holds all paths, which are
// absolute; for one file, its folder.
func CommonRoot(paths []string) string {
	sorted := append([]string(nil), paths...)
	sort.Strings(sorted)
	root := sorted[0]
	if st, err := os.Stat(root); err != nil || !st.IsDir() {
		root = filepath.Dir(root)
	}
	for _, p := range sorted[1:] {
		for root != filepath.Dir(root) && p != root && !strings.HasPrefix(p, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)) {
			root = filepath.Dir(root)
		}
	}
	return root
}
