// Package inflate decodes zlib streams (RFC 1950 and 1951) that are wholly in
// memory and whose size inflated is known beforehand, as those of git's packs.
//
// That is what makes it faster than a streaming reader: there is no window to
// copy from, input is taken eight bytes at a time, and the loop over symbols asks
// once per round whether there is room for all that a round can take and give.
// Streams in packs are small (the mean in rails/rails is 560 bytes), so what
// comes before the first symbol matters as much: tables of codes are made in time
// that follows the symbols that are used, and the decoder keeps their memory. The
// design is that of libdeflate; package unsafe would gain 2%.
//
// Nanoseconds a stream of Go source at level 6, against the reader of
// klauspost/compress/flate, used again for each (BenchmarkZlib, shortest passes
// on a shared AMD EPYC):
//
//	inflated   ours      MB/s   klauspost   ratio
//	60 B       252       238    512         2.0
//	300 B      1,590     189    4,698       3.0
//	2 kB       4,915     407    11,858      2.4
//	30 kB      43,308    693    103,016     2.4
//	700 kB     835,734   838    2,211,742   2.6
//
// All 1,242,388 entries of the pack of rails/rails (697 MB inflated) take 2.2 s
// against 5.1 s.
//
// The slow twins are compress/flate and klauspost/compress/flate. What is
// refused is what zlib refuses: codes that are too full, or incomplete without
// being a single one of length 1, or without an end of block.
package inflate

import (
	"encoding/binary"
	"errors"
	"hash/adler32"
	"slices"
)

// What is wrong with a stream.
var (
	ErrCorrupt   = errors.New("no valid zlib stream")
	ErrTruncated = errors.New("zlib stream is cut off")
	ErrLong      = errors.New("zlib stream holds more than expected")
	ErrShort     = errors.New("zlib stream holds less than expected")
	ErrChecksum  = errors.New("content does not match the Adler-32 of its zlib stream")
)

const (
	// firstStep is what is allocated at once on the word of a size. What is
	// larger grows as content comes in, each step doubling it.
	firstStep = 1 << 20

	// Ahead is how much behind a stream is read at most, if it is there.
	Ahead = 16

	// slack is room behind the content for copies by whole words.
	slack = 16
)

// Decoder holds the tables of a stream, so that the next one allocates nothing.
// The zero value is ready. It is not for concurrent use.
type Decoder struct {
	lit  litTable
	dist distTable
	pre  preTable

	lengths [maxSymbols]uint8  // of the codes of a dynamic block, valid for used
	used    [maxSymbols]uint16 // symbols that have a code, ascending
	sorted  [maxSymbols]uint16 // by length of code, then symbol
}

// Zlib appends to dst the size bytes that the zlib stream (RFC 1950) at the
// beginning of src holds, and returns the longer slice and how many bytes of src
// the stream takes. src may go on behind the stream, and the end goes faster if
// it does, by Ahead bytes. With check the Adler-32 is verified; without, it is
// not looked at and need not be there. After an error the content is nil.
//
// Memory follows what really inflates: size is a claim, and no more than 1 MiB
// or double the content that came out is allocated for it. Bytes between the
// length of the result and its capacity are scribbled on.
func (d *Decoder) Zlib(dst, src []byte, size int, check bool) (content []byte, n int, err error) {
	const deflate, largestWindow, presetDictionary = 8, 7, 0x20
	if len(src) < 2 {
		return nil, 0, ErrTruncated
	}
	if src[0]&15 != deflate || src[0]>>4 > largestWindow || src[1]&presetDictionary != 0 || binary.BigEndian.Uint16(src)%31 != 0 {
		return nil, 0, ErrCorrupt
	}
	s := stream{src: src, in: 2, dst: dst, start: len(dst), size: size}
	s.grow(min(size, max(firstStep, cap(dst)-len(dst)-slack)))
	if err := d.blocks(&s); err != nil {
		return nil, 0, err
	}
	if s.out < size {
		return nil, 0, ErrShort
	}
	content = s.dst[:s.start+size]
	trailer := src[s.in:]
	if check && (len(trailer) < 4 || binary.BigEndian.Uint32(trailer) != adler32.Checksum(content[s.start:])) {
		return nil, 0, ErrChecksum
	}
	return content, s.in + min(4, len(trailer)), nil
}

