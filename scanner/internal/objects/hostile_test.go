package objects_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
)

// These packs no git would write. Each holds the sound blob beside what is
// wrong, which must be named with the reason while the sound one is read.
var sound = objectstest.Whole(objects.Blob, "sound\n")

// blobID is the name of a blob.
func blobID(content string) objects.ID {
	return objectstest.NameOf(20, objects.Blob, []byte(content))
}

// ghost is the name of an object that is nowhere else.
func ghost(n byte) objects.ID { return objects.NewID(append(bytes.Repeat([]byte{0xee}, 19), n)) }

func ofs(id objects.ID, base int, delta []byte) objectstest.Entry {
	return objectstest.Entry{ID: id, Type: objectstest.OfsDelta, Base: base, Content: delta}
}

func ref(id, base objects.ID, delta []byte) objectstest.Entry {
	return objectstest.Entry{ID: id, Type: objectstest.RefDelta, BaseID: base, Content: delta}
}

func TestHostilePacks(t *testing.T) {
	type wrong map[objects.ID]string
	zeros := strings.Repeat("\x00", 1<<20)
	for name, tc := range map[string]struct {
		pack  objectstest.Pack
		wrong wrong
	}{
		"declared size that the bytes cannot hold": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Content: []byte("x"), Size: 1 << 50}}},
			wrong: wrong{ghost(1): "another size than its header says"},
		},
		"declared size of more than 64 bits": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Size: 1 << 63, Content: []byte("x")}}},
			wrong: wrong{ghost(1): "truncated"},
		},
		"declared size that a long stream does not hold": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Size: 500 << 20, Stream: stored(make([]byte, 1<<20))}}},
			wrong: wrong{ghost(1): "another size"},
		},
		"zlib bomb behind a small size": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Content: []byte(zeros), Size: 10}}},
			wrong: wrong{ghost(1): "another size"},
		},
		"declared size above what inflates": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Content: []byte(zeros), Size: 1<<20 + 1}}},
			wrong: wrong{ghost(1): "another size"},
		},
		"no zlib stream": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Stream: []byte("plain text")}}},
			wrong: wrong{ghost(1): "does not inflate"},
		},
		"zlib stream with a preset dictionary": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Stream: []byte{0x78, 0xbb, 0, 0, 0, 0, 3, 0}}}},
			wrong: wrong{ghost(1): "does not inflate"},
		},
		"reserved types": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(0), Type: 0, Content: []byte("x")}, {ID: ghost(5), Type: 5, Content: []byte("x")}}},
			wrong: wrong{ghost(0): "reserved type 0", ghost(5): "reserved type 5"},
		},
		"delta that copies from outside its base": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ofs(ghost(1), 0, objectstest.Delta(6, 9, objectstest.Copy(3, 9)))}},
			wrong: wrong{ghost(1): "outside its base"},
		},
		"delta that copies from far outside its base": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ofs(ghost(1), 0, objectstest.Delta(6, 9, objectstest.Copy(1<<32-1, 1<<24-1)))}},
			wrong: wrong{ghost(1): "outside its base"},
		},
		"delta for a base of another size": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ofs(ghost(1), 0, objectstest.Delta(7, 1, objectstest.Insert("x")))}},
			wrong: wrong{ghost(1): "base of another size"},
		},
		"delta that makes less than it says": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ofs(ghost(1), 0, objectstest.Delta(6, 1<<40, objectstest.Insert("x")))}},
			wrong: wrong{ghost(1): "over the size limit"},
		},
		"delta that makes more than it says": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ofs(ghost(1), 0, objectstest.Delta(6, 1, objectstest.Copy(0, 6)))}},
			wrong: wrong{ghost(1): "another size than it says"},
		},
		"delta with a reserved instruction": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ofs(ghost(1), 0, objectstest.Delta(6, 1, []byte{0}))}},
			wrong: wrong{ghost(1): "reserved instruction"},
		},
		"empty delta": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ofs(ghost(1), 0, nil)}},
			wrong: wrong{ghost(1): "delta is truncated"},
		},
		"deltas that are each other's base": {
			pack: objectstest.Pack{Entries: []objectstest.Entry{
				sound, ref(ghost(1), ghost(2), objectstest.Delta(1, 1, objectstest.Insert("x"))), ref(ghost(2), ghost(1), objectstest.Delta(1, 1, objectstest.Insert("x"))),
				ref(ghost(3), ghost(1), objectstest.Delta(1, 1, objectstest.Insert("x"))),
			}},
			wrong: wrong{ghost(1): "no readable base", ghost(2): "no readable base", ghost(3): "no readable base"},
		},
		"delta that is its own base": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ref(ghost(1), ghost(1), objectstest.Delta(1, 1, objectstest.Insert("x")))}},
			wrong: wrong{ghost(1): "no readable base"},
		},
		"delta against an object that is nowhere": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, ref(ghost(1), ghost(2), objectstest.Delta(1, 1, objectstest.Insert("x")))}},
			wrong: wrong{ghost(1): ghost(2).String()},
		},
		"deltas below a damaged base": {
			pack: objectstest.Pack{Entries: []objectstest.Entry{
				sound, {ID: ghost(1), Type: objects.Blob, Content: []byte("base"), CRC: 1},
				ofs(ghost(2), 1, objectstest.Delta(4, 4, objectstest.Copy(0, 4))), ofs(ghost(3), 2, objectstest.Delta(4, 4, objectstest.Copy(0, 4))),
			}},
			wrong: wrong{ghost(1): "does not match its checksum", ghost(2): "delta base " + ghost(1).String(), ghost(3): "delta base " + ghost(2).String()},
		},
		"index that points outside the pack": {
			pack: objectstest.Pack{Entries: []objectstest.Entry{sound,
				{ID: ghost(1), Type: objects.Blob, Content: []byte("x"), Offset: 1 << 30},
				{ID: ghost(2), Type: objects.Blob, Content: []byte("x"), Offset: 1 << 61},
				{ID: ghost(3), Type: objects.Blob, Content: []byte("x"), Offset: 1 << 63},
				{ID: ghost(4), Type: objects.Blob, Content: []byte("x"), Offset: 3},
			}},
			wrong: wrong{ghost(1): "outside the pack", ghost(2): "outside the pack", ghost(3): "outside the pack", ghost(4): "outside the pack"},
		},
		"index that points into another entry": {
			pack: objectstest.Pack{Entries: []objectstest.Entry{
				{ID: blobID("hidden\n"), Type: objects.Blob, Content: []byte("hidden\n")}, {ID: ghost(1), Type: objects.Blob, Content: []byte("x"), Offset: 17},
			}},
			wrong: wrong{ghost(1): "", blobID("hidden\n"): ""},
		},
		"index that has two names for one entry": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Content: []byte("x"), Offset: 12}}},
			wrong: wrong{ghost(1): "two names for one entry"},
		},
		"delta against the header of the pack": {
			pack:  objectstest.Pack{Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objectstest.OfsDelta, Base: 1, Content: []byte("x")}}},
			wrong: wrong{ghost(1): "base lies outside the pack"},
		},
		"index of version 1 with a wrong name": {
			pack:  objectstest.Pack{Version1: true, Entries: []objectstest.Entry{sound, {ID: ghost(1), Type: objects.Blob, Content: []byte("other\n")}}},
			wrong: wrong{ghost(1): "not what the object's name stands for"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			tc.pack.Write(t, filepath.Join(dir, "pack"), "pack-hostile")
			s, err := objects.Open(dir, objects.Options{})
			require.NoError(t, err)
			defer s.Close()
			before := allocated()
			got := walk(t, s, 2, everything...)
			assert.Less(t, allocated()-before, uint64(64<<20), "bytes allocated")
			for id, reason := range tc.wrong {
				_, _, err := s.Read(id)
				assert.Truef(t, err != nil || id == blobID("hidden\n"), "reading %s", id)
				found := false
				for _, p := range got.problems {
					if p.ID == id {
						found = true
						assert.ErrorContains(t, p.Err, reason)
						assert.ErrorContains(t, p.Err, "pack-hostile.pack")
						assert.Falsef(t, p.Missing(), "%s is in the pack", id)
					}
				}
				assert.Truef(t, found, "%s is not named", id)
				assert.NotContains(t, got.objects, id)
			}
			assert.Len(t, got.problems, len(tc.wrong))
			if len(tc.wrong) < len(tc.pack.Entries) {
				assert.Equal(t, objectstest.Set{sound.ID: {Type: objects.Blob, Data: sound.Content}}, got.objects)
			}
			blobs, rest := walk(t, s, 1, objects.Blob), walk(t, s, 1, objects.Commit, objects.Tree, objects.Tag)
			assert.Len(t, append(blobs.problems, rest.problems...), len(tc.wrong), "each problem belongs to one walk")
			for _, p := range rest.problems {
				assert.NotEqual(t, objects.Bad, p.Type)
			}
		})
	}
}

