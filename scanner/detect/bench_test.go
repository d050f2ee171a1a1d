package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
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
