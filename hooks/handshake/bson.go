package handshake

import (
	"bytes"
	"encoding/binary"
	"math"
)

// The part of BSON, https://bsonspec.org/spec.html, that a login needs.

type bsonField struct {
	name  string
	value any // int32, bool, string, []byte or bsonDoc
}

type bsonDoc []bsonField

func (d bsonDoc) encode() []byte {
	b := make([]byte, 4)
	for _, f := range d {
		at := len(b)
		b = append(append(append(b, 0), f.name...), 0)
		switch v := f.value.(type) {
		case int32:
			b[at] = 0x10
			b = binary.LittleEndian.AppendUint32(b, uint32(v))
		case bool:
			b[at] = 0x08
			b = append(b, map[bool]byte{true: 1}[v])
		case string:
			b[at] = 0x02
			b = append(append(binary.LittleEndian.AppendUint32(b, uint32(len(v)+1)), v...), 0)
		case []byte:
			b[at] = 0x05
			b = append(append(binary.LittleEndian.AppendUint32(b, uint32(len(v))), 0), v...)
		case bsonDoc:
			b[at] = 0x03
			b = append(b, v.encode()...)
		}
	}
	b = append(b, 0)
	binary.LittleEndian.PutUint32(b, uint32(len(b)))
	return b
}

// bsonReply has of a document the numbers (float64), texts, bytes and arrays (as
// bsonReply) by name; the rest is passed over.
type bsonReply map[string]any

func (r bsonReply) number(name string) int {
	n, _ := r[name].(float64)
	return int(n)
}

func (r bsonReply) bytes(name string) []byte {
	b, _ := r[name].([]byte)
	return b
}

func (r bsonReply) texts(name string) []string {
	var out []string
	list, _ := r[name].(bsonReply)
	for _, v := range list {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// decodeBSON reads a document; of those in it only arrays of the first level.
func decodeBSON(b []byte) (bsonReply, error) { return decodeBSONDepth(b, 1) }

func decodeBSONDepth(b []byte, depth int) (bsonReply, error) {
	if len(b) < 5 || int(binary.LittleEndian.Uint32(b)) != len(b) || b[len(b)-1] != 0 {
		return nil, errProtocol
	}
	out := bsonReply{}
	for b = b[4 : len(b)-1]; len(b) > 0; {
		kind := b[0]
		name, rest, ok := bytes.Cut(b[1:], []byte{0})
		n, fits := bsonSize(kind, rest)
		if !ok || !fits || n > len(rest) {
			return nil, errProtocol
		}
		if v := bsonValue(kind, rest[:n], depth); v != nil {
			out[string(name)] = v
		}
		b = rest[n:]
	}
	return out, nil
}

// bsonSize returns how many bytes a value takes; false if that cannot be.
func bsonSize(kind byte, b []byte) (int, bool) {
	switch kind {
	case 0x0a, 0xff, 0x7f: // null, the least and the greatest key
		return 0, true
	case 0x08: // boolean
		return 1, true
	case 0x10: // int32
		return 4, true
	case 0x01, 0x09, 0x11, 0x12: // double, date, timestamp, int64
		return 8, true
	case 0x07: // object id
		return 12, true
	case 0x13: // decimal
		return 16, true
	}
	if len(b) < 4 {
		return 0, false
	}
	n := int(int32(binary.LittleEndian.Uint32(b)))
	switch kind {
	case 0x02, 0x0d, 0x0e: // text, code, symbol
		n += 4
	case 0x05: // bytes
		n += 5
	case 0x03, 0x04: // document, array
	default:
		return 0, false
	}
	return n, n >= 5
}

func bsonValue(kind byte, b []byte, depth int) any {
	switch kind {
	case 0x01:
		return math.Float64frombits(binary.LittleEndian.Uint64(b))
	case 0x10:
		return float64(int32(binary.LittleEndian.Uint32(b)))
	case 0x12:
		return float64(int64(binary.LittleEndian.Uint64(b)))
	case 0x02:
		return string(b[4 : len(b)-1])
	case 0x05:
		return b[5:]
	case 0x04:
		if depth > 0 {
			if r, err := decodeBSONDepth(b, depth-1); err == nil {
				return r
			}
		}
	}
	return nil
}