// allocated is how many bytes the program has ever allocated.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func TestSizeLimit(t *testing.T) {
	dir := t.TempDir()
	big := objectstest.Whole(objects.Blob, strings.Repeat("big ", 300))
	grows := strings.Repeat(string(sound.Content), 200)
	copies := bytes.Repeat(objectstest.Copy(0, 6), 200)
	objectstest.Pack{Entries: []objectstest.Entry{
		sound, big, ofs(blobID("small\n"), 1, objectstest.Delta(1200, 6, objectstest.Insert("small\n"))),
		ofs(blobID(grows), 0, objectstest.Delta(6, 1200, copies)),
	}}.Write(t, filepath.Join(dir, "pack"), "pack-a")
	s, err := objects.Open(dir, objects.Options{MaxSize: 1000})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 1, everything...)
	assert.Contains(t, got.objects, sound.ID)
	assert.Len(t, got.objects, 1)
	named := map[objects.ID]bool{}
	for _, p := range got.problems {
		assert.True(t, p.TooLarge(), p.Err)
		assert.Equal(t, objects.Blob, p.Type)
		named[p.ID] = true
	}
	assert.Equal(t, map[objects.ID]bool{big.ID: true, blobID(grows): true, blobID("small\n"): true}, named)
}

// TestSixtyFourBitOffsets reads a pack whose index has all offsets in its table
// of large ones.
func TestSixtyFourBitOffsets(t *testing.T) {
	dir := t.TempDir()
	other := objectstest.Whole(objects.Blob, "other\n")
	objectstest.Pack{Large: true, Entries: []objectstest.Entry{sound, other, ref(blobID("soother\n"), sound.ID,
		objectstest.Delta(6, 8, objectstest.Copy(0, 2), objectstest.Insert("other\n")))}}.Write(t, filepath.Join(dir, "pack"), "pack-large")
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 1, everything...)
	assert.Empty(t, got.problems)
	objectstest.Same(t, objectstest.Set{
		sound.ID: {Type: objects.Blob, Data: sound.Content}, other.ID: {Type: objects.Blob, Data: other.Content},
		blobID("soother\n"): {Type: objects.Blob, Data: []byte("soother\n")},
	}, got.objects)
}

