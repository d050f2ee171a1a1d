package inflate

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/stretchr/testify/require"
)

// goSource is the source of this module.
func goSource(tb testing.TB) []byte {
	tb.Helper()
	var all []byte
	for _, pattern := range []string{"../*/*.go", "../../*/*.go", "../../../*/*.go"} {
		files, err := filepath.Glob(pattern)
		require.NoError(tb, err)
		for _, file := range files {
			b, err := os.ReadFile(file)
			require.NoError(tb, err)
			all = append(all, b...)
		}
	}
	return all
}

// compressed is content as git compresses it.
func compressed(level int, content []byte) []byte {
	var z bytes.Buffer
	w, _ := zlib.NewWriterLevel(&z, level)
	_, _ = w.Write(content)
	_ = w.Close()
	return z.Bytes()
}

// BenchmarkZlib decodes pieces of Go source of one size in turns, so that no
// processor learns them by heart. On a busy machine look at the shortest pass.
func BenchmarkZlib(b *testing.B) {
	source := goSource(b)
	for _, size := range []int{60, 300, 2000, 30_000, 700_000} {
		var streams [][]byte
		for i := range min(3000, len(source)/size) {
			z := compressed(6, source[i*size:(i+1)*size])
			streams = append(streams, append(z, make([]byte, Ahead)...)) // as in a pack
		}
		dst := make([]byte, 0, size+slack)
		b.Run(fmt.Sprintf("%d/ours", size), func(b *testing.B) {
			var d Decoder
			passes(b, streams, size, func(z []byte) error {
				_, _, err := d.Zlib(dst, z, size, false)
				return err
			})
		})
		b.Run(fmt.Sprintf("%d/klauspost", size), func(b *testing.B) {
			var src bytes.Reader
			r := flate.NewReader(&src)
			dst := dst[:size]
			passes(b, streams, size, func(z []byte) error {
				src.Reset(z[2 : len(z)-Ahead])
				_ = r.(flate.Resetter).Reset(&src, nil)
				if _, err := io.ReadFull(r, dst); err != nil {
					return err
				}
				if n, err := r.Read(dst[:1]); n != 0 || err != io.EOF {
					return fmt.Errorf("more than expected: %w", err)
				}
				return nil
			})
		})
	}
}

// passes decodes all streams in each round, and reports the shortest.
func passes(b *testing.B, streams [][]byte, size int, decode func(z []byte) error) {
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		for _, z := range streams {
			if err := decode(z); err != nil {
				b.Fatal(err)
			}
		}
		best = min(best, time.Since(start))
	}
	b.SetBytes(int64(size * len(streams)))
	b.ReportMetric(float64(best.Nanoseconds())/float64(len(streams)), "best-ns/stream")
}
