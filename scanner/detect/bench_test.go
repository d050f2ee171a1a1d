package detect_test

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// BenchmarkStart is what every process pays before it scans its first byte.
func BenchmarkStart(b *testing.B) {
	b.Run("load the built-in rules", func(b *testing.B) {
		for b.Loop() {
			_, err := rules.Builtin()
			require.NoError(b, err)
		}
	})
	b.Run("prepare them", func(b *testing.B) {
		set, err := rules.Builtin()
		require.NoError(b, err)
		for b.Loop() {
			detect.New(set, detect.Options{})
		}
	})
}

// BenchmarkScan scans the sources of the Go distribution, which every reader
// has, on one core.
func BenchmarkScan(b *testing.B) {
	var files [][]byte
	total := 0
	err := filepath.WalkDir(filepath.Join(build.Default.GOROOT, "src"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || total > 64<<20 {
			return err
		}
		data, err := os.ReadFile(path)
		files = append(files, data)
		total += len(data)
		return err
	})
	require.NoError(b, err)
	set, err := rules.Builtin()
	require.NoError(b, err)
	s := detect.New(set, detect.Options{}).NewScanner()
	b.SetBytes(int64(total))
	for b.Loop() {
		for _, data := range files {
			s.Scan(leak.Unit{Data: data})
		}
	}
}
