package source

import (
	"context"
	"crypto/sha256"
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/internal/gitdir"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Repository is a git repository on disk.
type Repository = gitdir.Repo

// NotRepoError says that a path is in no git repository.
type NotRepoError = gitdir.NotRepoError

// NotLinkedError says that a ".git" file or the like leads to what does not lead back.
type NotLinkedError = gitdir.NotLinkedError

// ErrNotFound says that an object is not in a Store.
var ErrNotFound = objects.ErrNotFound

// RevisionError says why a revision names nothing.
type RevisionError = gitdir.RevisionError

// FindRepository opens the repository that path is in.
func FindRepository(path string) (*Repository, error) { return gitdir.Find(path) }

// Store is a repository's objects.
type Store = objects.Store

// OpenStore opens a repository's objects for reading single ones.
func OpenStore(r *Repository, maxSize int64, alternates []string) (*objects.Store, error) {
	alternates = append(alternates[:len(alternates):len(alternates)], r.Quarantines()...)
	return objects.Open(r.ObjectsDir(), objects.Options{HashSize: r.HashSize, MaxSize: maxSize, Alternates: alternates, Within: r.Within()})
}

// IndexPath is where the index is that git would use: indexFile is the value of
// GIT_INDEX_FILE, relative to workDir, or "".
func IndexPath(r *Repository, indexFile, workDir string) string {
	return gitdir.IndexPath(r.GitDir, indexFile, workDir)
}

// ParseRange reads revisions as `git log` takes them; see gitdir.
func ParseRange(r *Repository, store *objects.Store, text string) (gitdir.Range, error) {
	return r.ParseRange(store, text)
}

// Describe fills in what a report says of a repository.
func Describe(r *Repository, run *leak.Run) {
	run.Root = r.Root()
	run.Remote = withoutCredentials(r.Remote())
	run.Remotes = remotesOf(r)
	if id, branch, err := r.Head(); err == nil {
		run.Branch = branch
		if !id.IsZero() {
			run.Revision = id.String()
		}
	}
}

// withoutCredentials removes from a URL all that may hold a secret. "host:path",
// which has no password, is no URL.
func withoutCredentials(remote string) string {
	scheme, rest, ok := strings.Cut(remote, "://")
	if !ok {
		return remote
	}
	u, err := url.Parse(remote)
	if err != nil { // git is less strict: "https://me:50%@host/" works there
		rest = rest[strings.LastIndexByte(rest, '@')+1:]
		if i := strings.IndexAny(rest, "?#"); i >= 0 {
			rest = rest[:i]
		}
		return scheme + "://" + rest
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// noRepository keys the fingerprints of findings outside any repository, and in
// one without a commit.
const noRepository = "leaksieve fingerprint v1: no repository"

// firstRoot returns the commit without parents that is the oldest: what HEAD leads
// to most often, where HEAD cannot be read.
func firstRoot(store *objects.Store) (objects.ID, error) {
	v := &rootVisitor{}
	err := store.Walk(context.Background(), 1, v, objects.Commit)
	return v.at.object, err
}

// rootVisitor is for one job.
type rootVisitor struct{ at identity }

func (v *rootVisitor) Visit(_ int, o objects.Object) {
	c := objects.ParseCommit(o.Data)
	if at := (identity{c.Committer.When.Unix(), o.ID}); len(c.Parents) == 0 && (v.at.object.IsZero() || at.before(v.at)) {
		v.at = at
	}
}

func (*rootVisitor) Problem(int, objects.Problem) {}

// FingerprintKey returns the key of a repository's fingerprints: a hash of the
// first commit that HEAD's first parents lead to. It is the same in every clone
// that is not shallow, and in no report.
func FingerprintKey(r *Repository, store *objects.Store) ([]byte, error) {
	if r == nil {
		return hashOf(nil), nil
	}
	id, _, err := r.Head()
	if r.RefStorage() != nil {
		id, err = firstRoot(store)
	}
	if err != nil || id.IsZero() {
		return hashOf(nil), nil
	}
	var root []byte
	for seen := map[objects.ID]bool{}; !seen[id]; { // a forged store may have a cycle
		seen[id] = true
		typ, data, err := store.Read(id)
		if err != nil || typ != objects.Commit {
			break // shallow or partial: the last commit there is
		}
		root = data
		if parents := objects.ParseCommit(data).Parents; len(parents) > 0 {
			id = parents[0]
		}
	}
	return hashOf(root), nil
}

// FingerprintKey is the function of that name. After a Scan it reads one commit
// and not a hundred thousand.
func (h *History) FingerprintKey() ([]byte, error) {
	if id, _, err := h.Repo.Head(); err == nil && h.graph != nil && !id.IsZero() {
		if typ, root, err := h.Store.Read(h.graph.Root(id)); err == nil && typ == objects.Commit {
			return hashOf(root), nil
		}
	}
	return FingerprintKey(h.Repo, h.Store)
}

func hashOf(root []byte) []byte {
	h := sha256.New()
	h.Write([]byte(noRepository))
	h.Write(root)
	return h.Sum(nil)
}
