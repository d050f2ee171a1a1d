package objects_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

// A store that is kept within a folder reads nothing through a link that leads out
// of it, and names the link; without that it reads as git does.
func TestWithin(t *testing.T) {
	loose := repotest.New(t)
	id := loose.Input("outside", "hash-object", "-w", "--stdin")
	packed := repotest.New(t)
	packed.Input(packed.Input("outside", "hash-object", "-w", "--stdin"), "pack-objects", "-q", packed.Path(".git/objects/pack/pack"))
	packed.Git("prune-packed")
	packs, err := filepath.Glob(packed.Path(".git/objects/pack/*.pack"))
	require.NoError(t, err)
	require.Len(t, packs, 1)
	pack := packs[0][:len(packs[0])-len(".pack")]
	link := func(t *testing.T, target, path string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.Symlink(target, path))
	}
	for name, put := range map[string]func(t *testing.T, dir string){
		"a loose folder": func(t *testing.T, dir string) { link(t, loose.Path(".git/objects/"+id[:2]), dir+"/"+id[:2]) },
		"a loose object": func(t *testing.T, dir string) {
			link(t, loose.Path(".git/objects/"+id[:2]+"/"+id[2:]), dir+"/"+id[:2]+"/"+id[2:])
		},
		"the pack folder": func(t *testing.T, dir string) { link(t, filepath.Dir(pack), dir+"/pack") },
		"a pack": func(t *testing.T, dir string) {
			link(t, pack+".pack", dir+"/pack/pack-x.pack")
			data, err := os.ReadFile(pack + ".idx")
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(dir+"/pack/pack-x.idx", data, 0o644))
		},
		"an alternate": func(t *testing.T, dir string) {
			require.NoError(t, os.Mkdir(dir+"/info", 0o755))
			require.NoError(t, os.WriteFile(dir+"/info/alternates", []byte(loose.Path(".git/objects")+"\n"), 0o644))
		},
		"a linked alternate": func(t *testing.T, dir string) {
			link(t, loose.Path(".git/objects"), filepath.Dir(dir)+"/more")
			require.NoError(t, os.Mkdir(dir+"/info", 0o755))
			require.NoError(t, os.WriteFile(dir+"/info/alternates", []byte("../more\n"), 0o644))
		},
		"the folder itself": func(t *testing.T, dir string) {
			require.NoError(t, os.Remove(dir))
			link(t, loose.Path(".git/objects"), dir)
		},
	} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "objects")
			require.NoError(t, os.Mkdir(dir, 0o755))
			put(t, dir)
			want, err := objects.ParseID(id)
			require.NoError(t, err)
			for within, read := range map[string]bool{"": true, top: false} {
				s, err := objects.Open(dir, objects.Options{Within: within})
				require.NoError(t, err)
				defer s.Close()
				_, _, err = s.Read(want) // before loose objects are listed, and after
				assert.Equal(t, read, err == nil, within)
				got := walk(t, s, 1, objects.Blob)
				assert.Equal(t, read, len(got.objects) == 1, within)
				_, _, err = s.Read(want)
				assert.Equal(t, read, err == nil, within)
				problems := s.Problems()
				if read {
					assert.Empty(t, problems)
					continue
				}
				require.Len(t, problems, 1)
				assert.True(t, problems[0].Outside())
				assert.NotEmpty(t, problems[0].Path)
			}
		})
	}

	t.Run("what the caller names is read", func(t *testing.T) {
		dir := t.TempDir()
		s, err := objects.Open(dir, objects.Options{Within: dir, Alternates: []string{loose.Path(".git/objects")}})
		require.NoError(t, err)
		defer s.Close()
		assert.Len(t, walk(t, s, 1, objects.Blob).objects, 1)
		assert.Empty(t, s.Problems())
	})
}