// stream is the state of one that is being decoded.
type stream struct {
	src  []byte
	in   int    // next byte of src
	bits uint64 // what was taken from src and not used, the next bit lowest
	n    uint   // how many; above them are zeros, or what src goes on with

	dst   []byte
	start int // where the content begins in dst

	buf   []byte // the content, and slack
	out   int    // bytes of content so far
	limit int    // len(buf) - slack
	size  int    // of all content
}

// grow makes room for limit bytes of content.
func (s *stream) grow(limit int) {
	s.limit = limit
	s.dst = slices.Grow(s.dst[:s.start+s.out], limit-s.out+slack)
	s.buf = s.dst[s.start : s.start+limit+slack]
}

// fill takes bytes from src until there are 56 bits, or src is at its end.
func (s *stream) fill() {
	if s.in+8 <= len(s.src) {
		s.bits |= binary.LittleEndian.Uint64(s.src[s.in:]) << (s.n & 63)
		s.in += int(63-s.n) >> 3
		s.n |= 56
		return
	}
	for ; s.n < 56 && s.in < len(s.src); s.in++ {
		s.bits |= uint64(s.src[s.in]) << (s.n & 63)
		s.n += 8
	}
}

// take uses n bits, at most 32, of those that fill has taken.
func (s *stream) take(n uint) (v uint, ok bool) {
	if s.n < n {
		return 0, false
	}
	v = uint(s.bits & (1<<(n&63) - 1))
	s.bits >>= n & 63
	s.n -= n
	return v, true
}

// blocks decodes to the end of the deflate stream (RFC 1951).
func (d *Decoder) blocks(s *stream) error {
	for final := uint(0); final == 0; {
		s.fill()
		head, ok := s.take(3)
		if !ok {
			return ErrTruncated
		}
		final = head & 1
		var err error
		switch head >> 1 {
		case 0:
			err = s.stored()
		case 1:
			err = s.codes(&fixed.lit, &fixed.dist)
		case 2:
			if err = d.dynamic(s); err == nil {
				err = s.codes(&d.lit, &d.dist)
			}
		default:
			err = ErrCorrupt
		}
		if err != nil {
			return err
		}
	}
	s.align()
	return nil
}

// align goes on at the next whole byte of src.
func (s *stream) align() {
	s.in -= int(s.n >> 3)
	s.bits, s.n = 0, 0
}

// stored copies a block that is not compressed.
func (s *stream) stored() error {
	s.align()
	if s.in+4 > len(s.src) {
		return ErrTruncated
	}
	length := int(binary.LittleEndian.Uint16(s.src[s.in:]))
	if length^0xffff != int(binary.LittleEndian.Uint16(s.src[s.in+2:])) {
		return ErrCorrupt
	}
	s.in += 4
	there := s.src[s.in:min(s.in+length, len(s.src))]
	switch {
	case len(there) > s.size-s.out:
		return ErrLong
	case len(there) < length:
		return ErrTruncated
	case length > s.limit-s.out:
		s.grow(min(s.size, max(2*s.limit, s.out+length)))
	}
	copy(s.buf[s.out:], there)
	s.out += length
	s.in += length
	return nil
}

// codes decodes a block that is compressed.
func (s *stream) codes(lit *litTable, dist *distTable) error {
	for {
		done, err := s.fast(lit, dist)
		if !done && err == nil {
			done, err = s.careful(lit, dist)
		}
		if done || err != nil {
			return err
		}
		s.grow(min(s.size, 2*s.limit))
	}
}
