package multimatch_test

import (
	"fmt"
	"go/build"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/internal/multimatch"
)

// BenchmarkEach searches the sources of the Go distribution, which have about
// two keywords a kilobyte, and text made of keywords, whole and in pieces as
// they come from deltas.
func BenchmarkEach(b *testing.B) {
	builtin := builtinKeywords(b)
	for _, keywords := range [][]string{builtin, drawn(builtin, 800)} {
		m := multimatch.NewSieve(keywords)
		for _, text := range []struct {
			name string
			data []byte
		}{
			{"Go sources", goSources(b)},
			{"keywords only", []byte(strings.Repeat(strings.Join(keywords, " "), 500))},
		} {
			for _, piece := range []int{10 << 10, 300} {
				b.Run(fmt.Sprintf("%d keywords/%s/pieces of %d", len(keywords), text.name, piece), func(b *testing.B) {
					b.SetBytes(int64(len(text.data)))
					n := 0
					for b.Loop() {
						for at := 0; at < len(text.data); at += piece {
							m.Each(text.data[at:min(at+piece, len(text.data))], func(int, int) { n++ })
						}
					}
					b.ReportMetric(float64(n)/float64(b.N)/float64(len(text.data))*1024, "hits/KB")
				})
			}
		}
	}
}

func BenchmarkNew(b *testing.B) {
	builtin := builtinKeywords(b)
	for _, keywords := range [][]string{builtin, drawn(builtin, 800)} {
		b.Run(fmt.Sprintf("%d keywords", len(keywords)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				multimatch.NewSieve(keywords)
			}
		})
	}
}

func builtinKeywords(b *testing.B) (keywords []string) {
	set, err := rules.Builtin()
	require.NoError(b, err)
	seen := map[string]bool{}
	for _, r := range set.Rules {
		for _, k := range r.Keywords {
			if r.Regex != nil && !seen[k] {
				seen[k] = true
				keywords = append(keywords, k)
			}
		}
	}
	return keywords
}

// drawn adds prefixes like those of tokens, and some that sound like a name.
func drawn(keywords []string, n int) []string {
	r := rand.New(rand.NewSource(1))
	of := func(letters string) string { return letters[r.Intn(len(letters)):][:1] }
	keywords = keywords[:len(keywords):len(keywords)]
	for len(keywords) < n {
		k := ""
		if r.Intn(5) == 0 {
			for range 2 + r.Intn(2) {
				k += of("bcdfghklmnprstvwz") + of("aeiou")
			}
			k += of("bdgklmnprst")
		} else {
			for range 2 + r.Intn(4) {
				k += of("abcdefghijklmnopqrstuvwxyz")
			}
			k += of("__--.:")
		}
		keywords = append(keywords, k)
	}
	return keywords
}

func goSources(b *testing.B) (text []byte) {
	err := filepath.WalkDir(filepath.Join(build.Default.GOROOT, "src"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || filepath.Ext(path) != ".go" || len(text) > 32<<20 {
			return err
		}
		data, err := os.ReadFile(path)
		text = append(text, data...)
		return err
	})
	require.NoError(b, err)
	return text
}
