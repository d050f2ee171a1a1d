package repotest

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// Busy works in a repository until stop is called: it commits, fetches, and runs
// the commands that maintain lists, in turns, so that objects are loose, then in a
// pack, then in another. stop returns how many commands ran.
func Busy(t testing.TB, seed int64, maintain ...[]string) (r *Repo, stop func() int) {
	t.Helper()
	rnd := rand.New(rand.NewSource(seed))
	origin := New(t)
	r = New(t)
	r.Git("config", "core.fsync", "none")
	origin.Git("config", "core.fsync", "none")
	r.Git("remote", "add", "origin", origin.Dir)
	origin.commitSome(rnd, 3)
	for range 3 {
		r.commitSome(rnd, 4)
		r.Git("repack", "-dq")
	}
	r.commitSome(rnd, 3)
	end, ended, n := make(chan struct{}), make(chan struct{}), 0
	inside := r.At(".") // its clock is its own
	go func() {
		defer close(ended)
		r := inside
		for {
			select {
			case <-end:
				return
			default:
			}
			switch n++; n % 8 {
			case 0:
				origin.commitSome(rnd, 1)
				_, _ = r.Try("-c", "fetch.unpackLimit=1", "fetch", "-q", "origin")
			case 2, 4:
				r.commitSome(rnd, 1)
			default:
				_, _ = r.Try(maintain[rnd.Intn(len(maintain))]...)
			}
		}
	}()
	return r, func() int { close(end); <-ended; return n }
}

// commitSome commits a file's next versions, and now and then leaves an object
// that nothing names.
func (r *Repo) commitSome(rnd *rand.Rand, n int) {
	for range n {
		text := ""
		for i := range 200 {
			text += fmt.Sprintln("line", i, rnd.Intn(3))
		}
		blob, _ := r.run([]byte(text), "hash-object", "-w", "--stdin")
		if rnd.Intn(3) == 0 {
			continue
		}
		tree, _ := r.run(fmt.Appendf(nil, "100644 blob %.40s\tfile%d\n", blob, rnd.Intn(3)), "mktree")
		args := []string{"commit-tree", "-m", fmt.Sprint("change ", rnd.Int63())}
		if head, err := r.Try("rev-parse", "-q", "--verify", "HEAD"); err == nil {
			args = append(args, "-p", head)
		}
		if commit, err := r.Try(append(args, fmt.Sprintf("%.40s", tree))...); err == nil {
			_, _ = r.Try("update-ref", "HEAD", commit)
		}
	}
}

// Maintenance that removes what nothing names, and that which keeps it, in a pack
// and loose by turns.
var (
	Pruning = [][]string{{"repack", "-adfq"}, {"gc", "-q", "--prune=now"}, {"prune-packed", "-q"}, {"repack", "-dq"}, {"pack-refs", "--all"}}
	Keeping = [][]string{{"repack", "-adkq"}, {"repack", "-Adfq"}, {"prune-packed", "-q"}, {"repack", "-dq"}, {"multi-pack-index", "write"}}
)

// Objects lists the objects that git finds, or with args those that `git rev-list
// --objects` does. It may miss some while git works in the repository.
func (r *Repo) Objects(args ...string) ([]string, error) {
	if len(args) > 0 {
		out, err := r.Try(append([]string{"rev-list", "--objects", "--no-object-names"}, args...)...)
		return strings.Fields(out), err
	}
	out, err := r.Try("cat-file", "--batch-all-objects", "--batch-check=%(objectname)", "--unordered")
	return strings.Fields(out), err
}
