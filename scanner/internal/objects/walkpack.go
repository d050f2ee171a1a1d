package objects

import (
	"bytes"
	"context"
	"fmt"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// keepBytes bounds what one worker keeps of the bases on its way down a tree of
// deltas; above it, the bases nearest the root are dropped and made again when
// their next child is read.
const keepBytes = 64 << 20

// frame is one base on the way down.
type frame struct {
	slot  int32
	child int32 // next child to read
	has   bool  // data has not been dropped
	data  []byte
	size  int  // of the data, dropped or not
	given bool // the object was visited
	note  any  // what the visitor returned for it
}

// packWalk is one worker's state.
type packWalk struct {
	s      *Store
	p      *pack
	pl     *plan
	number int
	worker int
	v      Visitor
	want   [8]bool

	inflater  inflater
	large     largeTurn
	passing   passing
	delta     []byte
	copies    []leak.Copy // of the delta that was applied last
	told      leak.Delta  // what the visitor is told of it
	free      [][]byte
	freeBytes int // of their capacity
	stack     []frame
	low       int // frames below it have been dropped
	kept      int
	typ       Type
	failed    []failure
}

// failure is an entry that could not be read.
type failure struct {
	slot int32
	base int32 // slot of the base, if it is that one that could not; else -1
	err  error
}

// tree reads a root and all that is a delta against it, directly or not. Where
// an entry cannot be read, what depends on it goes on from another copy of the
// object, if there is a sound one.
func (w *packWalk) tree(ctx context.Context, root int32) {
	if t := w.pl.types[root]; t != refDelta && !w.want[t] {
		return
	}
	if ctx.Err() != nil {
		return
	}
	defer w.large.end()
	w.typ, w.failed = w.pl.types[root].known(), w.failed[:0]
	w.passed(root)
	data, err := w.root(root)
	if err != nil {
		w.failed = append(w.failed, failure{root, -1, w.p.at(w.pl.offs[root], err)})
	} else {
		w.below(ctx, root, data)
	}
	for len(w.failed) > 0 && ctx.Err() == nil {
		f := w.failed[len(w.failed)-1]
		w.failed = w.failed[:len(w.failed)-1]
		w.rescue(ctx, f)
	}
}

// passed counts an entry as dealt with.
func (w *packWalk) passed(slot int32) { w.passing.add(w.pl.offs[slot+1] - w.pl.offs[slot]) }

// rescue goes on below an entry that could not be read. If the other copy has
// another type than the entry claims, the walk for that type has no reason to
// look here, and the entry stays a problem.
func (w *packWalk) rescue(ctx context.Context, f failure) {
	num := int(w.pl.nums[f.slot])
	typ, data, err := w.elsewhere(num)
	switch {
	case err == nil && w.want[typ]:
		w.typ = typ
		w.below(ctx, f.slot, bytes.Clone(data))
		return
	case err == nil && w.typ == Bad:
		return // a delta against another pack's object; another walk reads it
	}
	why := f.err
	if f.base >= 0 {
		why = fmt.Errorf("delta base %s: %w", NewID(w.p.idx.name(int(w.pl.nums[f.base]))), why)
	}
	w.problem(num, w.typ, why)
	for c := w.pl.first[f.slot]; c >= 0; c = w.pl.next[c] {
		w.passed(c)
		w.failed = append(w.failed, failure{c, f.slot, f.err}) // err as it is: it must not grow with the chain
	}
}

// below visits the object in slot and goes on to the deltas against it.
func (w *packWalk) below(ctx context.Context, slot int32, data []byte) {
	if !w.want[w.typ] {
		w.release(data)
		return
	}
	w.stack, w.low, w.kept = w.stack[:0], 0, 0
	w.visit(slot, data, nil)
	for len(w.stack) > 0 && ctx.Err() == nil {
		top := &w.stack[len(w.stack)-1]
		c := top.child
		if c < 0 {
			w.drop(top)
			w.stack = w.stack[:len(w.stack)-1]
			continue
		}
		top.child = w.pl.next[c]
		w.passed(c)
		err := w.remake()
		var data []byte
		if err == nil {
			data, err = w.apply(c, top.data)
		}
		var d *leak.Delta
		if top.given {
			w.told = leak.Delta{Base: top.note, BaseLen: top.size, Copies: w.copies}
			d = &w.told
		}
		if top.child < 0 {
			w.drop(top) // the last child needs it no more
		}
		if err != nil {
			w.failed = append(w.failed, failure{c, -1, w.p.at(w.pl.offs[c], err)})
			continue
		}
		w.visit(c, data, d)
	}
}

// visit hands the object on and keeps its data when something is a delta
// against it.
func (w *packWalk) visit(slot int32, data []byte, d *leak.Delta) {
	note, given := w.emit(slot, data, d)
	if w.pl.first[slot] < 0 {
		w.release(data)
		return
	}
	w.stack = append(w.stack, frame{slot: slot, child: w.pl.first[slot], size: len(data), given: given, note: note})
	w.keep(len(w.stack)-1, data)
}

// emit hands the object on, unless another copy of it is, and reports whether it
// did.
func (w *packWalk) emit(slot int32, data []byte, d *leak.Delta) (note any, given bool) {
	i := int(w.pl.nums[slot])
	num, ok := w.turn(i)
	if !ok {
		return nil, false
	}
	o := Object{Num: num, ID: NewID(w.p.idx.name(i)), Type: w.typ, Data: data}
	if w.pl.unsure && !o.ID.names(w.typ, data) {
		w.report(i, w.typ, w.p.at(w.pl.offs[slot], errName))
		return nil, false
	}
	return give(w.v, w.worker, o, d), true
}

// turn returns the number of entry i and whether it is the one that speaks for
// its object: the first in the first pack that has it.
func (w *packWalk) turn(i int) (num uint32, ok bool) {
	num = w.p.base + uint32(i)
	if w.number == 0 {
		return num, !w.p.idx.repeats(i)
	}
	id := NewID(w.p.idx.name(i))
	first, ok := w.s.Find(id.Bytes())
	return num, !ok || first == num
}

// report deals with entry i, which cannot be read: it visits another copy of the
// object, or else says what is wrong with this one.
func (w *packWalk) report(i int, typ Type, err error) {
	num, ok := w.turn(i)
	if !ok {
		return
	}
	switch sound, data, otherErr := w.elsewhere(i); {
	case otherErr == nil && w.want[sound]:
		give(w.v, w.worker, Object{Num: num, ID: NewID(w.p.idx.name(i)), Type: sound, Data: data}, nil)
	case otherErr == nil && typ == Bad: // another walk visits it
	default:
		w.problem(i, typ, err)
	}
}

// problem reports entry i.
func (w *packWalk) problem(i int, typ Type, err error) {
	if _, ok := w.turn(i); ok && (w.want[typ] || typ == Bad && w.want[Blob]) {
		w.v.Problem(w.worker, Problem{ID: NewID(w.p.idx.name(i)), Type: typ, Err: err})
	}
}

// elsewhere reads the object of entry i from anywhere but this pack.
func (w *packWalk) elsewhere(i int) (Type, []byte, error) {
	l := lookup{s: w.s, packs: w.s.packs.Load().packs, without: w.p}
	return l.read(NewID(w.p.idx.name(i)), 0)
}
