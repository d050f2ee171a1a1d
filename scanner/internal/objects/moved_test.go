package objects_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
)

// TestObjectsThatMove moves objects at each step of a scan.
func TestObjectsThatMove(t *testing.T) {
	repack := func(r *objectstest.Repo) { r.Git("repack", "-adfkq"); r.Git("prune-packed", "-q") }
	unpack := func(r *objectstest.Repo) {
		r.Git("repack", "-adfkq")
		r.Git("update-ref", "-d", "HEAD")
		r.Git("repack", "-Adfq")
	}
	for name, test := range map[string]struct {
		loose bool
		move  func(*objectstest.Repo)
	}{
		"from loose into a pack":      {true, repack},
		"from packs into one":         {false, repack},
		"from packs into loose files": {false, unpack},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for step := range 3 {
				r := objectstest.Init(t)
				for range 2 {
					r.Write(r.Dir+"/file", []byte{byte('0' + step)})
					r.Git("add", "-A")
					r.Git("commit", "-qm", "x", "--allow-empty")
					if !test.loose {
						r.Git("repack", "-dq")
					}
				}
				want := objectstest.CatFile(t, r)
				move := func(now int) {
					if step == now {
						test.move(r)
					}
				}
				s := open(t, r)
				move(0)
				require.Empty(t, s.Problems()) // listed
				move(1)
				got := walk(t, s, 2, objects.Blob)
				move(2)
				rest := walk(t, s, 2, objects.Commit, objects.Tree, objects.Tag)
				assert.Empty(t, append(got.problems, rest.problems...), "step %d", step)
				for id, c := range rest.objects {
					got.objects[id] = c
				}
				objectstest.Same(t, want, got.objects)
				for id := range want {
					_, _, err := s.Read(id)
					assert.NoError(t, err)
				}
			}
		})
	}
}

// TestListedAndGone: a loose object that is deleted after it was listed is named,
// with its type if an earlier walk has seen that.
func TestListedAndGone(t *testing.T) {
	r := objectstest.Init(t)
	blob := r.HashObject(objects.Blob, []byte("blob"))
	tag := r.HashObject(objects.Tag, []byte("tag"))
	path := func(id objects.ID) string { return r.Objects(id.String()[:2], id.String()[2:]) }

	s := open(t, r)
	require.Equal(t, 2, s.Len())
	require.NoError(t, os.Remove(path(blob)))
	got := walk(t, s, 1, objects.Blob)
	require.Len(t, got.problems, 1)
	assert.Equal(t, blob, got.problems[0].ID)
	assert.True(t, got.problems[0].Missing())

	require.NoError(t, os.Remove(path(tag)))
	got = walk(t, s, 1, objects.Tag)
	require.Len(t, got.problems, 1)
	assert.Equal(t, tag, got.problems[0].ID)
	assert.Equal(t, objects.Tag, got.problems[0].Type)
}
