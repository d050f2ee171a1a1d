package inflate

const longestMatch = 258

// fast decodes codes as long as whole words can be read and any symbol fits. done
// says that the block is at its end.
//
// One refill, of at least 56 bits, is enough for two literals (2*10 bits) and
// the length of a match (15+5). The next entry is looked up before the content
// of the last is written, so that the processor does both at once.
func (s *stream) fast(lit *litTable, dist *distTable) (done bool, err error) {
	src, buf, in, out := s.src, s.buf, s.in, s.out
	// Of n only the lowest six bits count: entries are subtracted whole.
	bits, n := s.bits, uint64(s.n)
	lastIn, lastOut := len(src)-Ahead, s.limit-3
	if s.limit < s.size {
		lastOut -= longestMatch
	}
	if in > lastIn || out > lastOut {
		return false, nil
	}
	in, bits, n = refill(src, in, bits, n)
	e := lit[bits&(1<<litBits-1)]
	for in <= lastIn && out <= lastOut {
		was := bits
		bits >>= e & 63
		n -= uint64(e)
		if e&literal != 0 {
			buf[out] = byte(e >> 16)
			e = lit[bits&(1<<litBits-1)]
			was = bits
			bits >>= e & 63
			n -= uint64(e)
			out++
			if e&literal != 0 {
				buf[out] = byte(e >> 16)
				e = lit[bits&(1<<litBits-1)]
				was = bits
				bits >>= e & 63
				n -= uint64(e)
				out++
				if e&literal != 0 {
					buf[out] = byte(e >> 16)
					out++
					in, bits, n = refill(src, in, bits, n)
					e = lit[bits&(1<<litBits-1)]
					continue
				}
			}
		}
		if e&special != 0 {
			if e&further != 0 {
				e = lit[(uint64(e>>16)+bits&(1<<(e>>8&15)-1))&uint64(len(lit)-1)]
				was = bits
				bits >>= e & 63
				n -= uint64(e)
				if e&literal != 0 {
					buf[out] = byte(e >> 16)
					out++
					in, bits, n = refill(src, in, bits, n)
					e = lit[bits&(1<<litBits-1)]
					continue
				}
			}
			if e&special != 0 {
				if done = e&end != 0; !done {
					err = ErrCorrupt
				}
				break
			}
		}
		length := int(e>>16&511) + int(was&(1<<(e&63)-1)>>(e>>8&15))
		if n&63 < 28 { // a distance: 15 bits and 13 extra
			in, bits, n = refill(src, in, bits, n)
		}
		e = dist[bits&(1<<distBits-1)]
		if e&special != 0 {
			if e&further != 0 {
				bits >>= distBits
				n -= distBits
				e = dist[(uint64(e>>16)+bits&(1<<(e>>8&15)-1))&uint64(len(dist)-1)]
			}
			if e&special != 0 {
				err = ErrCorrupt
				break
			}
		}
		back := int(e>>16) + int(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		n -= uint64(e)
		if back > out {
			err = ErrCorrupt
			break
		}
		if length > s.limit-out {
			err = ErrLong
			break
		}
		in, bits, n = refill(src, in, bits, n)
		e = lit[bits&(1<<litBits-1)]
		if back >= 8 && length <= 16 {
			store64(buf, out, load64(buf, out-back))
			store64(buf, out+8, load64(buf, out-back+8))
		} else {
			copyWords(buf, out, back, length)
		}
		out += length
	}
	s.in, s.out, s.bits, s.n = in, out, bits, uint(n&63)
	return done, err
}

// careful decodes codes one by one, to the end of the block, of src or of the
// content; or until there is need for more room.
func (s *stream) careful(lit *litTable, dist *distTable) (done bool, err error) {
	for s.limit == s.size || s.limit-s.out >= longestMatch {
		s.fill()
		e, length, err := s.symbol(lit[:], litBits)
		switch {
		case err != nil:
			return false, err
		case e&end != 0:
			return true, nil
		case e&literal != 0:
			if s.out == s.limit {
				return false, ErrLong
			}
			s.buf[s.out] = byte(length)
			s.out++
			continue
		}
		_, back, err := s.symbol(dist[:], distBits)
		switch {
		case err != nil:
			return false, err
		case back > s.out:
			return false, ErrCorrupt
		case length > s.limit-s.out:
			return false, ErrLong
		}
		copyWords(s.buf, s.out, back, length)
		s.out += length
	}
	return false, nil
}

// symbol decodes one, with its extra bits.
func (s *stream) symbol(table []uint32, tableBits uint) (e uint32, value int, err error) {
	bits, used := s.bits, uint(0)
	e = table[bits&(1<<tableBits-1)]
	if e&further != 0 {
		bits, used = bits>>tableBits, tableBits
		e = table[uint64(e>>16)+bits&(1<<(e>>8&15)-1)]
	}
	width := uint(e & 63)
	if used+width > s.n || s.n == 0 {
		return e, 0, ErrTruncated
	}
	if e&(special|end) == special {
		return e, 0, ErrCorrupt
	}
	s.bits >>= (used + width) & 63
	s.n -= used + width
	return e, int(e>>16&0x7fff) + int(bits&(1<<width-1)>>(e>>8&15)), nil
}
