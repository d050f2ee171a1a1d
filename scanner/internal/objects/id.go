package objects

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
)

// ID is the name of an object: 20 bytes in a SHA-1 repository, 32 in a SHA-256
// one. The zero ID names nothing. IDs are comparable.
type ID struct {
	raw  [32]byte
	size uint8
}

// NewID makes an ID of 20 or 32 raw bytes; any other length gives the zero ID.
func NewID(raw []byte) (id ID) {
	if len(raw) == 20 || len(raw) == 32 {
		id.size = uint8(copy(id.raw[:], raw))
	}
	return id
}

// ParseID reads 40 or 64 hexadecimal digits. An error does not repeat what stands
// there instead: in a broken ref that may be anything, and goes into the report.
func ParseID[T string | []byte](s T) (id ID, err error) {
	if len(s) != 40 && len(s) != 64 {
		return ID{}, fmt.Errorf("not an object id: it has %d characters, not 40 or 64", len(s))
	}
	for i := range len(s) / 2 {
		high, low := hexDigits[s[2*i]], hexDigits[s[2*i+1]]
		if high|low > 15 {
			return ID{}, errors.New("not an object id: it is not hexadecimal")
		}
		id.raw[i] = high<<4 | low
	}
	id.size = uint8(len(s) / 2)
	return id, nil
}

// hexDigits holds the value of each digit, 255 for what is none.
var hexDigits = func() (t [256]byte) {
	for c := range t {
		t[c] = 255
	}
	for v := range byte(16) {
		t["0123456789abcdef"[v]], t["0123456789ABCDEF"[v]] = v, v
	}
	return t
}()

// names reports whether id is the name that git gives to an object of that type
// and content.
func (id ID) names(typ Type, data []byte) bool {
	h := newHash(int(id.size))
	fmt.Fprintf(h, "%s %d\x00", typ, len(data))
	h.Write(data)
	var sum [32]byte
	return bytes.Equal(h.Sum(sum[:0]), id.Bytes())
}

// newHash is the hash of a repository whose names have that many bytes.
func newHash(size int) hash.Hash {
	if size == 32 {
		return sha256.New()
	}
	return sha1.New()
}

// Bytes returns the raw name; the caller must not change it.
func (id *ID) Bytes() []byte { return id.raw[:id.size] }

// String returns the name in lower-case hexadecimal.
func (id ID) String() string { return hex.EncodeToString(id.raw[:id.size]) }

// IsZero reports whether id is the zero ID or all zero bytes.
func (id ID) IsZero() bool { return id.raw == [32]byte{} }

// Compare orders IDs by their bytes.
func (id ID) Compare(other ID) int { return bytes.Compare(id.raw[:id.size], other.raw[:other.size]) }

// Type is the type of an object, with the numbers that packs use.
type Type uint8

// Object types and the two delta encodings (gitformat-pack, "pack-*.pack files").
const (
	Bad      Type = 0
	Commit   Type = 1
	Tree     Type = 2
	Blob     Type = 3
	Tag      Type = 4
	ofsDelta Type = 6
	refDelta Type = 7
)

// String returns git's name of the type.
func (t Type) String() string {
	switch t {
	case Commit:
		return "commit"
	case Tree:
		return "tree"
	case Blob:
		return "blob"
	case Tag:
		return "tag"
	}
	return "unknown"
}

// known is the type of the object whose entry has type t, Bad for a delta.
func (t Type) known() Type {
	if t > Tag {
		return Bad
	}
	return t
}

// ParseType is the inverse of Type.String; Bad for anything else.
func ParseType(s string) Type {
	for t := Commit; t <= Tag; t++ {
		if t.String() == s {
			return t
		}
	}
	return Bad
}
