package objects

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/leaksieve/leaksieve/scanner/internal/inflate"
)

var (
	errTooLarge         = errors.New("object is over the size limit")
	errDeltaChain       = errors.New("chain of deltas is too long, or a circle")
	errOutside          = errors.New("entry lies outside the pack")
	errBaseOutside      = errors.New("delta base lies outside the pack")
	errTruncated        = errors.New("entry is truncated")
	errInflate          = errors.New("entry does not inflate")
	errChecksum         = errors.New("entry does not match its checksum")
	errIndexRange       = errors.New("index points outside the pack")
	errSharedEntry      = errors.New("index has two names for one entry of the pack")
	errName             = errors.New("content is not what the object's name stands for")
	errDeltaBaseMissing = errors.New("delta has no readable base")
	errBehind           = errors.New("there are bytes behind the object")
	errNoEntry          = errors.New("there are bytes that belong to no entry")
	errSizeLie          = errors.New("entry has another size than its header says")
)

// pack is a .pack file with its index. It is safe for concurrent use.
type pack struct {
	path string
	data []byte
	idx  *index
	base uint32 // number of the first entry among the listed objects

	files [2]os.FileInfo // index and pack

	noEntry sync.Once // tells of errNoEntry

	disagrees error                 // see agrees
	fault     atomic.Pointer[error] // of reading the index
	told      atomic.Bool           // the fault was reported

	planMu  sync.Mutex
	planned *plan
	planErr error
	walked  [8]bool // types, since it was planned

	unmap []func()
}

// openPack maps a pack and its index and checks both headers. path ends in ".idx".
func openPack(path string, hashSize int) (p *pack, err error) {
	p = &pack{path: strings.TrimSuffix(path, ".idx") + ".pack"}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	idxData, info, unmap, err := mapFile(path)
	if err != nil {
		return p, err
	}
	p.files[0] = info
	p.unmap = append(p.unmap, unmap)
	if err = guarded(func() (err error) { p.idx, err = parseIndex(idxData, hashSize); return err }); err != nil {
		return p, err
	}
	if p.data, p.files[1], unmap, err = mapFile(p.path); err != nil {
		return p, err
	}
	p.unmap = append(p.unmap, unmap)
	return p, guarded(p.checkHeader)
}

func (p *pack) checkHeader() error {
	if len(p.data) < 12+p.idx.hashSize || string(p.data[:4]) != "PACK" {
		return errors.New("not a pack file")
	}
	if v := binary.BigEndian.Uint32(p.data[4:]); v != 2 && v != 3 {
		return fmt.Errorf("pack version %d is not supported", v)
	}
	p.disagrees = p.agrees()
	return nil
}

// agrees checks that pack and index were made for each other. Where they were
// not, what the index lists is still read, as far as it can be.
func (p *pack) agrees() error {
	if n := binary.BigEndian.Uint32(p.data[8:]); n != uint32(p.idx.count) {
		return fmt.Errorf("pack says that it has %d objects, its index %d", n, p.idx.count)
	}
	if !bytes.Equal(p.data[len(p.data)-p.idx.hashSize:], p.idx.packTrailer()) {
		return errors.New("pack is not the one that its index was made for")
	}
	return nil
}

// still reports whether the files at the pack's paths are those that are open.
func (p *pack) still() bool {
	for i, path := range []string{p.indexPath(), p.path} {
		if st, err := os.Stat(path); err != nil || !os.SameFile(st, p.files[i]) {
			return false
		}
	}
	return true
}

func (p *pack) indexPath() string { return strings.TrimSuffix(p.path, ".pack") + ".idx" }

func (p *pack) name() string { return filepath.Base(p.path) }

// at says where in the pack err was met.
func (p *pack) at(off int64, err error) error {
	return fmt.Errorf("%s, offset %d: %w", p.name(), off, err)
}

// offsetOf returns where the object of that raw name begins.
func (p *pack) offsetOf(name []byte) (int64, bool) {
	i, ok := p.find(name)
	if !ok {
		return 0, false
	}
	return p.idx.offset(i)
}

func (p *pack) close() {
	for _, u := range p.unmap {
		u()
	}
	p.unmap, p.data = nil, nil
}

// entry is the header of a packed object.
type entry struct {
	typ     Type
	size    int64  // inflated size of what follows: of the delta, for a delta
	data    []byte // compressed bytes, up to the next entry
	baseOff int64  // of an ofs-delta
	baseID  []byte // of a ref-delta
}

