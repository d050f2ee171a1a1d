package credential

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Node is a node of a decision tree. Its children follow in preorder: that for less
// or equal directly behind it, the other at Right. A leaf has Feature Leaf.
type Node struct {
	Feature   Feature
	Threshold float32
	Right     uint16
	Value     float32 // what the tree adds if it ends here; at inner nodes what it would, for Explain
}

// Leaf marks a leaf.
const Leaf Feature = 255

// Tree is a decision tree.
type Tree []Node

// Model says how likely a candidate is a credential: the sum of its trees is the
// logarithm of the odds. It is immutable and safe for concurrent use.
type Model struct {
	Language *Language
	Bias     float64
	Content  []Tree // of content alone
	Path     []Tree // of the path alone
	Low      float64
	Medium   float64 // least sums of the levels of confidence
	High     float64
	maxPath  float64
}

func (t Tree) at(f *Features) float64 {
	i := 0
	for {
		n := &t[i]
		if n.Feature == Leaf {
			return float64(n.Value)
		}
		if f[n.Feature] <= n.Threshold {
			i++
		} else {
			i = int(n.Right)
		}
	}
}

// ContentScore returns what the content of a candidate says.
func (m *Model) ContentScore(c *Candidate) float64 {
	var f Features
	m.Language.Describe(c, &f)
	sum := m.Bias
	for _, t := range m.Content {
		sum += t.at(&f)
	}
	return sum
}

// PathScore returns what is added for the path that a candidate stands at, "" for one
// that is not known: for the value of a name, without quotes or with them, or for one
// in a URL, a header or a command.
func (m *Model) PathScore(path string, named, bare bool) float64 {
	if path == "" {
		return 0
	}
	var f Features
	DescribePath(path, bare, &f)
	sum := 0.0
	for _, t := range m.Path {
		sum += t.at(&f)
	}
	if named && f[fLocalePath]+f[fGenerated] > 0 {
		sum -= noCredential
	}
	return sum
}

// noCredential is what is taken off in files of translations, where the word for it
// stands beside "password", and in those that a program writes: lock files, source
// maps, minified code.
const noCredential = 6

// MaxPathScore is the most that PathScore returns.
func (m *Model) MaxPathScore() float64 { return m.maxPath }

// Confidence returns the level of a score, "" for what is no credential.
func (m *Model) Confidence(score float64) leak.Confidence {
	switch {
	case score >= m.High:
		return leak.ConfidenceHigh
	case score >= m.Medium:
		return leak.ConfidenceMedium
	case score >= m.Low:
		return leak.ConfidenceLow
	}
	return ""
}

// Threshold returns the least score of a level.
func (m *Model) Threshold(level leak.Confidence) float64 {
	switch level {
	case leak.ConfidenceHigh:
		return m.High
	case leak.ConfidenceMedium:
		return m.Medium
	}
	return m.Low
}

// the format of a model: magic, the number of features, the language, the numbers
// of trees and the trees, all in little-endian order.
var magic = []byte("leaksieve credential model 1\n")

// Encode returns the model as Decode reads it.
func (m *Model) Encode() []byte {
	var b bytes.Buffer
	b.Write(magic)
	put := func(v any) { _ = binary.Write(&b, binary.LittleEndian, v) } // a buffer takes all
	put(uint16(allFeatures))
	put(m.Language.words)
	put(m.Language.grams)
	put([]float64{m.Bias, m.Low, m.Medium, m.High})
	for _, trees := range [][]Tree{m.Content, m.Path} {
		put(uint32(len(trees)))
		for _, t := range trees {
			put(uint16(len(t)))
			for _, n := range t {
				put(n.Feature)
				if n.Feature != Leaf {
					put(n.Threshold)
					put(n.Right)
				}
				put(n.Value)
			}
		}
	}
	return b.Bytes()
}

var errModel = errors.New("not a model of this version")

// Decode reads what Encode returns.
func Decode(data []byte) (*Model, error) {
	rest, ok := bytes.CutPrefix(data, magic)
	if !ok {
		return nil, errModel
	}
	d := decoder{rest: rest}
	if d.u16() != uint16(allFeatures) {
		return nil, fmt.Errorf("%w: other features", errModel)
	}
	m := &Model{Language: &Language{}}
	for i := range m.Language.words {
		m.Language.words[i] = d.u64()
	}
	copy(m.Language.grams[:], d.take(len(m.Language.grams)))
	m.Bias, m.Low, m.Medium, m.High = d.f64(), d.f64(), d.f64(), d.f64()
	for _, trees := range []*[]Tree{&m.Content, &m.Path} {
		for range min(d.u32(), uint32(len(d.rest))) {
			t := make(Tree, 0, min(int(d.u16()), len(d.rest)))
			for range cap(t) {
				n := Node{Feature: d.u8()}
				if n.Feature != Leaf {
					n.Threshold, n.Right = d.f32(), d.u16()
				}
				n.Value = d.f32()
				t = append(t, n)
			}
			if err := t.check(); err != nil {
				return nil, err
			}
			*trees = append(*trees, t)
		}
	}
	if d.short || len(d.rest) > 0 {
		return nil, fmt.Errorf("%w: its length is wrong", errModel)
	}
	for _, t := range m.Path {
		most := math.Inf(-1)
		for _, n := range t {
			if n.Feature == Leaf {
				most = max(most, float64(n.Value))
			}
		}
		m.maxPath += most
	}
	return m, nil
}

// check reports a tree that would lead astray.
func (t Tree) check() error {
	if len(t) == 0 || t[len(t)-1].Feature != Leaf {
		return fmt.Errorf("%w: a tree without end", errModel)
	}
	for i, n := range t {
		if n.Feature != Leaf && (n.Feature >= allFeatures || int(n.Right) <= i+1 || int(n.Right) >= len(t)) {
			return fmt.Errorf("%w: a branch that leads nowhere", errModel)
		}
	}
	return nil
}

// decoder reads numbers; short is set when there are too few bytes.
type decoder struct {
	rest  []byte
	short bool
}

func (d *decoder) take(n int) []byte {
	if len(d.rest) < n {
		d.short = true
		return make([]byte, n)
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

func (d *decoder) u8() uint8    { return d.take(1)[0] }
func (d *decoder) u16() uint16  { return binary.LittleEndian.Uint16(d.take(2)) }
func (d *decoder) u32() uint32  { return binary.LittleEndian.Uint32(d.take(4)) }
func (d *decoder) u64() uint64  { return binary.LittleEndian.Uint64(d.take(8)) }
func (d *decoder) f32() float32 { return math.Float32frombits(d.u32()) }
func (d *decoder) f64() float64 { return math.Float64frombits(d.u64()) }

//go:embed model.bin
var embedded []byte

// Default returns the model of this version.
var Default = sync.OnceValue(func() *Model {
	m, err := Decode(embedded)
	if err != nil {
		panic("credential: the embedded model: " + err.Error()) // a test decodes it
	}
	return m
})

// Score is what the model says of a candidate that stands at path.
func (m *Model) Score(c *Candidate, path string) float64 {
	return m.ContentScore(c) + m.PathScore(path, c.Named(), c.Bare())
}
