package objects

import (
	"errors"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var (
	errDeltaTruncated = errors.New("delta is truncated")
	errDeltaBase      = errors.New("delta was made for a base of another size")
	errDeltaRange     = errors.New("delta copies from outside its base")
	errDeltaSize      = errors.New("delta makes an object of another size than it says")
	errDeltaReserved  = errors.New("delta has a reserved instruction")
)

// deltaSizes reads the sizes of base and result that a delta begins with.
func deltaSizes(delta []byte) (base, result uint64, rest []byte, err error) {
	if base, delta, err = deltaVarint(delta); err != nil {
		return
	}
	result, rest, err = deltaVarint(delta)
	return
}

func deltaVarint(b []byte) (uint64, []byte, error) {
	var v uint64
	for i := 0; i < len(b) && i < 9; i++ {
		v |= uint64(b[i]&0x7f) << (7 * i)
		if b[i]&0x80 == 0 {
			return v, b[i+1:], nil
		}
	}
	return 0, nil, errDeltaTruncated
}

// maxCopies bounds what is told of copies: a delta of a few KB, packed, can copy
// millions of single bytes. What is not told is searched like what was inserted.
const maxCopies = 1 << 20

// applyDelta appends to dst the object that delta makes of base
// (gitformat-pack, "Deltified representation"). limit bounds the size of the
// result. dst must not overlap base. With copies, what was copied is appended to
// it, one entry for copies that follow one another in both, up to maxCopies.
func applyDelta(dst, base, delta []byte, limit int64, copies *[]leak.Copy) ([]byte, error) {
	baseSize, size, d, err := deltaSizes(delta)
	if err != nil {
		return nil, err
	}
	if baseSize != uint64(len(base)) {
		return nil, errDeltaBase
	}
	if size > uint64(limit) {
		return nil, errTooLarge
	}
	start := len(dst)
	// A result is at most as long as its instructions can make it; grow in
	// steps rather than believing the claim.
	if need := int(min(size, uint64(len(base)+len(delta)))); cap(dst)-start < need {
		dst = append(make([]byte, 0, start+need), dst...)
	}
	for len(d) > 0 {
		op := d[0]
		d = d[1:]
		switch {
		case op&0x80 != 0:
			var off, n uint32
			for i := range 4 {
				if op&(1<<i) != 0 {
					if len(d) == 0 {
						return nil, errDeltaTruncated
					}
					off |= uint32(d[0]) << (8 * i)
					d = d[1:]
				}
			}
			for i := range 3 {
				if op&(0x10<<i) != 0 {
					if len(d) == 0 {
						return nil, errDeltaTruncated
					}
					n |= uint32(d[0]) << (8 * i)
					d = d[1:]
				}
			}
			if n == 0 {
				n = 0x10000
			}
			if uint64(off)+uint64(n) > uint64(len(base)) {
				return nil, errDeltaRange
			}
			if copies != nil && len(*copies) < maxCopies {
				*copies = appendCopy(*copies, leak.Copy{At: len(dst) - start, From: int(off), Len: int(n)})
			}
			dst = append(dst, base[off:uint64(off)+uint64(n)]...)
		case op != 0:
			if int(op) > len(d) {
				return nil, errDeltaTruncated
			}
			dst = append(dst, d[:op]...)
			d = d[op:]
		default:
			return nil, errDeltaReserved
		}
		if uint64(len(dst)-start) > size {
			return nil, errDeltaSize
		}
	}
	if uint64(len(dst)-start) != size {
		return nil, errDeltaSize
	}
	return dst, nil
}

func appendCopy(copies []leak.Copy, c leak.Copy) []leak.Copy {
	if i := len(copies) - 1; i >= 0 && copies[i].At+copies[i].Len == c.At && copies[i].From+copies[i].Len == c.From {
		copies[i].Len += c.Len
		return copies
	}
	return append(copies, c)
}
