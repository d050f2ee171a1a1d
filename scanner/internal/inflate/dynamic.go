package inflate

// preOrder is the order in which the lengths of the codes for lengths come.
var preOrder = [19]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// dynamic reads the codes of a block that brings its own (RFC 1951, 3.2.7), and
// makes their tables. What is refused is what zlib refuses.
func (d *Decoder) dynamic(s *stream) error {
	s.fill()
	head, ok := s.take(14)
	if !ok {
		return ErrTruncated
	}
	lits, dists, pres := int(head&31)+257, int(head>>5&31)+1, int(head>>10)+4
	if lits > maxLit || dists > maxDist {
		return ErrCorrupt
	}
	if err := d.preCode(s, pres); err != nil {
		return err
	}
	used, err := d.readLengths(s, lits+dists)
	if err != nil {
		return err
	}
	ofLits := len(used)
	for ofLits > 0 && int(used[ofLits-1]) >= lits {
		ofLits--
	}
	if d.lengths[endOfBlock] == 0 ||
		!d.build(d.lit[:], litBits, used[:ofLits], 0, litSymbols[:]) ||
		!d.build(d.dist[:], distBits, used[ofLits:], lits, distSymbols[:]) {
		return ErrCorrupt
	}
	return nil
}

// preCode reads the code for lengths.
func (d *Decoder) preCode(s *stream, n int) error {
	var lengths [19]uint8
	for _, symbol := range preOrder[:n] {
		if s.n < 3 {
			s.fill()
		}
		l, ok := s.take(3)
		if !ok {
			return ErrTruncated
		}
		lengths[symbol] = uint8(l)
	}
	used := d.used[:0]
	for i, l := range lengths {
		if d.lengths[i] = l; l > 0 {
			used = append(used, uint16(i))
		}
	}
	// Unlike the others this code must be complete.
	if len(used) < 2 || !d.build(d.pre[:], preBits, used, 0, preSymbols[:]) {
		return ErrCorrupt
	}
	return nil
}

// readLengths reads the lengths of n codes and returns the symbols that have one.
func (d *Decoder) readLengths(s *stream, n int) (used []uint16, err error) {
	d.lengths[endOfBlock] = 0
	count := 0
	last := uint8(0)
	for i := 0; i < n; {
		if s.n < 14 {
			s.fill()
		}
		e := d.pre[s.bits&(1<<preBits-1)]
		if _, ok := s.take(uint(e & 63)); !ok {
			return nil, ErrTruncated
		}
		symbol := e >> 16
		if symbol < 16 {
			last = uint8(symbol)
			d.lengths[i] = last
			d.used[count] = uint16(i)
			count += int(symbol+15) >> 4 // if it is not 0
			i++
			continue
		}
		extra, least := uint(2), 3
		switch {
		case symbol == 17:
			extra, last = 3, 0
		case symbol == 18:
			extra, least, last = 7, 11, 0
		case i == 0:
			return nil, ErrCorrupt
		}
		more, ok := s.take(extra)
		if !ok {
			return nil, ErrTruncated
		}
		stop := i + least + int(more)
		if stop > n {
			return nil, ErrCorrupt
		}
		if last == 0 {
			i = stop
			continue
		}
		for ; i < stop; i++ {
			d.lengths[i] = last
			d.used[count] = uint16(i)
			count++
		}
	}
	return d.used[:count], nil
}
