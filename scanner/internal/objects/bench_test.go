package objects

import (
	"context"
	"os"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

type counter struct {
	n     [8]atomic.Int64
	bytes atomic.Int64
	bad   atomic.Int64
}

func (c *counter) Visit(_ int, o Object) { c.n[o.Type].Add(1); c.bytes.Add(int64(len(o.Data))) }
func (c *counter) Problem(int, Problem)  { c.bad.Add(1) }

// BenchmarkWalk reads every object of the repository whose objects directory
// LEAKSIEVE_BENCH_OBJECTS names.
func BenchmarkWalk(b *testing.B) {
	dir := os.Getenv("LEAKSIEVE_BENCH_OBJECTS")
	if dir == "" {
		b.Skip("LEAKSIEVE_BENCH_OBJECTS names no objects directory")
	}
	for b.Loop() {
		s, err := Open(dir, Options{})
		require.NoError(b, err)
		var c counter
		require.NoError(b, s.Walk(context.Background(), 2, &c, Commit, Tree, Blob, Tag))
		b.SetBytes(c.bytes.Load())
		b.Logf("commits %d trees %d blobs %d tags %d problems %d", c.n[Commit].Load(), c.n[Tree].Load(), c.n[Blob].Load(), c.n[Tag].Load(), c.bad.Load())
		s.Close()
	}
}
