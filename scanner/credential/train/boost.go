package train

import (
	"math"
	"slices"

	"github.com/leaksieve/leaksieve/scanner/credential"
)

// Settings are those of the boosting. All is deterministic.
type Settings struct {
	Trees     int // of content
	PathEvery int // after so many of these comes one of the path
	Depth     int // of a tree, at most
	PathDepth int
	Rate      float64 // how much of each tree is taken
	MinWeight float64 // sum of second derivatives in a leaf, at least
	L2        float64
	Bins      int // a feature's values are divided into, at most
	Columns   int // of so many features one is left out of a tree, in turns; 0: none
}

// Defaults are the settings of the model that is shipped.
var Defaults = Settings{Trees: 260, PathEvery: 12, Depth: 6, PathDepth: 3, Rate: 0.08, MinWeight: 2.5, L2: 3, Bins: 64, Columns: 3}

// row is an example as the boosting sees it.
type row struct {
	f      credential.Features
	y      float64
	weight float64
}

// booster grows trees, one on what the ones before it leave.
type booster struct {
	Settings
	rows  []row
	cuts  [][]float32 // by feature: upper bounds of its bins
	bin   [][]uint8   // by feature and row
	score []float64
	grad  []float64
	hess  []float64
}

// boost returns the trees of content and of paths, and the bias.
func boost(rows []row, s Settings) (content, path []credential.Tree, bias float64) {
	b := &booster{Settings: s, rows: rows, score: make([]float64, len(rows)), grad: make([]float64, len(rows)), hess: make([]float64, len(rows))}
	b.divide()
	pos, all := 0.0, 0.0
	for _, r := range rows {
		pos += r.y * r.weight
		all += r.weight
	}
	bias = math.Log((pos + 1) / (all - pos + 1))
	for i := range b.score {
		b.score[i] = bias
	}
	contentOnly, pathOnly := featureRange(0, credential.ContentFeatures), featureRange(credential.ContentFeatures, credential.AllFeatures)
	for n := range s.Trees {
		use := contentOnly
		if s.Columns > 0 {
			use = slices.DeleteFunc(slices.Clone(contentOnly), func(f int) bool { return mix(uint32(f), uint32(n))%uint32(s.Columns) == 0 })
		}
		content = append(content, b.grow(use, s.Depth))
		if s.PathEvery > 0 && n%s.PathEvery == s.PathEvery-1 {
			path = append(path, b.grow(pathOnly, s.PathDepth))
		}
	}
	return content, path, bias
}

func mix(a, b uint32) uint32 {
	h := a*2654435761 ^ b*40503
	h ^= h >> 13
	h *= 2246822519
	return h ^ h>>16
}

func featureRange(from, to int) (out []int) {
	for f := from; f < to; f++ {
		out = append(out, f)
	}
	return out
}

// divide sorts the values of each feature into bins of about the same size.
func (b *booster) divide() {
	b.cuts, b.bin = make([][]float32, credential.AllFeatures), make([][]uint8, credential.AllFeatures)
	values := make([]float32, len(b.rows))
	for f := range credential.AllFeatures {
		for i := range b.rows {
			values[i] = b.rows[i].f[f]
		}
		sorted := slices.Clone(values)
		slices.Sort(sorted)
		distinct := slices.Compact(slices.Clone(sorted))
		var cuts []float32
		if len(distinct) <= b.Bins {
			cuts = distinct
		} else {
			for k := 1; k <= b.Bins; k++ {
				cuts = append(cuts, sorted[len(sorted)*k/b.Bins-1])
			}
			cuts = slices.Compact(cuts)
		}
		b.cuts[f], b.bin[f] = cuts, make([]uint8, len(b.rows))
		for i, v := range values {
			n, _ := slices.BinarySearch(cuts, v)
			b.bin[f][i] = uint8(n)
		}
	}
}

// grow adds a tree of the features that may be used.
func (b *booster) grow(use []int, depth int) credential.Tree {
	all := make([]int, len(b.rows))
	for i, r := range b.rows {
		p := 1 / (1 + math.Exp(-b.score[i]))
		b.grad[i], b.hess[i] = (p-r.y)*r.weight, max(p*(1-p), 1e-6)*r.weight
		all[i] = i
	}
	var t credential.Tree
	b.split(&t, all, use, depth)
	return t
}

type sums struct{ g, h float64 }

func (b *booster) value(s sums) float64 { return -b.Rate * s.g / (s.h + b.L2) }

func (b *booster) gain(s sums) float64 { return s.g * s.g / (s.h + b.L2) }

// split appends the best tree of the rows in at.
func (b *booster) split(t *credential.Tree, at []int, use []int, depth int) {
	var all sums
	for _, i := range at {
		all.g += b.grad[i]
		all.h += b.hess[i]
	}
	me := len(*t)
	*t = append(*t, credential.Node{Feature: credential.Leaf, Value: float32(b.value(all))})
	best, bestFeature, bestBin := 0.15, -1, 0
	if depth > 0 && all.h >= 2*b.MinWeight {
		for _, f := range use {
			var bins [256]sums
			column := b.bin[f]
			for _, i := range at {
				s := &bins[column[i]]
				s.g += b.grad[i]
				s.h += b.hess[i]
			}
			var left sums
			for k := range len(b.cuts[f]) - 1 {
				left.g += bins[k].g
				left.h += bins[k].h
				right := sums{all.g - left.g, all.h - left.h}
				if left.h < b.MinWeight || right.h < b.MinWeight {
					continue
				}
				if g := b.gain(left) + b.gain(right) - b.gain(all); g > best+1e-9 {
					best, bestFeature, bestBin = g, f, k
				}
			}
		}
	}
	if bestFeature < 0 {
		for _, i := range at {
			b.score[i] += float64((*t)[me].Value)
		}
		return
	}
	var left, right []int
	for _, i := range at {
		if int(b.bin[bestFeature][i]) <= bestBin {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	(*t)[me].Feature, (*t)[me].Threshold = credential.Feature(bestFeature), b.cuts[bestFeature][bestBin]
	b.split(t, left, use, depth-1)
	(*t)[me].Right = uint16(len(*t))
	b.split(t, right, use, depth-1)
}