// TestSameObjectTwiceInOnePack: git reads such packs, and visits must not count
// the object twice.
func TestSameObjectTwiceInOnePack(t *testing.T) {
	dir := t.TempDir()
	other := objectstest.Whole(objects.Blob, "other\n")
	for _, name := range []string{"pack-1", "pack-2"} {
		objectstest.Pack{Entries: []objectstest.Entry{sound, sound, other, sound}}.Write(t, filepath.Join(dir, "pack"), name)
	}
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 2, everything...)
	assert.Empty(t, got.problems)
	assert.Len(t, got.objects, 2)
}

// TestThinPack reads a pack whose deltas have their bases elsewhere, as the
// quarantine of a push may be.
func TestThinPack(t *testing.T) {
	quarantine, repo := t.TempDir(), t.TempDir()
	objectstest.Pack{Entries: []objectstest.Entry{sound}}.Write(t, filepath.Join(repo, "pack"), "pack-z")
	second, third := blobID("sound\n2"), blobID("sound\n23")
	objectstest.Pack{Entries: []objectstest.Entry{
		ref(second, sound.ID, objectstest.Delta(6, 7, objectstest.Copy(0, 6), objectstest.Insert("2"))),
		ofs(third, 0, objectstest.Delta(7, 8, objectstest.Copy(0, 7), objectstest.Insert("3"))),
	}}.Write(t, filepath.Join(quarantine, "pack"), "pack-a")
	s, err := objects.Open(quarantine, objects.Options{Alternates: []string{repo}})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 2, objects.Blob)
	assert.Empty(t, got.problems)
	assert.Len(t, got.objects, 3)
	assert.Equal(t, "sound\n23", string(got.objects[third].Data))
	_, data, err := s.Read(third)
	require.NoError(t, err)
	assert.Equal(t, "sound\n23", string(data))
}

