package scanner

import (
	"sort"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// A repository can be made to have more findings than fit into memory, and more
// that cannot be read. maxFound and maxSkips bound what is held of them, in bytes.
const (
	maxFound = 1 << 28
	maxSkips = 1 << 25
)

// kept holds values up to a size; of more than that, those that come first in their
// order, in whatever sequence goroutines bring them: what is cut while there is too
// much would be cut in the end too.
type kept[T any] struct {
	limit int
	size  func(*T) int
	less  func(a, b *T) bool
	left  func(*T) // is told what was cut

	items []T
	held  int // size of items
	end   *T  // the first of what was cut: nothing from it on is held
}

// add takes values in.
func (k *kept[T]) add(items ...T) {
	for i := range items {
		k.held += k.size(&items[i])
	}
	if k.items = append(k.items, items...); k.held > k.limit+k.limit/4 {
		k.sorted()
	}
}

// sorted returns what is held, within the limit.
func (k *kept[T]) sorted() []T {
	sort.SliceStable(k.items, func(i, j int) bool { return k.less(&k.items[i], &k.items[j]) })
	k.held = 0
	for i := range k.items {
		size := k.size(&k.items[i])
		if k.held+size > k.limit || k.end != nil && !k.less(&k.items[i], k.end) {
			k.cut(i)
			break
		}
		k.held += size
	}
	return k.items
}

// cut drops what begins with an item, and what is equal to that.
func (k *kept[T]) cut(from int) {
	for from > 0 && !k.less(&k.items[from-1], &k.items[from]) {
		from--
		k.held -= k.size(&k.items[from])
	}
	if first := k.items[from]; k.end == nil || k.less(&first, k.end) {
		k.end = &first
	}
	for i := range k.items[from:] {
		k.left(&k.items[from+i])
	}
	clear(k.items[from:])
	k.items = k.items[:from]
}

func foundSize(f *leak.Finding) int {
	const itself = 600
	return itself + len(f.Line) + len(f.Origin.Path) + f.Secret.Size() + f.Match.Size() + f.Lines.Size() + f.Above.Size() + 100*len(f.Parts)
}

// lessFound is leak.Less, also for findings that differ by their commit alone.
func lessFound(a, b *leak.Finding) bool {
	switch {
	case leak.Less(a, b):
		return true
	case leak.Less(b, a), a.Exposure.First == nil || b.Exposure.First == nil:
		return false
	}
	return a.Exposure.First.ID < b.Exposure.First.ID
}

func skipSize(s *leak.Skip) int {
	const itself = 150
	return itself + len(s.Origin.Path) + len(s.Origin.Object) + len(s.Detail)
}

// unnamed counts Skips that were cut, by what decides over the run.
type unnamed map[leak.Skip]int

func (u unnamed) add(s *leak.Skip) {
	u[leak.Skip{Reason: s.Reason, Expected: s.Expected}] += max(s.Count, 1)
}

// skips are the Skips that stand for them.
func (u unnamed) skips() (out []leak.Skip) {
	for s, n := range u {
		s.Origin.Kind, s.Count, s.Detail = leak.KindFile, n, "further ones, which are too many to be named"
		out = append(out, s)
	}
	return out
}
