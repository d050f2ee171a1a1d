package gitdir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
	"syscall"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Ref is a ref with the object it names, symbolic ones resolved.
type Ref struct {
	Name string // full name: "refs/heads/main", "HEAD", "worktrees/side/HEAD"
	ID   objects.ID
}

// BadRef is a ref that names no object.
type BadRef struct {
	Name string
	Err  error
}

// pseudoRefs are the refs outside refs/ that git itself writes.
var pseudoRefs = []string{"HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD", "BISECT_HEAD", "AUTO_MERGE"}

// Refs returns all refs, sorted by name: loose and packed ones, pseudo-refs, and
// those of linked worktrees. A ref that cannot be resolved is in bad and hides
// no other; a HEAD whose branch is yet to be born is neither.
func (r *Repo) Refs() (refs []Ref, bad []BadRef) {
	if r.RefStorage() != nil {
		return nil, nil
	}
	raw := map[string]string{}
	bad = append(bad, r.looseRefs(r.CommonDir, "refs", "", raw)...)
	bad = append(bad, pseudo(r.CommonDir, "", raw)...)
	worktrees, err := r.worktrees()
	if err != nil {
		bad = append(bad, BadRef{"worktrees", err})
	}
	for _, wt := range worktrees {
		prefix := "worktrees/" + filepath.Base(wt) + "/"
		bad = append(bad, pseudo(wt, prefix, raw)...)
		bad = append(bad, r.looseRefs(wt, "refs", prefix, raw)...)
	}
	packed, err := r.packedRefs() // after the files, which `git pack-refs` deletes once they are in it
	if err != nil {
		bad = append(bad, BadRef{"packed-refs", err})
	}
	for name, value := range packed {
		if _, ok := raw[name]; !ok {
			raw[name] = value
		}
	}
	for name, value := range raw {
		id, err := follow(name, value, raw, 0)
		switch {
		case err == nil:
			refs = append(refs, Ref{name, id})
		case errors.Is(err, errUnborn) && strings.HasSuffix(name, "HEAD"):
		default:
			bad = append(bad, BadRef{name, err})
		}
	}
	sort.Slice(refs, func(i, j int) bool { return refs[i].Name < refs[j].Name })
	sort.SliceStable(bad, func(i, j int) bool { return bad[i].Name < bad[j].Name })
	return refs, bad
}

var errUnborn = errors.New("it points to a ref that does not exist")

// follow resolves a value: an object id or "ref: name".
func follow(name, value string, raw map[string]string, depth int) (objects.ID, error) {
	target, symbolic := strings.CutPrefix(value, "ref:")
	if !symbolic {
		return objects.ParseID(value)
	}
	target = strings.TrimSpace(target)
	next, ok := raw[target]
	if i := strings.LastIndex(name, "/"); !ok && strings.HasPrefix(name, "worktrees/") {
		next, ok = raw[name[:i+1]+target] // refs/bisect, refs/worktree: a worktree's own
	}
	if !ok {
		return objects.ID{}, errUnborn
	}
	if depth > 5 {
		return objects.ID{}, errors.New("symbolic refs are nested too deep")
	}
	return follow(target, next, raw, depth+1)
}

func (r *Repo) packedRefs() (map[string]string, error) {
	b, err := r.read(filepath.Join(r.CommonDir, "packed-refs"), maxList)
	if err != nil {
		return map[string]string{}, err
	}
	return parsePackedRefs(string(b))
}

// packedComment is a line of packed-refs besides those with refs: what the file has
// of what git can write there, and what the tag in the line before leads to.
var packedComment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:# pack-refs with:(?: [a-z-]{1,20}){0,8} ?|\^[0-9a-f]{40}(?:[0-9a-f]{24})?)$`)
})

// parsePackedRefs returns the values by name, and an error for the last line
// that is none.
func parsePackedRefs(text string) (raw map[string]string, err error) {
	raw = map[string]string{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' || line[0] == '^' {
			if line != "" && !packedComment().MatchString(line) {
				err = fmt.Errorf("packed-refs:%d: neither the heading that git writes nor the object of a tag", n)
			}
			continue
		}
		id, name, ok := strings.Cut(line, " ")
		if !ok {
			err = fmt.Errorf("packed-refs:%d: not an object id and a name", n)
			continue
		}
		raw[name] = id
	}
	return raw, err
}

// looseRefs adds the files below dir/sub to raw. The
// folder may be a link, as the tool "repo" makes of refs and logs: WalkDir follows none.
func (r *Repo) looseRefs(dir, sub, prefix string, raw map[string]string) (bad []BadRef) {
	root := filepath.Join(dir, sub)
	if err := r.Outside(root); err != nil {
		return []BadRef{{prefix + sub, err}}
	}
	root = real(root)
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, path)
		name := prefix + filepath.ToSlash(filepath.Join(sub, rel))
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				bad = append(bad, BadRef{name, err})
			}
			return nil
		}
		if d.IsDir() || strings.HasSuffix(name, ".lock") {
			return nil
		}
		value, err := readWholeRef(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			bad = append(bad, BadRef{name, err})
		}
		if value != "" || err == nil {
			raw[name] = value
		}
		return nil
	})
	return bad
}

func pseudo(dir, prefix string, raw map[string]string) (bad []BadRef) {
	for _, name := range pseudoRefs {
		value, err := readWholeRef(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			bad = append(bad, BadRef{prefix + name, err})
		}
		if value != "" || err == nil {
			raw[prefix+name] = value
		}
	}
	return bad
}

// readRef reads a ref file's first line; an old symbolic link counts as "ref:".
func readRef(path string) (string, error) {
	value, _, err := readRefFile(path)
	return value, err
}