// TestBasesThatNameEachOtherOverPacks would take 2^64 steps if each copy of
// each base were tried anew.
func TestBasesThatNameEachOtherOverPacks(t *testing.T) {
	dir := t.TempDir()
	delta := objectstest.Delta(1, 1, objectstest.Insert("x"))
	for copies := range 3 {
		objectstest.Pack{Entries: []objectstest.Entry{ref(ghost(1), ghost(2), delta)}}.Write(t, filepath.Join(dir, "pack"), fmt.Sprint("pack-a", copies))
		objectstest.Pack{Entries: []objectstest.Entry{ref(ghost(2), ghost(1), delta)}}.Write(t, filepath.Join(dir, "pack"), fmt.Sprint("pack-b", copies))
	}
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 2, everything...)
	assert.Empty(t, got.objects)
	require.Len(t, got.problems, 2)
	for _, p := range got.problems {
		assert.ErrorContains(t, p.Err, "no readable base")
		assert.False(t, p.Missing())
	}
}

// TestLongBadChain has a damaged object at the root of a chain that no git would
// make so long: each of its deltas is named, and the time stays linear.
func TestLongBadChain(t *testing.T) {
	const length = 60_000
	entries := []objectstest.Entry{{ID: ghost(0), Type: objects.Blob, Content: []byte("base"), CRC: 1}}
	stream := objectstest.Deflate(objectstest.Delta(4, 4, objectstest.Copy(0, 4)))
	size := uint64(len(objectstest.Delta(4, 4, objectstest.Copy(0, 4))))
	for i := range length {
		name := binary.BigEndian.AppendUint32(bytes.Repeat([]byte{0xdd}, 16), uint32(i))
		entries = append(entries, objectstest.Entry{ID: objects.NewID(name), Type: objectstest.OfsDelta, Base: i, Stream: stream, Size: size})
	}
	dir := t.TempDir()
	objectstest.Pack{Entries: entries}.Write(t, filepath.Join(dir, "pack"), "pack-long")
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 1, everything...)
	assert.Len(t, got.problems, length+1)
	_, _, err = s.Read(entries[length].ID)
	assert.ErrorContains(t, err, "chain of deltas is too long")
	for _, p := range got.problems {
		require.Less(t, len(p.Err.Error()), 500, "an error does not grow with the chain")
	}
}