// entryAt reads the header at offset; end is where the next entry, or the
// trailer, begins.
func (p *pack) entryAt(off, end int64) (e entry, err error) {
	limit := int64(len(p.data) - p.idx.hashSize)
	if off < 12 || end > limit || off >= end {
		return e, errOutside
	}
	b := p.data[off:end]
	c := b[0]
	e.typ = Type(c >> 4 & 7)
	e.size = int64(c & 15)
	i := 1
	for shift := 4; c&0x80 != 0; shift += 7 {
		if i >= len(b) || shift > 57 {
			return e, errTruncated
		}
		c = b[i]
		i++
		e.size |= int64(c&0x7f) << shift
	}
	switch e.typ {
	case Commit, Tree, Blob, Tag:
	case ofsDelta:
		var rel int64
		for n := 0; ; n++ {
			if i >= len(b) || n > 8 {
				return e, errTruncated
			}
			c = b[i]
			i++
			rel = rel<<7 | int64(c&0x7f)
			if c&0x80 == 0 {
				break
			}
			rel++
		}
		if e.baseOff = off - rel; rel <= 0 || e.baseOff < 12 {
			return e, errBaseOutside
		}
	case refDelta:
		if i+p.idx.hashSize > len(b) {
			return e, errTruncated
		}
		e.baseID = b[i : i+p.idx.hashSize]
		i += p.idx.hashSize
	default:
		return entry{}, fmt.Errorf("entry has the reserved type %d", e.typ)
	}
	e.data = b[i:]
	if e.size > maxInflated(len(e.data)) {
		return e, errSizeLie
	}
	return e, nil
}

// header is entryAt for single reads, which do not know where the entry ends,
// with errors that say where.
func (p *pack) header(off, maxSize int64) (entry, error) {
	e, err := p.entryAt(off, int64(len(p.data)-p.idx.hashSize))
	if err == nil && e.size > maxSize {
		err = errTooLarge
	}
	if err != nil {
		err = p.at(off, err)
	}
	return e, err
}

// maxInflated is the most that n bytes of deflate can hold: 1032 to 1.
func maxInflated(n int) int64 { return int64(n)*1032 + 64 }

// inflater decompresses the streams of entries, reusing its tables. Not for
// concurrent use.
type inflater struct {
	d    inflate.Decoder
	rest int // bytes behind the last stream
}

// inflate appends to dst the size bytes that the zlib stream z holds. With
// check, the stream's own Adler-32 is verified.
//
// What lies behind z in its pack may be read too: inflating is faster where the
// end of input is far, small entries by a fifth. It must not show, so what does
// not end within z is tried again without.
func (f *inflater) inflate(dst, z []byte, size int64, check bool) ([]byte, error) {
	if int64(int(size)) != size {
		return nil, errTooLarge
	}
	content, n, err := f.d.Zlib(dst, z[:min(len(z)+inflate.Ahead, cap(z))], int(size), check)
	if err != nil || n > len(z) {
		content, n, err = f.d.Zlib(dst, z, int(size), check)
	}
	f.rest = len(z) - n
	switch {
	case err == nil:
		return content, nil
	case errors.Is(err, inflate.ErrLong), errors.Is(err, inflate.ErrShort):
		return nil, errSizeLie
	case errors.Is(err, inflate.ErrChecksum):
		return nil, errChecksum
	}
	return nil, errInflate
}

// crcMatches checks entry number num, from off to end, against the CRC of a
// version 2 index, which is faster than Adler-32 and covers the header too.
func (p *pack) crcMatches(num int, off, end int64) bool {
	want, ok := p.idx.crc(num)
	return ok && crc32.ChecksumIEEE(p.data[off:end]) == want
}

// packFiles lists the indexes in dir, sorted, and the packs that have none. As
// for git, every name that ends in .idx will do.
func packFiles(dir string) (indexes, lone []string, err error) {
	list, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, nil
	}
	indexed := map[string]bool{}
	for _, d := range list { // what was listed before an error too
		if name, ok := strings.CutSuffix(d.Name(), ".idx"); ok {
			indexes = append(indexes, filepath.Join(dir, d.Name()))
			indexed[name] = true
		}
	}
	for _, d := range list {
		if name, ok := strings.CutSuffix(d.Name(), ".pack"); ok && !indexed[name] {
			lone = append(lone, filepath.Join(dir, d.Name()))
		}
	}
	return indexes, lone, err
}
