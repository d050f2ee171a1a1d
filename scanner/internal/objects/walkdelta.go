package objects

import (
	"fmt"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// root inflates an entry that is no delta, or one against another pack's object.
func (w *packWalk) root(slot int32) ([]byte, error) {
	if w.pl.types[slot] != refDelta {
		data, sure, err := w.inflate(slot, w.space)
		return w.vouched(slot, data, sure, err)
	}
	var id ID
	err := guarded(func() error {
		e, err := w.p.entryAt(w.pl.offs[slot], w.pl.offs[slot+1])
		id = NewID(e.baseID)
		return err
	})
	if err != nil {
		return nil, err
	}
	typ, base, err := baseOf(w.s.Read(id))
	if err != nil {
		return nil, fmt.Errorf("delta base: %w", err)
	}
	w.typ = typ
	return w.apply(slot, base)
}

func (w *packWalk) apply(slot int32, base []byte) ([]byte, error) {
	delta, sure, err := w.inflate(slot, func(size int64) []byte {
		if size > largeSize {
			return w.space(size)
		}
		return w.delta[:0]
	})
	if err != nil {
		return nil, err
	}
	_, size, _, _ := deltaSizes(delta)
	dst := w.space(int64(min(size, uint64(w.s.maxSize))))
	var copies *[]leak.Copy
	if _, ok := w.v.(DeltaVisitor); ok {
		w.copies = w.copies[:0]
		copies = &w.copies
	}
	data, err := applyDelta(dst, base, delta, w.s.maxSize, copies)
	if err != nil {
		w.release(dst)
	}
	if w.large.give(delta) || cap(delta) > maxRecycled {
		delta = nil
	}
	w.delta = delta
	return w.vouched(slot, data, sure, err)
}

// vouched checks an object against its name if its entry did not match the CRC:
// the index may be wrong about the CRC, or about where the entry ends. Where
// all are unsure, emit checks it.
func (w *packWalk) vouched(slot int32, data []byte, sure bool, err error) ([]byte, error) {
	if err == nil && !sure && !w.pl.unsure && !NewID(w.p.idx.name(int(w.pl.nums[slot]))).names(w.typ, data) {
		w.release(data)
		return nil, errChecksum
	}
	return data, err
}

// inflate inflates an entry into what space returns for its size; sure says that
// its bytes match their CRC.
func (w *packWalk) inflate(slot int32, space func(size int64) []byte) (data []byte, sure bool, err error) {
	var dst []byte
	err = guarded(func() error {
		off, end := w.pl.offs[slot], w.pl.offs[slot+1]
		e, err := w.p.entryAt(off, end)
		if err != nil {
			return err
		}
		if e.size > w.s.maxSize {
			return errTooLarge
		}
		sure = w.p.crcMatches(int(w.pl.nums[slot]), off, end)
		dst = space(e.size)
		data, err = w.inflater.inflate(dst, e.data, e.size, !sure)
		if err == nil && w.inflater.rest > 0 && w.pl.indexErr == nil && len(w.pl.bad) == 0 { // else it may be of what is named
			w.p.noEntry.Do(func() { w.v.Problem(w.worker, Problem{Path: w.p.path, Err: errNoEntry}) })
		}
		return err
	})
	if err != nil {
		w.large.give(dst)
	}
	return data, sure, err
}

// keep gives frame i its data and drops what is over the bound, from the bottom.
func (w *packWalk) keep(i int, data []byte) {
	w.stack[i].data, w.stack[i].has = data, true
	w.kept += len(data)
	for ; w.kept > keepBytes && w.low < i; w.low++ {
		w.drop(&w.stack[w.low])
	}
}

// remake makes the data of the top frame again, if it was dropped, from the
// nearest frame that has its own; those in between are kept as far as the bound
// allows, for the way up.
func (w *packWalk) remake() error {
	from := len(w.stack) - 1
	for from > 0 && !w.stack[from].has {
		from--
	}
	if !w.stack[from].has {
		data, err := w.root(w.stack[from].slot)
		if err != nil {
			return err
		}
		w.keep(from, data)
	}
	w.low = min(w.low, from)
	for i := from + 1; i < len(w.stack); i++ {
		data, err := w.apply(w.stack[i].slot, w.stack[i-1].data)
		if err != nil {
			return err
		}
		w.keep(i, data)
	}
	return nil
}

func (w *packWalk) drop(f *frame) {
	w.kept -= len(f.data)
	w.release(f.data)
	f.data, f.has = nil, false
}

// maxRecycled bounds a buffer that is used again, so that one huge object
// leaves none behind, and maxFree all that wait for it.
const (
	maxRecycled = 1 << 20
	maxFree     = 8 << 20
)

// space returns an empty buffer for an object; release takes it back.
func (w *packWalk) space(size int64) []byte {
	if size > largeSize {
		return w.large.take(size)
	}
	if n := len(w.free); n > 0 {
		b := w.free[n-1]
		w.free = w.free[:n-1]
		w.freeBytes -= cap(b)
		return b[:0]
	}
	return nil
}

func (w *packWalk) release(b []byte) {
	if !w.large.give(b) && cap(b) > 0 && cap(b) <= maxRecycled && w.freeBytes+cap(b) <= maxFree {
		w.freeBytes += cap(b)
		w.free = append(w.free, b)
	}
}