// TestBasesAboveTheMemoryBound has a tree of deltas whose path from root to
// leaf is larger than a worker keeps.
func TestBasesAboveTheMemoryBound(t *testing.T) {
	const size, depth = 12 << 20, 8 // 96 MiB on the way down
	base := make([]byte, size)
	entries := []objectstest.Entry{{ID: objectstest.NameOf(20, objects.Blob, base), Type: objects.Blob, Content: base}}
	for level := range depth - 1 {
		parent := max(0, 2*level-1)
		for _, mark := range []string{"first", "other"} {
			delta := objectstest.Delta(size, size, objectstest.Insert(fmt.Sprint(mark, level)), objectstest.Copy(6, size-6))
			content := append(fmt.Appendf(nil, "%s%d", mark, level), contentOf(entries, parent)[6:]...)
			entries = append(entries, objectstest.Entry{ID: objectstest.NameOf(20, objects.Blob, content), Type: objectstest.OfsDelta, Base: parent, Content: delta})
		}
	}
	dir := t.TempDir()
	objectstest.Pack{Entries: entries}.Write(t, filepath.Join(dir, "pack"), "pack-deep")
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	v := &hashing{}
	require.NoError(t, s.Walk(t.Context(), 1, v, objects.Blob))
	assert.Equal(t, len(entries), v.right)
	assert.Zero(t, v.wrong)
}

// contentOf gives the content of an entry of TestBasesAboveTheMemoryBound: all
// zero but for what its delta inserts.
func contentOf(entries []objectstest.Entry, i int) []byte {
	content := make([]byte, len(entries[0].Content))
	if i > 0 {
		level := (i - 1) / 2
		copy(content, fmt.Sprint([]string{"first", "other"}[(i-1)%2], level))
	}
	return content
}

// hashing counts the objects whose content is what their name stands for. It is
// for walks with one worker.
type hashing struct{ right, wrong int }

func (h *hashing) Visit(_ int, o objects.Object) {
	if objectstest.NameOf(20, o.Type, o.Data) == o.ID {
		h.right++
	} else {
		h.wrong++
	}
}

func (h *hashing) Problem(int, objects.Problem) { h.wrong++ }

// TestFilesThatAreNotFiles puts folders and pipes where files belong. None may
// stop the scan, let alone make it wait.
func TestFilesThatAreNotFiles(t *testing.T) {
	folder := func(t *testing.T, path string) { require.NoError(t, os.MkdirAll(path, 0o755)) }
	file := func(t *testing.T, path string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, nil, 0o644))
	}
	pipe := func(t *testing.T, path string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		if err := exec.Command("mkfifo", path).Run(); err != nil {
			t.Skip("no mkfifo: ", err)
		}
	}
	loose := strings.Repeat("e", 38)
	for name, tc := range map[string]struct {
		put  func(*testing.T, string)
		path string
		says string
	}{
		"folder as an index":       {folder, "pack/pack-x.idx", "not a regular file"},
		"empty index":              {file, "pack/pack-x.idx", "index is truncated: 0 bytes"},
		"pipe as an index":         {pipe, "pack/pack-x.idx", "not a regular file"},
		"pack without an index":    {file, "pack/pack-x.pack", "no index"},
		"file as the pack folder":  {file, "pack", "not a directory"},
		"file as a loose folder":   {file, "ee", "not a directory"},
		"folder as a loose object": {folder, "ee/" + loose, "not a regular file"},
		"empty loose object":       {file, "ee/" + loose, "does not inflate"},
		"pipe as a loose object":   {pipe, "ee/" + loose, "not a regular file"},
		"folder as alternates":     {folder, "info/alternates", "not a regular file"},
		"pipe as alternates":       {pipe, "info/alternates", "not a regular file"},
		"huge list of alternates":  {func(t *testing.T, p string) { file(t, p); require.NoError(t, os.Truncate(p, 1<<40)) }, "info/alternates", "bytes, more than"},
		"alternate that is no more": {func(t *testing.T, p string) {
			file(t, p)
			require.NoError(t, os.WriteFile(p, []byte("/nowhere\n"), 0o644))
		}, "info/alternates", "alternate object store"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			repo := t.TempDir()
			objectstest.Pack{Entries: []objectstest.Entry{sound}}.Write(t, filepath.Join(repo, "pack"), "pack-sound")
			tc.put(t, filepath.Join(dir, filepath.FromSlash(tc.path)))
			s, err := objects.Open(dir, objects.Options{Alternates: []string{repo}})
			require.NoError(t, err)
			defer s.Close()
			got := walk(t, s, 2, everything...)
			assert.Contains(t, got.objects, sound.ID)
			all := append(s.Problems(), got.problems...)
			require.Len(t, all, 1)
			assert.ErrorContains(t, all[0].Err, tc.says)
			if all[0].ID.IsZero() {
				assert.NotEmpty(t, all[0].Path)
			}
		})
	}
}