func readRefFile(path string) (value, more string, err error) {
	st, err := os.Lstat(path)
	if err != nil {
		return "", "", err
	}
	if st.Mode()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(path)
		return "ref: " + target, "", err
	}
	if !st.Mode().IsRegular() || st.Size() > 1<<16 {
		return "", "", errors.New("not a ref file")
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", "", err
	}
	line, more, _ := strings.Cut(string(b), "\n")
	return strings.TrimRight(line, "\r "), more, nil
}

// readWholeRef reads a ref file that has nothing behind its first line but object
// ids, as MERGE_HEAD has. Git does not look there; others may.
func readWholeRef(path string) (string, error) {
	value, more, err := readRefFile(path)
	for line := range strings.Lines(more) {
		if line = strings.TrimSpace(line); line != "" && err == nil {
			if _, bad := objects.ParseID(line); bad != nil {
				err = errors.New("more stands in it than a ref")
			}
		}
	}
	return value, err
}

// Head returns the commit and the branch that HEAD names; a zero ID when the
// branch has no commit yet, "" when HEAD is detached.
func (r *Repo) Head() (id objects.ID, branch string, err error) {
	if err := r.RefStorage(); err != nil {
		return id, "", err
	}
	value, err := readRef(filepath.Join(r.GitDir, "HEAD"))
	if err != nil {
		return id, "", fmt.Errorf("reading HEAD: %w", err)
	}
	if target, ok := strings.CutPrefix(value, "ref:"); ok {
		branch = strings.TrimSpace(target)
		id, err = r.Ref(branch)
		if errors.Is(err, fs.ErrNotExist) {
			return objects.ID{}, branch, nil
		}
		return id, branch, err
	}
	id, err = objects.ParseID(value)
	if err != nil {
		err = fmt.Errorf("reading HEAD: %w", err)
	}
	return id, "", err
}

// Ref returns the object that a full ref name stands for; fs.ErrNotExist when
// there is no such ref.
func (r *Repo) Ref(name string) (objects.ID, error) {
	if err := r.RefStorage(); err != nil {
		return objects.ID{}, err
	}
	for range 6 {
		value, err := r.rawRef(name)
		if err != nil {
			return objects.ID{}, err
		}
		target, symbolic := strings.CutPrefix(value, "ref:")
		if !symbolic {
			id, err := objects.ParseID(value)
			if err != nil {
				return id, fmt.Errorf("reading %s: %w", name, err)
			}
			return id, nil
		}
		name = strings.TrimSpace(target)
	}
	return objects.ID{}, fmt.Errorf("reading %s: symbolic refs are nested too deep", name)
}

func (r *Repo) rawRef(name string) (string, error) {
	if !validRefName(name) {
		return "", fs.ErrNotExist
	}
	dirs := []string{r.CommonDir}
	if !strings.HasPrefix(name, "refs/") || strings.HasPrefix(name, "refs/bisect/") || strings.HasPrefix(name, "refs/worktree/") {
		dirs = []string{r.GitDir, r.CommonDir}
	}
	for _, dir := range dirs {
		if st, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(name))); err == nil && st.IsDir() {
			continue
		}
		value, err := readRef(filepath.Join(dir, filepath.FromSlash(name)))
		if err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			return value, err
		}
	}
	packed, err := r.packedRefs()
	if value, ok := packed[name]; ok {
		return value, nil
	}
	if err != nil {
		return "", err
	}
	return "", fs.ErrNotExist
}

// validRefName keeps a name from leaving the repository.
func validRefName(name string) bool {
	return name != "" && !strings.Contains(name, "..") && !strings.HasPrefix(name, "/") && !strings.ContainsAny(name, "\x00\\:?*[~^ ")
}

// Reflog is one line of a reflog.
type Reflog struct {
	Ref      string // the ref it is of
	Line     int    // 1-based
	Old, New objects.ID
	Text     string // identity, time and message
}

// Reflogs calls yield for each line of each reflog, those of linked worktrees
// included, in order of path and line. It returns what could not be read.
func (r *Repo) Reflogs(yield func(Reflog)) (bad []BadRef) {
	if r.RefStorage() != nil {
		return nil
	}
	bad = r.reflogs(filepath.Join(r.CommonDir, "logs"), "", yield)
	for _, wt := range r.Worktrees() {
		bad = append(bad, r.reflogs(filepath.Join(wt, "logs"), "worktrees/"+filepath.Base(wt)+"/", yield)...)
	}
	return bad
}

func (r *Repo) reflogs(dir, prefix string, yield func(Reflog)) (bad []BadRef) {
	if err := r.Outside(dir); err != nil {
		return []BadRef{{prefix + "logs", err}}
	}
	dir = real(dir)
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, path)
		name := prefix + filepath.ToSlash(rel)
		if err == nil && d.IsDir() {
			return nil
		}
		if err == nil && !d.Type().IsRegular() {
			err = errors.New("not a regular file")
		}
		var b []byte
		if err == nil {
			b, err = objects.ReadSmall(path, maxList)
		}
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				bad = append(bad, BadRef{strings.TrimSuffix("logs/"+name, "/."), err})
			}
			return nil
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			yield(parseReflog(name, n, strings.TrimRight(line, "\n")))
		}
		return nil
	})
	return bad
}

// parseReflog reads "old new Name <mail> time zone<TAB>message"; what is not of
// that form is all text.
func parseReflog(ref string, n int, line string) Reflog {
	l := Reflog{Ref: ref, Line: n, Text: line}
	old, rest, ok := strings.Cut(line, " ")
	if !ok {
		return l
	}
	oldID, err := objects.ParseID(old)
	if err != nil {
		return l
	}
	next, text, _ := strings.Cut(rest, " ")
	if newID, err := objects.ParseID(next); err == nil {
		l.Old, l.New, l.Text = oldID, newID, text
	}
	return l
}
