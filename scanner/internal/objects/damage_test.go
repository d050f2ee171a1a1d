package objects_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
)

// honest checks what must hold of every damaged repository: nothing is given
// that was not in it when it was sound, and what is not given is named, itself
// or the file that held it.
func honest(t testing.TB, want objectstest.Set, s *objects.Store, what string) *result {
	t.Helper()
	got := walk(t, s, 2, everything...)
	wholeFile := false
	named := map[objects.ID]bool{}
	for _, p := range append(s.Problems(), got.problems...) {
		assert.Errorf(t, p.Err, "%s: problem without an error", what)
		if p.ID.IsZero() {
			assert.NotEmptyf(t, p.Path, "%s: problem without a place: %v", what, p.Err)
			wholeFile = true
		}
		named[p.ID] = true
	}
	for id, w := range want {
		g, ok := got.objects[id]
		if ok {
			assert.Falsef(t, named[id], "%s: %s is given and is a problem", what, id)
			assert.Truef(t, g.Type == w.Type && bytes.Equal(g.Data, w.Data), "%s: %s is given with other content", what, id)
		} else if !named[id] && !wholeFile {
			assert.Failf(t, "silently dropped", "%s: %s", what, id)
		}
		typ, data, err := s.Read(id)
		if err == nil {
			assert.Truef(t, typ == w.Type && bytes.Equal(data, w.Data), "%s: %s is read with other content", what, id)
		}
	}
	for id := range got.objects {
		_, ok := want[id]
		assert.Truef(t, ok, "%s: %s was never in the repository", what, id)
	}
	return got
}

// small is a repository whose pack has every kind of entry.
func small(t *testing.T, repack ...string) *objectstest.Repo {
	r := objectstest.Init(t)
	long := bytes.Repeat([]byte("a line that versions share\n"), 9)
	for i := range 4 {
		r.Write(r.Dir+"/file", fmt.Appendf(long, "version %d\n", i*1_000_003))
		r.Git("add", "-A")
		r.Git("commit", "-qm", fmt.Sprint("version ", i))
	}
	r.Git("tag", "-am", "tag", "v1")
	r.Git(append(repack, "repack", "-adfq")...)
	return r
}

// TestEveryFlippedByte damages each byte of a pack, of its index and of loose
// objects in turn.
func TestEveryFlippedByte(t *testing.T) {
	for name, build := range map[string]func(*testing.T) *objectstest.Repo{
		"deltas by offset":   func(t *testing.T) *objectstest.Repo { return small(t) },
		"deltas by name":     func(t *testing.T) *objectstest.Repo { return small(t, "-c", "repack.useDeltaBaseOffset=false") },
		"index of version 1": func(t *testing.T) *objectstest.Repo { return small(t, "-c", "pack.indexVersion=1") },
		"loose": func(t *testing.T) *objectstest.Repo {
			r := objectstest.Init(t)
			r.HashObject(objects.Blob, []byte("loose content\n"))
			r.HashObject(objects.Blob, nil)
			return r
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := build(t)
			want := objectstest.CatFile(t, r)
			require.NotEmpty(t, want)
			files := r.LooseFiles()
			for _, p := range r.Packs() {
				files = append(files, p+".pack", p+".idx")
			}
			require.NotEmpty(t, files)
			for _, f := range files {
				sound, err := os.ReadFile(f)
				require.NoError(t, err)
				for at := 0; at < len(sound) && !t.Failed(); at++ {
					if at > 8 && at < 8+255*4 && at%16 != 3 && f[len(f)-4:] == ".idx" {
						continue // the fan-out is long and all alike
					}
					broken := bytes.Clone(sound)
					broken[at] ^= 1 << (at % 8)
					r.Write(f, broken)
					s, err := objects.Open(r.Objects(), objects.Options{HashSize: r.HashSize})
					require.NoError(t, err)
					honest(t, want, s, fmt.Sprintf("%s, byte %d", f, at))
					s.Close()
				}
				r.Write(f, sound)
			}
		})
	}
}

// TestEveryTruncation cuts a pack, its index and a loose object at each length.
func TestEveryTruncation(t *testing.T) {
	r := small(t)
	r.HashObject(objects.Blob, []byte("loose content\n"))
	want := objectstest.CatFile(t, r)
	for _, f := range append(r.LooseFiles(), r.Packs()[0]+".pack", r.Packs()[0]+".idx") {
		sound, err := os.ReadFile(f)
		require.NoError(t, err)
		for n := 0; n < len(sound) && !t.Failed(); n++ {
			r.Write(f, sound[:n])
			s, err := objects.Open(r.Objects(), objects.Options{})
			require.NoError(t, err)
			got := honest(t, want, s, fmt.Sprintf("%s, %d bytes", f, n))
			assert.NotEmptyf(t, append(s.Problems(), got.problems...), "%s is cut to %d bytes and nobody says so", f, n)
			s.Close()
		}
		r.Write(f, sound)
	}
}

// TestDamageBesideSoundCopies: each object is stored twice, so that whichever
// copy is damaged nothing is lost.
func TestDamageBesideSoundCopies(t *testing.T) {
	r := small(t)
	want := objectstest.CatFile(t, r)
	pack, err := os.ReadFile(r.Packs()[0] + ".pack")
	require.NoError(t, err)
	r.Git("-c", "repack.useDeltaBaseOffset=false", "pack-objects", "--quiet", "--all", "--revs", "--no-reuse-delta", "--compression=0", r.Objects("pack", "pack-copy"))
	require.Len(t, r.Packs(), 2)
	require.NotEqual(t, objectstest.CatFile(t, r), nil)
	for _, p := range r.Packs() {
		sound, err := os.ReadFile(p + ".pack")
		require.NoError(t, err)
		for at := 12; at < min(len(sound), len(pack))-20 && !t.Failed(); at += 7 {
			broken := bytes.Clone(sound)
			broken[at] ^= 0x55
			r.Write(p+".pack", broken)
			s, err := objects.Open(r.Objects(), objects.Options{})
			require.NoError(t, err)
			got := walk(t, s, 2, everything...)
			assert.Empty(t, got.problems)
			objectstest.Same(t, want, got.objects)
			byType(t, want, s)
			s.Close()
		}
		r.Write(p+".pack", sound)
	}
}

// byType walks once for each type, as the history scan does. Only an entry that
// claims another type than it has may be a problem.
func byType(t *testing.T, want objectstest.Set, s *objects.Store) {
	all := objectstest.Set{}
	for _, typ := range everything {
		got := walk(t, s, 2, typ)
		for id, c := range got.objects {
			assert.Equalf(t, typ, c.Type, "%s in a walk of one type", id)
			all.Add(t, objects.Object{ID: id, Type: c.Type, Data: c.Data})
		}
		for _, p := range got.problems {
			require.NotEqual(t, want[p.ID].Type, typ)
			all.Add(t, objects.Object{ID: p.ID, Type: want[p.ID].Type, Data: want[p.ID].Data})
		}
	}
	objectstest.Same(t, want, all)
}