func TestOpenErrors(t *testing.T) {
	_, err := objects.Open(filepath.Join(t.TempDir(), "gone"), objects.Options{})
	assert.ErrorIs(t, err, fs.ErrNotExist)
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	_, err = objects.Open(file, objects.Options{})
	assert.ErrorContains(t, err, "not a directory")
}

// TestPackAndIndexDisagree: what the index lists is read all the same.
func TestPackAndIndexDisagree(t *testing.T) {
	for name, pack := range map[string]objectstest.Pack{
		"the pack says it has more": {Entries: []objectstest.Entry{sound}, Count: 1 << 31},
		"the pack says it has less": {Entries: []objectstest.Entry{sound, objectstest.Whole(objects.Blob, "two")}, Count: 1},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			pack.Write(t, filepath.Join(dir, "pack"), "pack-x")
			s, err := objects.Open(dir, objects.Options{})
			require.NoError(t, err)
			defer s.Close()
			require.Len(t, s.Problems(), 1)
			assert.ErrorContains(t, s.Problems()[0].Err, "pack says that it has")
			assert.Len(t, walk(t, s, 1, everything...).objects, len(pack.Entries))
		})
	}
}

// TestIndexOfAnotherPack exchanges the indexes of two packs.
func TestIndexOfAnotherPack(t *testing.T) {
	dir := t.TempDir()
	a := objectstest.Pack{Entries: []objectstest.Entry{sound}}
	b := objectstest.Pack{Entries: []objectstest.Entry{objectstest.Whole(objects.Tree, "other")}}
	pack, _ := a.Bytes()
	b.Write(t, filepath.Join(dir, "pack"), "pack-x")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "pack", "pack-x.pack"), pack, 0o644))
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	require.Len(t, s.Problems(), 1)
	assert.ErrorContains(t, s.Problems()[0].Err, "not the one that its index was made for")
	got := walk(t, s, 1, everything...)
	assert.Empty(t, got.objects)
	assert.Len(t, got.problems, 1)
}

// TestPackCutWhileMapped cuts a pack that is open: reading beyond its end is a
// fault, not an error.
func TestPackCutWhileMapped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("packs are not mapped")
	}
	dir := t.TempDir()
	incompressible := make([]byte, 1<<20)
	for i := range incompressible {
		incompressible[i] = byte(i * i >> 7 * i)
	}
	big := objectstest.Whole(objects.Blob, string(incompressible))
	big.Stream = stored(incompressible)
	objectstest.Pack{Entries: []objectstest.Entry{sound, big}}.Write(t, filepath.Join(dir, "pack"), "pack-cut")
	path := filepath.Join(dir, "pack", "pack-cut.pack")
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()

	require.NoError(t, os.Truncate(path, 4096))
	got := walk(t, s, 2, everything...)
	assert.Contains(t, got.objects, sound.ID)
	require.Len(t, got.problems, 1)
	assert.ErrorContains(t, got.problems[0].Err, "cut short")
	_, _, err = s.Read(big.ID)
	assert.ErrorContains(t, err, "cut short")

	again, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer again.Close()
	require.NoError(t, os.Truncate(path, 0))
	got = walk(t, again, 2, everything...)
	assert.Empty(t, got.objects)
	require.Len(t, got.problems, 1)
	assert.Equal(t, path, got.problems[0].Path)
	assert.ErrorContains(t, got.problems[0].Err, "cut short")
}

// cutter cuts a file at the first object.
type cutter struct {
	*result
	cut func()
}

