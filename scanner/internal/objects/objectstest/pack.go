package objectstest

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/crc32"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
)

// The delta types of a pack entry.
const (
	OfsDelta objects.Type = 6
	RefDelta objects.Type = 7
)

// Entry is an entry of a pack. What is left out is written as git would; the
// rest lies as told.
type Entry struct {
	ID      objects.ID   // name in the index
	Type    objects.Type // also OfsDelta, RefDelta and what git reserves
	Content []byte       // object or delta
	Base    int          // OfsDelta: the entry, by its place
	BaseID  objects.ID   // RefDelta
	Size    uint64       // size in the header; 0: that of Content
	Stream  []byte       // in place of deflated Content
	CRC     uint32       // in the index; 0: the right one
	Offset  uint64       // in the index; 0: the right one
}

// Pack is a pack written by hand.
type Pack struct {
	Entries  []Entry
	HashSize int    // 0: 20
	Version1 bool   // of the index
	Large    bool   // all offsets of the index are in its 64-bit table
	Count    uint32 // in the pack's header; 0: len(Entries)
}

// NameOf is the name of an object.
func NameOf(hashSize int, typ objects.Type, data []byte) objects.ID {
	h := hasher(hashSize)
	fmt.Fprintf(h, "%s %d\x00", typ, len(data))
	h.Write(data)
	return objects.NewID(h.Sum(nil))
}

func hasher(size int) hash.Hash {
	if size == 32 {
		return sha256.New()
	}
	return sha1.New()
}

// Deflate compresses as git does.
func Deflate(b []byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write(b)
	_ = w.Close()
	return z.Bytes()
}

// Whole is the entry of an object that is no delta.
func Whole(typ objects.Type, content string) Entry {
	return Entry{ID: NameOf(20, typ, []byte(content)), Type: typ, Content: []byte(content)}
}

// Delta is a delta of instructions; see Copy and Insert.
func Delta(base, result int, instructions ...[]byte) []byte {
	b := binary.AppendUvarint(nil, uint64(base))
	b = binary.AppendUvarint(b, uint64(result))
	return append(b, bytes.Join(instructions, nil)...)
}

// Copy copies n bytes at offset off of the base; n is below 1<<24.
func Copy(off uint32, n int) []byte {
	return []byte{0xff, byte(off), byte(off >> 8), byte(off >> 16), byte(off >> 24), byte(n), byte(n >> 8), byte(n >> 16)}
}

// Insert inserts at most 127 bytes.
func Insert(s string) []byte { return append([]byte{byte(len(s))}, s...) }

// Write writes name.pack and name.idx into the folder.
func (p Pack) Write(t testing.TB, dir, name string) {
	t.Helper()
	pack, idx := p.Bytes()
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".pack"), pack, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".idx"), idx, 0o644))
}

// Bytes returns the pack and its index.
func (p Pack) Bytes() (pack, idx []byte) {
	if p.HashSize == 0 {
		p.HashSize = 20
	}
	if p.Count == 0 {
		p.Count = uint32(len(p.Entries))
	}
	pack = binary.BigEndian.AppendUint32([]byte("PACK\x00\x00\x00\x02"), p.Count)
	rows := make([]row, len(p.Entries))
	for i, e := range p.Entries {
		at := len(pack)
		pack = appendHeader(pack, e)
		switch e.Type {
		case OfsDelta:
			pack = append(pack, backwards(uint64(at)-rows[e.Base].at)...)
		case RefDelta:
			pack = append(pack, e.BaseID.Bytes()...)
		}
		if e.Stream == nil {
			e.Stream = Deflate(e.Content)
		}
		pack = append(pack, e.Stream...)
		rows[i] = row{e.ID, uint64(at), uint64(at), crc32.ChecksumIEEE(pack[at:])}
		if e.CRC != 0 {
			rows[i].crc = e.CRC
		}
		if e.Offset != 0 {
			rows[i].offset = e.Offset
		}
	}
	pack = seal(pack, p.HashSize)
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].id.Compare(rows[j].id) < 0 })
	return pack, p.index(rows, pack[len(pack)-p.HashSize:])
}

func appendHeader(pack []byte, e Entry) []byte {
	size := e.Size
	if size == 0 {
		size = uint64(len(e.Content))
	}
	c := byte(e.Type)<<4 | byte(size&15)
	for size >>= 4; size > 0; size >>= 7 {
		pack = append(pack, c|0x80)
		c = byte(size & 0x7f)
	}
	return append(pack, c)
}

// backwards is the offset of a base as an OfsDelta holds it.
func backwards(rel uint64) []byte {
	b := []byte{byte(rel & 0x7f)}
	for rel >>= 7; rel > 0; rel >>= 7 {
		rel--
		b = append([]byte{byte(rel&0x7f) | 0x80}, b...)
	}
	return b
}

// row is a row of an index.
type row struct {
	id     objects.ID
	at     uint64 // where the entry is
	offset uint64 // where the index says it is
	crc    uint32
}

func (p Pack) index(rows []row, trailer []byte) []byte {
	var idx []byte
	if !p.Version1 {
		idx = []byte("\xfftOc\x00\x00\x00\x02")
	}
	for b := range 256 {
		n := sort.Search(len(rows), func(i int) bool { return int(rows[i].id.Bytes()[0]) > b })
		idx = binary.BigEndian.AppendUint32(idx, uint32(n))
	}
	if p.Version1 {
		for _, r := range rows {
			idx = append(binary.BigEndian.AppendUint32(idx, uint32(r.offset)), r.id.Bytes()...)
		}
		return seal(append(idx, trailer...), p.HashSize)
	}
	var crcs, offsets, large []byte
	for _, r := range rows {
		idx = append(idx, r.id.Bytes()...)
		crcs = binary.BigEndian.AppendUint32(crcs, r.crc)
		if p.Large || r.offset >= 1<<31 {
			offsets = binary.BigEndian.AppendUint32(offsets, 1<<31|uint32(len(large)/8))
			large = binary.BigEndian.AppendUint64(large, r.offset)
		} else {
			offsets = binary.BigEndian.AppendUint32(offsets, uint32(r.offset))
		}
	}
	idx = bytes.Join([][]byte{idx, crcs, offsets, large, trailer}, nil)
	return seal(idx, p.HashSize)
}

// seal appends the checksum of a file.
func seal(b []byte, hashSize int) []byte {
	h := hasher(hashSize)
	h.Write(b)
	return h.Sum(b)
}
