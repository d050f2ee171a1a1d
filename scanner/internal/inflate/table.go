package inflate

import "math/bits"

// The first bits of a code lead to an entry of a table, which is that of a
// symbol, or of a further table for the bits that follow. Sizes are the largest
// that complete codes of 15 bits can need (zlib's examples/enough.c: 1334 for 286
// symbols and 10 bits, 400 for 30 and 8), rounded up to powers of two, so that a
// mask takes the place of a bounds check.
const (
	litBits  = 10
	distBits = 8
	preBits  = 7
	maxCode  = 15

	maxLit     = 286 // symbols of literals and lengths in a dynamic block
	maxDist    = 30
	maxSymbols = 320
	endOfBlock = 256
)

type (
	litTable  [2048]uint32
	distTable [512]uint32
	preTable  [1 << preBits]uint32
)

// An entry, from its lowest bit:
//
//	0-5    bits to use: the code's, or what is left of it in a further table, and the extra ones
//	8-11   bits of the code alone; for a further table, the bits that choose in it
//	13-15  flags
//	16-30  literal, base of length or distance, or index of the further table
//	31     literal
const (
	end     = 1 << 13
	further = 1 << 14
	special = 1 << 15 // neither literal nor length nor distance; without end and further it is invalid
	literal = 1 << 31
)

// litSymbols, distSymbols and preSymbols are the entries of symbols, without the
// length of their codes.
var litSymbols, distSymbols, preSymbols = symbols()

func symbols() (lit [288]uint32, dist [32]uint32, pre [19]uint32) {
	for i := range lit {
		lit[i] = special
	}
	for i := range endOfBlock {
		lit[i] = literal | uint32(i)<<16
	}
	lit[endOfBlock] = special | end
	for i, base := 0, uint32(3); i < 28; i++ {
		extra := uint32(max(0, i/4-1))
		lit[endOfBlock+1+i] = base<<16 | extra
		base += 1 << extra
	}
	lit[maxLit-1] = 258 << 16
	for i := range dist {
		dist[i] = special
	}
	for i, base := 0, uint32(1); i < maxDist; i++ {
		extra := uint32(max(0, i/2-1))
		dist[i] = base<<16 | extra
		base += 1 << extra
	}
	for i := range pre {
		pre[i] = uint32(i) << 16
	}
	return lit, dist, pre
}

// fixed has the tables of the blocks with codes that the RFC fixes.
var fixed = func() *Decoder {
	d := new(Decoder)
	for i := range 288 + 32 {
		d.used[i] = uint16(i)
		switch {
		case i < 144:
			d.lengths[i] = 8
		case i < 256:
			d.lengths[i] = 9
		case i < 280:
			d.lengths[i] = 7
		case i < 288:
			d.lengths[i] = 8
		default:
			d.lengths[i] = 5
		}
	}
	if !d.build(d.lit[:], litBits, d.used[:288], 0, litSymbols[:]) || !d.build(d.dist[:], distBits, d.used[288:], 288, distSymbols[:]) {
		panic("inflate: fixed codes")
	}
	return d
}()

// build makes the table of a canonical code (RFC 1951, 3.2.2) whose first level
// has tableBits. used are the symbols that have a code, first the number of the
// first that could, symbols their entries. It reports whether the code is one:
// no two symbols share a code, and all codes are used, unless there is none or a
// single one of length 1.
//
// Symbols come in the order of their codes. Each is written once for its length,
// and the table doubled by copying at each longer one.
func (d *Decoder) build(table []uint32, tableBits int, used []uint16, first int, symbols []uint32) bool {
	var count, next [maxCode + 1]int
	for _, u := range used {
		count[d.lengths[u]&maxCode]++
	}
	sum, space := 0, 0
	for l := 1; l <= maxCode; l++ {
		next[l] = sum
		sum += count[l]
		space += count[l] << (maxCode - l)
	}
	if space != 1<<maxCode {
		return d.incomplete(table, tableBits, used, first, symbols)
	}
	sorted := &d.sorted
	for _, u := range used {
		l := d.lengths[u] & maxCode
		sorted[next[l]] = u - uint16(first)
		next[l]++
	}

	at, code, l := 0, 0, 1
	for ; l <= tableBits; l++ {
		size := 1 << l
		copy(table[size/2:size], table[:size/2])
		for range count[l] {
			table[code] = entry(symbols[sorted[at]], l)
			at++
			if code == size-1 {
				for ; size < 1<<tableBits; size *= 2 {
					copy(table[size:2*size], table[:size])
				}
				return true
			}
			code = increment(code, l)
		}
	}
	d.furtherTables(table, tableBits, code, sorted[at:sum], &count, symbols)
	return true
}

// entry is that of a symbol whose code, or what is left of it, has l bits.
func entry(symbol uint32, l int) uint32 { return symbol + uint32(l)*0x101 }

// increment adds one to a code of l bits that is stored with its first bit
// lowest, and that is not all ones.
func increment(code, l int) int {
	bit := 1 << (bits.Len(uint(code^(1<<l-1))) - 1)
	return code&(bit-1) | bit
}

// furtherTables makes the tables of codes with more than tableBits bits, of which
// code is the first.
func (d *Decoder) furtherTables(table []uint32, tableBits, code int, sorted []uint16, count *[maxCode + 1]int, symbols []uint32) {
	l := tableBits + 1
	prefix, start, stop := -1, 0, 1<<tableBits
	left := count[l]
	for _, s := range sorted {
		for left == 0 {
			l++
			left = count[l]
		}
		if p := code & (1<<tableBits - 1); p != prefix {
			prefix, start = p, stop
			width := l - tableBits
			for space := left; space < 1<<width; width++ {
				space = space<<1 + count[tableBits+width+1]
			}
			stop = start + 1<<width
			table[prefix] = uint32(start)<<16 | special | further | uint32(width)<<8 | uint32(tableBits)
		}
		e := entry(symbols[s], l-tableBits)
		for i := start + code>>tableBits; i < stop; i += 1 << (l - tableBits) {
			table[i] = e
		}
		left--
		if code != 1<<l-1 {
			code = increment(code, l)
		}
	}
}

// incomplete makes the table of a code that is none, or one of a single bit.
func (d *Decoder) incomplete(table []uint32, tableBits int, used []uint16, first int, symbols []uint32) bool {
	if len(used) > 1 || len(used) == 1 && d.lengths[used[0]] != 1 {
		return false
	}
	for i := range 1 << tableBits {
		table[i] = special
		if len(used) == 1 && i&1 == 0 {
			table[i] = entry(symbols[int(used[0])-first], 1)
		}
	}
	return true
}
