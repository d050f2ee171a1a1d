package token

import "encoding/binary"

const (
	maxMsgpackDepth = 12
	maxMsgpackItems = 4096
)

// msgpack reads MessagePack (github.com/msgpack/msgpack/blob/master/spec.md). What
// does not fit is nil; nothing is allocated for a length that the bytes do not have.
type msgpack struct {
	rest  []byte
	items int
	bad   bool
}

// decodeMsgpack returns the value in b: uint64 (negative numbers are 0), bool, string,
// []byte, []any (for a map with keys and values in turn) or nil.
func decodeMsgpack(b []byte) any {
	m := &msgpack{rest: b}
	if v := m.value(0); !m.bad {
		return v
	}
	return nil
}

func (m *msgpack) take(n int) []byte {
	if n < 0 || n > len(m.rest) {
		m.bad, m.rest = true, nil
		return nil
	}
	b := m.rest[:n]
	m.rest = m.rest[n:]
	return b
}

// number reads n bytes, big-endian.
func (m *msgpack) number(n int) uint64 {
	var raw [8]byte
	copy(raw[8-n:], m.take(n))
	return binary.BigEndian.Uint64(raw[:])
}

func (m *msgpack) value(depth int) any {
	if m.items++; depth > maxMsgpackDepth || m.items > maxMsgpackItems {
		m.bad = true
	}
	head := m.take(1)
	if m.bad {
		return nil
	}
	switch c := head[0]; {
	case c < 0x80:
		return uint64(c)
	case c < 0x90:
		return m.array(2*int(c&0x0f), depth)
	case c < 0xa0:
		return m.array(int(c&0x0f), depth)
	case c < 0xc0:
		return string(m.take(int(c & 0x1f)))
	case c >= 0xe0: // negative
		return uint64(0)
	case c == 0xc2, c == 0xc3:
		return c == 0xc3
	case c >= 0xc4 && c <= 0xc6: // bin 8, 16, 32
		return m.take(int(m.number(1 << (c - 0xc4))))
	case c >= 0xc7 && c <= 0xc9: // ext 8, 16, 32: a type and bytes
		return m.take(int(m.number(1<<(c-0xc7))) + 1)
	case c == 0xca, c == 0xcb: // float
		m.take(4 << (c - 0xca))
		return nil
	case c >= 0xcc && c <= 0xcf:
		return m.number(1 << (c - 0xcc))
	case c >= 0xd0 && c <= 0xd3:
		return m.positive(1 << (c - 0xd0))
	case c >= 0xd4 && c <= 0xd8: // fixext
		return m.take(1 + 1<<(c-0xd4))
	case c >= 0xd9 && c <= 0xdb:
		return string(m.take(int(m.number(1 << (c - 0xd9)))))
	case c == 0xdc, c == 0xdd:
		return m.array(int(m.number(2<<(c-0xdc))), depth)
	case c == 0xde, c == 0xdf:
		return m.array(2*int(m.number(2<<(c-0xde))), depth)
	}
	return nil
}

// positive reads a signed number of n bytes.
func (m *msgpack) positive(n int) uint64 {
	v := m.number(n)
	if v>>(8*n-1) == 1 {
		return 0
	}
	return v
}

func (m *msgpack) array(n, depth int) any {
	if n > len(m.rest) { // each member has a byte at least
		m.bad = true
		return nil
	}
	out := make([]any, 0, n)
	for range n {
		out = append(out, m.value(depth+1))
		if m.bad {
			return nil
		}
	}
	return out
}
