package objects_test

import (
	"math/rand"
	"os"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
)

// meter adds up what a walk passes.
type meter struct {
	stopper
	bytes atomic.Int64
}

func (m *meter) Passed(bytes int64) { m.bytes.Add(bytes) }

// TestWalksPassAllBytes: the walks over blobs and over the rest come to the store's
// size together, copies and damaged entries included.
func TestWalksPassAllBytes(t *testing.T) {
	r := objectstest.Init(t)
	r.Grow(rand.New(rand.NewSource(3)), 40)
	r.Git("repack", "-adfq", "--depth=100")
	r.Git("pack-objects", "--quiet", "--all", "--revs", "--no-reuse-delta", r.Objects("pack", "pack-copy"))
	r.Grow(rand.New(rand.NewSource(4)), 10)
	pack := r.Packs()[0] + ".pack"
	sound, err := os.ReadFile(pack)
	require.NoError(t, err)
	for name, damage := range map[string]int{"sound": 0, "damaged": 0x55} {
		t.Run(name, func(t *testing.T) {
			broken := append([]byte(nil), sound...)
			broken[len(broken)/2] ^= byte(damage)
			r.Write(pack, broken)
			s := open(t, r)
			var blobs, rest meter
			blobs.stop, rest.stop = func() {}, func() {}
			require.NoError(t, s.Walk(t.Context(), 2, &blobs, objects.Blob))
			require.NoError(t, s.Walk(t.Context(), 2, &rest, objects.Commit, objects.Tag, objects.Tree))
			headers := int64(len(r.Packs()) * (12 + r.HashSize))
			assert.NotZero(t, blobs.bytes.Load())
			assert.NotZero(t, rest.bytes.Load())
			assert.InDelta(t, s.Size()-headers, blobs.bytes.Load()+rest.bytes.Load(), float64(damage*100))
		})
	}
}
