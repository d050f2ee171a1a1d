package objects

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
)

// index is a pack's .idx file, version 1 or 2 (gitformat-pack, "pack-*.idx
// files have the following format"). Entries are numbered by the order of their
// names. It is immutable and safe for concurrent use.
type index struct {
	data     []byte
	hashSize int
	count    int
	version  int
	fanout   [257]uint32 // fanout[b] is the first entry whose name begins with b or more
	names    int         // where the tables begin in data
	crcs     int
	offsets  int
	large    int
}

var idxMagic = []byte{0xff, 't', 'O', 'c'}

// parseIndex checks all that later look-ups rely on: that the tables lie inside
// the file and that the fan-out does not decrease.
func parseIndex(data []byte, hashSize int) (*index, error) {
	x := &index{data: data, hashSize: hashSize, version: 1}
	at := 0
	if bytes.HasPrefix(data, idxMagic) {
		if len(data) < 8 {
			return nil, fmt.Errorf("index is truncated: %d bytes", len(data))
		}
		x.version = int(binary.BigEndian.Uint32(data[4:]))
		if x.version != 2 {
			return nil, fmt.Errorf("index version %d is not supported", x.version)
		}
		at = 8
	}
	if len(data) < at+256*4+2*hashSize {
		return nil, fmt.Errorf("index is truncated: %d bytes", len(data))
	}
	for i := range 256 {
		x.fanout[i+1] = binary.BigEndian.Uint32(data[at+4*i:])
		if x.fanout[i+1] < x.fanout[i] {
			return nil, fmt.Errorf("index fan-out decreases at %#02x", i)
		}
	}
	n := int64(x.fanout[256])
	x.count = int(n)
	x.names = at + 256*4
	body := int64(len(data)) - int64(x.names) - 2*int64(hashSize)
	if x.version == 1 {
		if body < n*int64(4+hashSize) {
			return nil, fmt.Errorf("index is truncated: %d entries do not fit in %d bytes", n, len(data))
		}
		return x, nil
	}
	if body < n*int64(hashSize+8) {
		return nil, fmt.Errorf("index is truncated: %d entries do not fit in %d bytes", n, len(data))
	}
	x.crcs = x.names + x.count*hashSize
	x.offsets = x.crcs + x.count*4
	x.large = x.offsets + x.count*4
	return x, nil
}

// name returns the raw name of entry i, a slice of the file.
func (x *index) name(i int) []byte {
	if x.version == 1 {
		p := x.names + i*(4+x.hashSize) + 4
		return x.data[p : p+x.hashSize]
	}
	p := x.names + i*x.hashSize
	return x.data[p : p+x.hashSize]
}

// offset returns where entry i begins in the pack; false when the index points
// outside its own table of large offsets.
func (x *index) offset(i int) (int64, bool) {
	if x.version == 1 {
		return int64(binary.BigEndian.Uint32(x.data[x.names+i*(4+x.hashSize):])), true
	}
	o := binary.BigEndian.Uint32(x.data[x.offsets+4*i:])
	if o&0x80000000 == 0 {
		return int64(o), true
	}
	p := x.large + 8*int(o&0x7fffffff)
	if p < 0 || p+8 > len(x.data)-2*x.hashSize {
		return 0, false
	}
	v := binary.BigEndian.Uint64(x.data[p:])
	return int64(v), v < 1<<62
}

// crc returns the CRC-32 of entry i's packed bytes; false in a version 1 index.
func (x *index) crc(i int) (uint32, bool) {
	if x.version == 1 {
		return 0, false
	}
	return binary.BigEndian.Uint32(x.data[x.crcs+4*i:]), true
}

// find returns the entry of that raw name, the first where a pack has the
// object more than once. Names are hashes, so that their digits tell about where
// an entry stands: the search begins there and widens until it has the name
// between its ends.
func (x *index) find(name []byte) (int, bool) {
	if len(name) != x.hashSize {
		return 0, false
	}
	first, end := int(x.fanout[name[0]]), int(x.fanout[int(name[0])+1])
	if first >= end {
		return first, false
	}
	less := func(i int) bool { return bytes.Compare(x.name(i), name) < 0 }
	at := first + int(uint64(end-first)*uint64(binary.BigEndian.Uint32(name[1:]))>>32)
	lo, hi := first, end // every entry below lo is less, none from hi on
	if less(at) {
		for lo = at + 1; lo < end; {
			next := min(end-1, lo+2*(lo-at))
			if !less(next) {
				hi = next
				break
			}
			lo = next + 1
		}
	} else {
		for hi = at; hi > first; {
			next := max(first, hi-1-2*(at-hi))
			if less(next) {
				lo = next + 1
				break
			}
			hi = next
		}
	}
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if less(mid) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < end && bytes.Equal(x.name(lo), name)
}

// repeats reports whether entry i has the name of the one before.
func (x *index) repeats(i int) bool { return i > 0 && bytes.Equal(x.name(i-1), x.name(i)) }

// packTrailer is the checksum of the pack that the index was made for.
func (x *index) packTrailer() []byte {
	return x.data[len(x.data)-2*x.hashSize : len(x.data)-x.hashSize]
}

// check verifies the index as a whole: its own checksum, and that look-ups find
// what it lists.
func (x *index) check() error {
	body, sum := x.data[:len(x.data)-x.hashSize], x.data[len(x.data)-x.hashSize:]
	h := newHash(x.hashSize)
	h.Write(body)
	if !bytes.Equal(h.Sum(nil), sum) {
		return errors.New("index does not match its checksum")
	}
	for i := range x.count {
		if name := x.name(i); i > 0 && bytes.Compare(x.name(i-1), name) > 0 ||
			i < int(x.fanout[name[0]]) || i >= int(x.fanout[int(name[0])+1]) {
			return errors.New("index is not sorted")
		}
	}
	return nil
}

// withPrefix calls yield for each entry whose hexadecimal name begins with
// prefix (lower case), until yield returns false.
func (x *index) withPrefix(prefix string, yield func(i int) bool) {
	i := sort.Search(x.count, func(i int) bool { return NewID(x.name(i)).String() >= prefix })
	for ; i < x.count; i++ {
		if s := NewID(x.name(i)).String(); len(s) < len(prefix) || s[:len(prefix)] != prefix || !yield(i) {
			return
		}
	}
}
