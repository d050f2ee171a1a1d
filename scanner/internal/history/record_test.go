package history

import (
	"bytes"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// emptyLog records for a store without objects.
func emptyLog(t *testing.T) *Log {
	t.Helper()
	store, err := objects.Open(t.TempDir(), objects.Options{})
	require.NoError(t, err)
	t.Cleanup(store.Close)
	return NewRecorder(store, 1, nil, func(_ int, name []byte) Want { return Want{Name: bytes.HasPrefix(name, []byte("a"))} }).Worker(0)
}

// entries returns what the log has of the tree that is recorded last: what is
// fresh, and by its runs what is its base's.
func (l *Log) entries(i int32) map[entry]bool {
	all, t := map[entry]bool{}, l.trees[i]
	fresh, runs := uint32(0), uint32(0)
	if i > 0 {
		fresh, runs = l.trees[i-1].fresh, l.trees[i-1].runs
	}
	for _, e := range l.fresh[fresh:t.fresh] {
		all[e] = true
	}
	if t.base >= 0 {
		for e := range l.entries(t.base) {
			for _, r := range l.runs[runs:t.runs] {
				if e.at >= r.from && e.at < r.from+r.n {
					all[entry{r.at + e.at - r.from, e.item}] = true
				}
			}
		}
	}
	return all
}

func treeOf(r *rand.Rand, n int) (data []byte) {
	for range n {
		name := fmt.Sprintf("%c%d", 'a'+rune(r.Intn(3)), r.Intn(100))
		mode := []string{"100644", "40000", "120000", "160000"}[r.Intn(4)]
		id := make([]byte, 20)
		for i := range id {
			id[i] = "\x00 1046a"[r.Intn(7)] // ids that look like the beginnings of entries
		}
		data = append(data, mode+" "+name+"\x00"+string(id)...)
	}
	return data
}

// Whatever a delta copies, whole entries or parts of them, a tree is recorded as
// if it had been read from its beginning to its end.
func TestTreesByDeltas(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	l, whole := emptyLog(t), emptyLog(t)
	taken := 0
	for range 300 {
		data := treeOf(r, r.Intn(40))
		base := l.Tree(1, data, nil)
		for range 8 {
			var next []byte
			var copies []leak.Copy
			for from := 0; from < len(data); {
				n := 1 + r.Intn(len(data)-from)
				copies = append(copies, leak.Copy{At: len(next), From: from, Len: n})
				next = append(next, data[from:from+n]...)
				from += n
				switch r.Intn(4) {
				case 0:
					next = append(next, treeOf(r, 1+r.Intn(2))...)
				case 1:
					next = append(next, data[:r.Intn(20)%len(data)]...)
				case 2:
					from += r.Intn(40)
				}
			}
			runs := len(l.runs)
			got := l.Tree(1, next, &leak.Delta{Base: base, BaseLen: len(data), Copies: copies})
			want := whole.Tree(1, next, nil)
			require.Equal(t, want.heads, got.heads)
			require.Equal(t, names(whole, whole.entries(want.place)), names(l, l.entries(got.place)))
			require.Equal(t, len(whole.bad), len(l.bad))
			taken += len(l.runs) - runs
			data, base = slices.Clone(next), got
			if len(data) > 1<<12 {
				break
			}
		}
	}
	assert.Greater(t, taken, 1000)
}

// names makes entries of two logs comparable.
func names(l *Log, entries map[entry]bool) map[string]bool {
	out := map[string]bool{}
	for e := range entries {
		id := ""
		if e.item.num != noObject {
			for missing, num := range l.r.missing {
				if num == e.item.num {
					id = missing.String()
				}
			}
		}
		out[fmt.Sprint(e.at, e.item.kind, l.r.list[e.item.name], id)] = true
	}
	return out
}
