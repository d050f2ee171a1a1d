package inflate

import "encoding/binary"

// load64 and store64 slice to a length that the compiler knows, and so check
// bounds once and need no guard against a pointer behind the end: 8% of all
// decoding, and within 2% of package unsafe.
func load64(b []byte, i int) uint64 { return binary.LittleEndian.Uint64(b[i : i+8]) }

func store64(b []byte, i int, v uint64) { binary.LittleEndian.PutUint64(b[i:i+8], v) }

// refill takes as many bytes from src as the bits have room for, which leaves at
// least 56. Of n, how many bits there are, only the lowest six bits count.
func refill(src []byte, in int, bits, n uint64) (int, uint64, uint64) {
	return in + int(7-n>>3&7), bits | load64(src, in)<<(n&63), n | 56
}

// copyWords copies the length bytes that begin back before out to out, and up
// to 15 more. Where the two overlap, what was copied is copied again.
func copyWords(buf []byte, out, back, length int) {
	from, stop := out-back, out+length
	switch {
	case back >= 16:
		for ; out < stop; out, from = out+16, from+16 {
			*(*[16]byte)(buf[out : out+16]) = *(*[16]byte)(buf[from : from+16])
		}
	case back >= 8:
		for ; out < stop; out, from = out+8, from+8 {
			store64(buf, out, load64(buf, from))
		}
	case back == 1:
		word := uint64(buf[from]) * 0x0101010101010101
		for ; out < stop; out += 8 {
			store64(buf, out, word)
		}
	default:
		for ; out < stop; out, from = out+1, from+1 {
			buf[out] = buf[from]
		}
	}
}
