package gitdir

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// RevisionError says why a revision names nothing.
type RevisionError struct {
	Rev string
	Why string
	Err error // behind Why, nil when what was written is wrong
}

func (e *RevisionError) Error() string { return fmt.Sprintf("revision %q: %s", e.Rev, e.Why) }
func (e *RevisionError) Unwrap() error { return e.Err }

// Resolve returns the commit that a revision names: an id or the beginning of
// one, a ref by full or short name, "@", each with any number of "~n" and "^n"
// behind it (gitrevisions(7)).
func (r *Repo) Resolve(store *objects.Store, rev string) (objects.ID, error) {
	name, steps := rev, ""
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		name, steps = rev[:i], rev[i:]
	}
	id, err := r.resolveName(store, name)
	if err != nil {
		return id, &RevisionError{rev, err.Error(), err}
	}
	if id, err = Peel(store, id); err != nil {
		return id, &RevisionError{rev, err.Error(), err}
	}
	for steps != "" {
		op := steps[0]
		steps = steps[1:]
		if rest, ok := strings.CutPrefix(steps, "{}"); op == '^' && ok {
			steps = rest
			continue
		}
		if rest, ok := strings.CutPrefix(steps, "{commit}"); op == '^' && ok {
			steps = rest
			continue
		}
		digits := len(steps) - len(strings.TrimLeft(steps, "0123456789"))
		n := 1
		if digits > 0 {
			if n, err = strconv.Atoi(steps[:digits]); err != nil {
				return id, &RevisionError{rev, "the number in it is too large", nil}
			}
		}
		steps = steps[digits:]
		if steps != "" && steps[0] != '~' && steps[0] != '^' {
			return id, &RevisionError{rev, fmt.Sprintf("%q is not understood; use ids, refs, ~n and ^n", steps), nil}
		}
		if id, err = ancestor(store, id, op, n); err != nil {
			return id, &RevisionError{rev, err.Error(), err}
		}
	}
	return id, nil
}

func ancestor(store *objects.Store, id objects.ID, op byte, n int) (objects.ID, error) {
	if op == '^' {
		if n == 0 {
			return id, nil
		}
		return parent(store, id, n)
	}
	var err error
	for range n {
		if id, err = parent(store, id, 1); err != nil {
			return id, err
		}
	}
	return id, nil
}

func parent(store *objects.Store, id objects.ID, n int) (objects.ID, error) {
	_, data, err := store.Read(id)
	if err != nil {
		return id, err
	}
	c := objects.ParseCommit(data)
	if n > len(c.Parents) {
		return id, fmt.Errorf("commit %s has no parent %d", id, n)
	}
	return c.Parents[n-1], nil
}

func (r *Repo) resolveName(store *objects.Store, name string) (objects.ID, error) {
	if name == "" || name == "@" {
		name = "HEAD"
	}
	if id, err := objects.ParseID(name); err == nil {
		return id, nil
	}
	for _, pattern := range []string{"%s", "refs/%s", "refs/tags/%s", "refs/heads/%s", "refs/remotes/%s", "refs/remotes/%s/HEAD"} {
		full := fmt.Sprintf(pattern, name)
		if pattern == "%s" && !strings.HasPrefix(name, "refs/") && strings.ToUpper(name) != name {
			continue
		}
		id, err := r.Ref(full)
		if err == nil {
			return id, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return id, err
		}
	}
	if len(name) >= 4 && strings.Trim(strings.ToLower(name), "0123456789abcdef") == "" {
		var commits []objects.ID
		ids := store.WithPrefix(strings.ToLower(name), 64)
		for _, id := range ids {
			if typ, _, err := store.Read(id); err == nil && (typ == objects.Commit || typ == objects.Tag) {
				commits = append(commits, id)
			}
		}
		switch {
		case len(commits) == 1:
			return commits[0], nil
		case len(commits) > 1:
			return objects.ID{}, fmt.Errorf("it is the beginning of %d commits; write more of it", len(commits))
		}
	}
	if strings.Contains(name, "@{") {
		return objects.ID{}, errors.New("@{…} is not understood; name a commit, branch or tag")
	}
	return objects.ID{}, errors.New("no such commit, branch or tag")
}

// Peel follows tags to what they tag and returns the commit.
func Peel(store *objects.Store, id objects.ID) (objects.ID, error) {
	for range 100 {
		typ, data, err := store.Read(id)
		if err != nil {
			return id, err
		}
		switch typ {
		case objects.Commit:
			return id, nil
		case objects.Tag:
			line, _, _ := bytes.Cut(data, []byte{'\n'})
			next, err := objects.ParseID(strings.TrimPrefix(string(line), "object "))
			if err != nil {
				return id, fmt.Errorf("tag %s is damaged: %w", id, err)
			}
			id = next
		default:
			return id, fmt.Errorf("it is a %s, not a commit", typ)
		}
	}
	return id, errors.New("tags are nested too deep")
}

// Range is a set of commits: those that Include reaches and Exclude does not.
type Range struct{ Include, Exclude []objects.ID }

// isNone reports whether a revision is the id of zeros, by which git names in hooks
// what a ref was before it was made or is once it is deleted (githooks(5)).
func isNone(rev string) bool {
	id, err := objects.ParseID(rev)
	return err == nil && id.IsZero()
}

// ParseRange reads "A..B", "A...B" and lists of revisions separated by spaces,
// those with "^" in front excluded. "A.." and "..B" mean HEAD at the empty end.
// Zeros stand for nothing: where A is zeros, nothing is excluded, and where B is, the
// range is empty, which without zeros is an error.
func (r *Repo) ParseRange(store *objects.Store, text string) (rg Range, err error) {
	zeros := false
	add := func(to *[]objects.ID, rev string) error {
		if isNone(rev) {
			zeros = zeros || to == &rg.Include
			return nil
		}
		id, err := r.Resolve(store, rev)
		if err == nil {
			*to = append(*to, id)
		}
		return err
	}
	for word := range strings.FieldsSeq(text) {
		if a, b, ok := strings.Cut(word, "..."); ok {
			var ids []objects.ID
			if ids, err = r.resolveAll(store, a, b); err == nil {
				rg.Include = append(rg.Include, ids...)
				rg.Exclude = append(rg.Exclude, common(store, ids[0], ids[1])...)
			}
		} else if a, b, ok := strings.Cut(word, ".."); ok {
			if err = add(&rg.Exclude, a); err == nil {
				err = add(&rg.Include, b)
			}
		} else if rev, ok := strings.CutPrefix(word, "^"); ok {
			err = add(&rg.Exclude, rev)
		} else {
			err = add(&rg.Include, word)
		}
		if err != nil {
			return Range{}, err
		}
	}
	if len(rg.Include) == 0 && !zeros {
		return rg, &RevisionError{text, "it includes no commit; write A..B or a revision", nil}
	}
	return rg, nil
}

func (r *Repo) resolveAll(store *objects.Store, revs ...string) (ids []objects.ID, err error) {
	for _, rev := range revs {
		id, err := r.Resolve(store, rev)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
