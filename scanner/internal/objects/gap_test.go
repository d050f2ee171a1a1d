package objects_test

import (
	"crypto/sha1"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// Bytes in a pack that no object is made of are named, once, and all objects are
// read.
func TestBytesThatBelongToNoEntry(t *testing.T) {
	r := small(t)
	pack := r.Packs()[0]
	data, err := os.ReadFile(pack + ".pack")
	require.NoError(t, err)
	index, err := os.ReadFile(pack + ".idx")
	require.NoError(t, err)
	sealed := func(b []byte) []byte {
		sum := sha1.Sum(b)
		return append(b, sum[:]...)
	}
	sound := walk(t, open(t, r), 2, everything...)
	require.Empty(t, sound.problems)

	data = sealed(append(data[:len(data)-sha1.Size:len(data)-sha1.Size], "no object"...))
	r.Write(pack+".pack", data)
	r.Write(pack+".idx", sealed(append(index[:len(index)-2*sha1.Size:len(index)-2*sha1.Size], data[len(data)-sha1.Size:]...)))
	s := open(t, r)
	got := walk(t, s, 2, everything...)
	assert.Len(t, got.objects, len(sound.objects))
	require.Len(t, got.problems, 1)
	assert.Equal(t, objects.Problem{Path: pack + ".pack", Err: got.problems[0].Err}, got.problems[0])
	assert.ErrorContains(t, got.problems[0].Err, "belong to no entry")
	assert.Empty(t, s.Problems())
}
