package inflate

import (
	"encoding/binary"
	"hash/adler32"
	"math/bits"
	"math/rand"
)

// bitWriter writes deflate streams that no compressor would.
type bitWriter struct {
	b    []byte
	free uint // bits of the last byte that are not used
}

func newBits() *bitWriter { return &bitWriter{b: []byte{0x78, 0x9c}} }

// bits writes the low n bits of v, the lowest first.
func (w *bitWriter) bits(v, n int) *bitWriter {
	for ; n > 0; n, v = n-1, v>>1 {
		if w.free == 0 {
			w.b, w.free = append(w.b, 0), 8
		}
		w.b[len(w.b)-1] |= byte(v&1) << (8 - w.free)
		w.free--
	}
	return w
}

// bytes goes to the next whole byte and writes b.
func (w *bitWriter) bytes(b ...byte) *bitWriter {
	w.b, w.free = append(w.b, b...), 0
	return w
}

func (w *bitWriter) stored(final int, content []byte) *bitWriter {
	w.bits(final, 1).bits(0, 2)
	n := len(content)
	return w.bytes(byte(n), byte(n>>8), byte(^n), byte(^n>>8)).bytes(content...)
}

// close adds the checksum of content.
func (w *bitWriter) close(content []byte) []byte {
	return binary.BigEndian.AppendUint32(w.b, adler32.Checksum(content))
}

// code is a canonical Huffman code, by its lengths.
type code []int

// put writes a symbol's code, which comes with its first bit first.
func (w *bitWriter) put(c code, symbol int) *bitWriter {
	v := 0
	for l := 1; l <= c[symbol]; l++ {
		v <<= 1
		for s, other := range c {
			if other == l && (l < c[symbol] || s < symbol) {
				v++
			}
		}
	}
	return w.bits(int(bits.Reverse64(uint64(v))>>(64-c[symbol])), c[symbol])
}

// dynamic writes the head of a block: the lengths one by one, in four bits each.
func (w *bitWriter) dynamic(final int, lit, dist code) *bitWriter {
	w.bits(final, 1).bits(2, 2).bits(len(lit)-257, 5).bits(len(dist)-1, 5).bits(15, 4)
	pre := make(code, 19)
	for i := range 16 {
		pre[i] = 4
	}
	for _, s := range preOrder {
		w.bits(pre[s], 3)
	}
	for _, l := range append(append(code{}, lit...), dist...) {
		w.put(pre, l)
	}
	return w
}

// lengths returns a code of n symbols with those lengths.
func lengths(n int, of map[int]int) code {
	c := make(code, n)
	for s, l := range of {
		c[s] = l
	}
	return c
}

// randomCode is a complete code of n symbols, some of them without a code;
// those in must have one.
func randomCode(r *rand.Rand, n int, must ...int) code {
	leaves := []int{1, 1}
	for want := 2 + r.Intn(n-1); len(leaves) < want; {
		i := r.Intn(len(leaves))
		if r.Intn(3) > 0 {
			i = len(leaves) - 1 // deep
		}
		if leaves[i] == maxCode {
			i = r.Intn(len(leaves))
		}
		if leaves[i] < maxCode {
			leaves[i]++
			leaves = append(leaves, leaves[i])
		}
	}
	c := make(code, n)
	symbols := r.Perm(n)
	for _, m := range must {
		for i, s := range symbols {
			if s == m {
				symbols[0], symbols[i] = symbols[i], symbols[0]
			}
		}
	}
	for i, l := range leaves {
		c[symbols[i]] = l
	}
	return c
}

// randomStream is of blocks of all types, with codes as bad as they can be.
func randomStream(r *rand.Rand) []byte {
	w := newBits()
	out := 0
	fixedLit := make(code, 288)
	for i := range fixedLit {
		fixedLit[i] = int(fixed.lengths[i])
	}
	fixedDist := make(code, 30)
	for i := range fixedDist {
		fixedDist[i] = 5
	}
	for last := 0; last == 0; {
		last = r.Intn(2)
		lit, dist := fixedLit, fixedDist
		switch r.Intn(5) {
		case 0:
			content := make([]byte, r.Intn(300))
			r.Read(content)
			w.stored(last, content)
			out += len(content)
			continue
		case 1:
			w.bits(last, 1).bits(1, 2)
		default:
			lit, dist = randomCode(r, 257+r.Intn(30), endOfBlock), randomCode(r, 2+r.Intn(29))
			w.dynamic(last, lit, dist)
		}
		for range r.Intn(400) {
			s := r.Intn(len(lit))
			if lit[s] == 0 || s == endOfBlock || s >= maxLit {
				continue
			}
			if s > endOfBlock {
				d := r.Intn(len(dist))
				base, extra := int(distSymbols[d]>>16), int(distSymbols[d]&63)
				more := r.Intn(1 << extra)
				if dist[d] == 0 || base+more > out {
					continue
				}
				lengthExtra := int(litSymbols[s] & 63)
				moreLength := r.Intn(1 << lengthExtra)
				w.put(lit, s).bits(moreLength, lengthExtra).put(dist, d).bits(more, extra)
				out += int(litSymbols[s]>>16) + moreLength
				continue
			}
			w.put(lit, s)
			out++
		}
		w.put(lit, endOfBlock)
	}
	return w.b
}
