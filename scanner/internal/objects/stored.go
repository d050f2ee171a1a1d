package objects

import (
	"bytes"
	"encoding/binary"
	"io"

	"github.com/klauspost/compress/zlib"
)

// Stored returns what kind of store content is that git keeps objects or refs in,
// compressed or packed, by its beginning: "pack", "bundle", "loose object" or
// "reftable"; "" for anything else. What is in these cannot be searched as text.
//
// Formats: gitformat-pack(5), gitformat-bundle(5), and in git's source
// Documentation/technical/reftable.txt.
func Stored(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("# v2 git bundle\n")), bytes.HasPrefix(head, []byte("# v3 git bundle\n")):
		return "bundle"
	case versioned(head, "PACK", 2, 3):
		return "pack"
	case len(head) >= 5 && string(head[:4]) == "REFT" && (head[4] == 1 || head[4] == 2):
		return "reftable"
	case isLoose(head):
		return "loose object"
	}
	return ""
}

func versioned(head []byte, magic string, from, to uint32) bool {
	if len(head) < 8 || string(head[:4]) != magic {
		return false
	}
	v := binary.BigEndian.Uint32(head[4:])
	return from <= v && v <= to
}

// isLoose reports whether content is zlib over "type size\x00…".
func isLoose(head []byte) bool {
	if len(head) < 2 || head[0]&0x0f != 8 || binary.BigEndian.Uint16(head)%31 != 0 {
		return false // as most is not: this is much cheaper than the rest
	}
	z, err := zlib.NewReader(bytes.NewReader(head[:min(len(head), 1024)]))
	if err != nil {
		return false
	}
	defer z.Close()
	text := make([]byte, maxLooseHeader)
	n, _ := io.ReadFull(z, text) // what comes before an error counts
	_, _, _, err = parseLooseHeader(text[:n])
	return err == nil
}
