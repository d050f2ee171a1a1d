package token

import "strings"

// Bech32 (BIP 173), without its limit of length as age uses it.
const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// fromBech32 returns the readable part in lower case, and the bytes behind it; false if
// the checksum is wrong.
func fromBech32(s string) (head string, data []byte, ok bool) {
	if len(s) > 4096 || strings.ToLower(s) != s && strings.ToUpper(s) != s {
		return "", nil, false
	}
	s = strings.ToLower(s)
	one := strings.LastIndexByte(s, '1')
	if one < 1 || len(s)-one < 7 {
		return "", nil, false
	}
	var fives []byte
	for i := one + 1; i < len(s); i++ {
		v := strings.IndexByte(bech32Alphabet, s[i])
		if v < 0 {
			return "", nil, false
		}
		fives = append(fives, byte(v))
	}
	if bech32Sum(s[:one], fives) != 1 {
		return "", nil, false
	}
	return s[:one], regroup(fives[:len(fives)-6]), true
}

// toBech32 is the inverse.
func toBech32(head string, data []byte) string {
	var fives []byte
	rest, bits := uint(0), 0
	for _, b := range data {
		rest, bits = rest<<8|uint(b), bits+8
		for bits >= 5 {
			bits -= 5
			fives = append(fives, byte(rest>>bits&31))
		}
	}
	if bits > 0 {
		fives = append(fives, byte(rest<<(5-bits)&31))
	}
	sum := bech32Sum(head, append(fives[:len(fives):len(fives)], 0, 0, 0, 0, 0, 0)) ^ 1
	for i := range 6 {
		fives = append(fives, byte(sum>>(5*(5-i))&31))
	}
	out := make([]byte, len(fives))
	for i, v := range fives {
		out[i] = bech32Alphabet[v]
	}
	return head + "1" + string(out)
}

// regroup makes bytes of groups of five bits; what is left over is padding.
func regroup(fives []byte) (data []byte) {
	rest, bits := uint(0), 0
	for _, v := range fives {
		rest, bits = rest<<5|uint(v), bits+5
		if bits >= 8 {
			bits -= 8
			data = append(data, byte(rest>>bits))
		}
	}
	return data
}

func bech32Sum(head string, fives []byte) uint32 {
	sum := uint32(1)
	add := func(v byte) {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	for i := range len(head) {
		add(head[i] >> 5)
	}
	add(0)
	for i := range len(head) {
		add(head[i] & 31)
	}
	for _, v := range fives {
		add(v)
	}
	return sum
}
