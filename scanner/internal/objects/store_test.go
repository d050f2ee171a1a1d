package objects_test

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
)

var everything = []objects.Type{objects.Commit, objects.Tree, objects.Blob, objects.Tag}

// result is what a walk gave.
type result struct {
	mu       sync.Mutex
	objects  objectstest.Set
	visits   map[objects.ID]int
	nums     map[objects.ID]uint32
	problems []objects.Problem
}

func (r *result) Visit(_ int, o objects.Object) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.visits[o.ID]++
	r.nums[o.ID] = o.Num
	r.objects[o.ID] = objectstest.Content{Type: o.Type, Data: append([]byte(nil), o.Data...)}
}

func (r *result) Problem(_ int, p objects.Problem) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.problems = append(r.problems, p)
}

// walk reads a store to its end; each object must have come once.
func walk(t testing.TB, s *objects.Store, jobs int, types ...objects.Type) *result {
	t.Helper()
	r := &result{objects: objectstest.Set{}, visits: map[objects.ID]int{}, nums: map[objects.ID]uint32{}}
	require.NoError(t, s.Walk(context.Background(), jobs, r, types...))
	for id, n := range r.visits {
		assert.Equalf(t, 1, n, "visits of %s", id)
	}
	return r
}

func open(t testing.TB, r *objectstest.Repo) *objects.Store {
	t.Helper()
	s, err := objects.Open(r.Objects(), objects.Options{HashSize: r.HashSize})
	require.NoError(t, err)
	t.Cleanup(s.Close)
	return s
}

// storeWalk is what objectstest.Run tests: the walk, and that all other ways to
// an object agree with it.
func storeWalk(t testing.TB, r *objectstest.Repo) objectstest.Set {
	s := open(t, r)
	require.Empty(t, s.Problems())
	all := walk(t, s, 3, everything...)
	assert.Empty(t, all.problems)

	again := walk(t, s, 1, everything...)
	objectstest.Same(t, all.objects, again.objects)
	assert.Equal(t, all.nums, again.nums, "numbers of objects")

	byType := objectstest.Set{}
	for _, typ := range everything {
		one := walk(t, s, 2, typ)
		assert.Empty(t, one.problems)
		for id, c := range one.objects {
			assert.Equalf(t, typ, c.Type, "%s in a walk of one type", id)
			byType.Add(t, objects.Object{ID: id, Type: c.Type, Data: c.Data})
		}
	}
	objectstest.Same(t, all.objects, byType)

	single := objectstest.Set{}
	for id := range all.objects {
		typ, data, err := s.Read(id)
		require.NoError(t, err)
		single.Add(t, objects.Object{ID: id, Type: typ, Data: data})
		num, ok := s.Find(id.Bytes())
		assert.Truef(t, ok, "finding %s", id)
		assert.Equalf(t, all.nums[id], num, "number of %s", id)
		assert.Equal(t, id, s.ID(num))
		assert.Equal(t, []objects.ID{id}, s.WithPrefix(id.String(), 2))
	}
	objectstest.Same(t, all.objects, single)
	return all.objects
}

func TestStore(t *testing.T) {
	objectstest.Run(t,
		objectstest.Reader{Name: "store", Walk: storeWalk},
		objectstest.Reader{Name: "go-git", Walk: objectstest.GoGit, Can: func(r objectstest.Recipe) bool { return r.NoGoGit == "" }})
}

// TestRandomHistories holds the store against the slow twin on histories that
// nobody thought of.
func TestRandomHistories(t *testing.T) {
	for seed := range int64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewSource(seed))
			r := objectstest.Init(t)
			for range 1 + rnd.Intn(3) {
				r.Grow(rnd, 5+rnd.Intn(60))
				switch rnd.Intn(4) {
				case 0:
					r.Git("repack", "-dq")
				case 1:
					r.Git("-c", fmt.Sprint("repack.useDeltaBaseOffset=", rnd.Intn(2) == 0), "repack", "-adfq",
						fmt.Sprint("--depth=", 1+rnd.Intn(300)), fmt.Sprint("--window=", rnd.Intn(100)))
				case 2:
					r.Git("gc", "--quiet", "--prune=now")
				}
			}
			want := objectstest.GoGit(t, r)
			objectstest.Same(t, objectstest.CatFile(t, r), want)
			objectstest.Same(t, want, storeWalk(t, r))
		})
	}
}

// TestOneStoreManyReaders walks and reads one store from many goroutines; it is
// for the race detector.
func TestOneStoreManyReaders(t *testing.T) {
	r := objectstest.Init(t)
	rnd := rand.New(rand.NewSource(5))
	r.Grow(rnd, 40)
	r.Git("repack", "-adfq", "--depth=100")
	r.Grow(rnd, 5)
	want := objectstest.CatFile(t, r)
	s := open(t, r)
	var group sync.WaitGroup
	results := make([]*result, 4)
	for i := range results {
		group.Go(func() {
			results[i] = &result{objects: objectstest.Set{}, visits: map[objects.ID]int{}, nums: map[objects.ID]uint32{}}
			assert.NoError(t, s.Walk(t.Context(), 3, results[i], everything...))
		})
		group.Go(func() {
			for id, w := range want {
				typ, data, err := s.Read(id)
				assert.NoError(t, err)
				assert.Equal(t, w, objectstest.Content{Type: typ, Data: data})
			}
		})
	}
	group.Wait()
	for _, got := range results {
		objectstest.Same(t, want, got.objects)
		assert.Empty(t, got.problems)
	}
}

// stopper cancels a walk at the first object.
type stopper struct {
	stop context.CancelFunc
	seen atomic.Int64
}

func (s *stopper) Visit(int, objects.Object)    { s.seen.Add(1); s.stop() }
func (s *stopper) Problem(int, objects.Problem) {}

func TestCancelledWalk(t *testing.T) {
	for name, repack := range map[string]bool{"packed": true, "loose": false} {
		t.Run(name, func(t *testing.T) {
			r := objectstest.Init(t)
			r.Grow(rand.New(rand.NewSource(6)), 12)
			if repack {
				r.Git("repack", "-adfq", "--window=0") // many roots
			}
			ctx, cancel := context.WithCancel(t.Context())
			v := &stopper{stop: cancel}
			require.ErrorIs(t, open(t, r).Walk(ctx, 2, v, everything...), context.Canceled)
			assert.LessOrEqual(t, v.seen.Load(), int64(2), "one object a worker")
		})
	}
}

func TestWithPrefix(t *testing.T) {
	r := objectstest.Init(t)
	r.Grow(rand.New(rand.NewSource(7)), 20)
	r.Git("repack", "-adq")
	r.Grow(rand.New(rand.NewSource(8)), 5)
	s := open(t, r)
	all := objectstest.CatFile(t, r)
	for _, prefix := range []string{"", "0", "7", "f", "a1"} {
		var want []objects.ID
		for id := range all {
			if strings.HasPrefix(id.String(), prefix) {
				want = append(want, id)
			}
		}
		slices.SortFunc(want, objects.ID.Compare)
		got := s.WithPrefix(prefix, 1<<20)
		assert.Len(t, got, len(want))
		assert.Subset(t, got, want)
		assert.True(t, slices.IsSortedFunc(got, objects.ID.Compare))
		assert.LessOrEqual(t, len(s.WithPrefix(prefix, 2)), 2)
	}
}