func (c cutter) Visit(worker int, o objects.Object) { c.cut(); c.result.Visit(worker, o) }

// TestIndexCutWhileMapped cuts an index at each step of its use.
func TestIndexCutWhileMapped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("indexes are not mapped")
	}
	var pack objectstest.Pack
	for i := range 2000 { // more than a page of the index
		pack.Entries = append(pack.Entries, objectstest.Whole(objects.Blob, fmt.Sprint(i)))
	}
	last := pack.Entries[len(pack.Entries)-1].ID
	dir := t.TempDir()
	path := filepath.Join(dir, "pack", "pack-cut.idx")
	fresh := func() (s *objects.Store, cut func()) {
		_ = os.RemoveAll(filepath.Dir(path))
		pack.Write(t, filepath.Join(dir, "pack"), "pack-cut")
		s, err := objects.Open(dir, objects.Options{})
		require.NoError(t, err)
		t.Cleanup(s.Close)
		return s, func() { assert.NoError(t, os.Truncate(path, 0)) }
	}
	walkOf := func(s *objects.Store, cut func()) *result {
		got := &result{objects: objectstest.Set{}, visits: map[objects.ID]int{}, nums: map[objects.ID]uint32{}}
		require.NoError(t, s.Walk(t.Context(), 2, cutter{got, sync.OnceFunc(cut)}, objects.Blob))
		return got
	}

	s, cut := fresh()
	cut()
	got := walk(t, s, 2, everything...)
	assert.Empty(t, got.objects)
	require.NotEmpty(t, append(s.Problems(), got.problems...))

	s, cut = fresh()
	require.Empty(t, s.Problems())
	got = walkOf(s, cut)
	assert.Less(t, len(got.objects), len(pack.Entries))
	whole := slices.IndexFunc(got.problems, func(p objects.Problem) bool { return p.Path == path })
	require.GreaterOrEqual(t, whole, 0)
	assert.ErrorContains(t, got.problems[whole].Err, "index was cut short")

	s, cut = fresh()
	require.Equal(t, len(pack.Entries), s.Len())
	cut()
	_, ok := s.Find(last.Bytes())
	assert.False(t, ok)
	assert.True(t, s.ID(1999).IsZero())
	assert.Empty(t, s.WithPrefix(last.String()[:8], 2))
	_, _, err := s.Read(last)
	assert.ErrorIs(t, err, objects.ErrNotFound)
}

// stored is a zlib stream without compression.
func stored(content []byte) []byte {
	z := []byte{0x78, 0x01}
	for len(content) > 0 {
		n := min(len(content), 0xffff)
		last := byte(0)
		if n == len(content) {
			last = 1
		}
		z = append(z, last, byte(n), byte(n>>8), ^byte(n), ^byte(n>>8))
		z = append(z, content[:n]...)
		content = content[n:]
	}
	return append(z, 0, 0, 0, 0)
}

// TestMissing tells an object that is not there from one that cannot be read.
func TestMissing(t *testing.T) {
	s, err := objects.Open(t.TempDir(), objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	_, _, err = s.Read(ghost(1))
	assert.True(t, errors.Is(err, objects.ErrNotFound))
	assert.ErrorContains(t, err, ghost(1).String())
	assert.True(t, objects.Problem{Err: err}.Missing())
}

// TestLooseObjectUnderAnotherName: all its checksums are right.
func TestLooseObjectUnderAnotherName(t *testing.T) {
	dir := t.TempDir()
	name := ghost(1).String()
	path := filepath.Join(dir, name[:2], name[2:])
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, objectstest.Deflate([]byte("blob 5\x00hello")), 0o644))
	s, err := objects.Open(dir, objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 1, everything...)
	assert.Empty(t, got.objects)
	require.Len(t, got.problems, 1)
	assert.Equal(t, ghost(1), got.problems[0].ID)
	assert.ErrorContains(t, got.problems[0].Err, "loose object: content is not what the object's name stands for")
	_, _, err = s.Read(ghost(1))
	assert.Error(t, err)
}
