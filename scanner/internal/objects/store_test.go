package objects_test

import (
	"context"
	"fmt"
	"math/rand"
	"sync"
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
