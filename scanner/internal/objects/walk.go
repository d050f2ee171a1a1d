package objects

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Object is one object of a walk. Data is valid only until the callback returns.
type Object struct {
	Num  uint32
	ID   ID
	Type Type
	Data []byte
}

// Visitor receives the objects of a walk. Visit and Problem are called from
// several goroutines at once; worker is below the walk's number of jobs and no
// two calls at a time have the same.
type Visitor interface {
	Visit(worker int, o Object)
	Problem(worker int, p Problem)
}

// DeltaVisitor is a Visitor that wants to know what an object has of another that
// it has just been given.
type DeltaVisitor interface {
	Visitor
	// VisitDelta is called instead of Visit. d.Base is what it returned for the
	// base; d is nil where there is none and valid only until the call returns.
	VisitDelta(worker int, o Object, d *leak.Delta) (note any)
}

// Walk visits every object once whose type is in types, in an order that
// depends on the packs; or says of it, by Problem, why it could not be read.
// Problems of whole files, and of objects whose type is not known, are reported
// in every walk that asks for blobs. It returns ctx's error when it was cancelled.
func (s *Store) Walk(ctx context.Context, jobs int, v Visitor, types ...Type) error {
	var want [8]bool
	for _, t := range types {
		want[t] = true
	}
	for i, p := range s.packs {
		if err := s.walkPack(ctx, i, p, max(jobs, 1), v, want); err != nil {
			return err
		}
	}
	return s.walkLoose(ctx, max(jobs, 1), v, want)
}

// rootsPerTask is how many delta trees a worker takes at a time: enough that
// taking is cheap, few enough that the last worker does not stay long alone.
const rootsPerTask = 32

func (s *Store) walkPack(ctx context.Context, number int, p *pack, jobs int, v Visitor, want [8]bool) error {
	pl, err := s.plan(p)
	if want[Blob] && err != nil {
		v.Problem(0, Problem{Path: p.path, Err: err})
	}
	if err != nil {
		return nil
	}
	if want[Blob] && pl.indexErr != nil {
		v.Problem(0, Problem{Path: p.indexPath(), Err: pl.indexErr})
	}
	first := &packWalk{s: s, p: p, pl: pl, number: number, v: v, want: want}
	first.deltas, _ = v.(DeltaVisitor)
	for _, b := range pl.bad {
		if err := ctx.Err(); err != nil {
			return err
		}
		first.report(int(b.num), Bad, b.err)
	}
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			w := &packWalk{s: s, p: p, pl: pl, number: number, worker: worker, v: v, want: want}
			w.deltas, _ = v.(DeltaVisitor)
			for {
				from := taken.Add(rootsPerTask) - rootsPerTask
				if from >= int64(len(pl.roots)) {
					return nil
				}
				for _, root := range pl.roots[from:min(from+rootsPerTask, int64(len(pl.roots)))] {
					if err := ctx.Err(); err != nil {
						return err
					}
					w.tree(ctx, root)
				}
			}
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// plan returns the pack's plan.
func (s *Store) plan(p *pack) (*plan, error) {
	p.planOnce.Do(func() {
		p.planErr = guarded(func() error {
			p.planned = p.makePlan()
			return nil
		})
	})
	return p.planned, p.planErr
}

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
	deltas DeltaVisitor // v, if it is one
	want   [8]bool

	inflater inflater
	delta    []byte
	copies   []leak.Copy // of the delta that was applied last
	free     [][]byte
	stack    []frame
	low      int // frames below it have been dropped
	kept     int
	typ      Type
	failed   []failure
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
	w.typ = w.pl.types[root].known()
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
		err := w.remake()
		var data []byte
		if err == nil {
			data, err = w.apply(c, top.data)
		}
		d := leak.Delta{Base: top.note, BaseLen: top.size, Copies: w.copies}
		given := top.given
		if top.child < 0 {
			w.drop(top) // the last child needs it no more
		}
		if err != nil {
			w.failed = append(w.failed, failure{c, -1, w.p.at(w.pl.offs[c], err)})
			continue
		}
		if given {
			w.visit(c, data, &d)
		} else {
			w.visit(c, data, nil)
		}
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
	return w.give(o, d), true
}

func (w *packWalk) give(o Object, d *leak.Delta) (note any) {
	if w.deltas != nil {
		return w.deltas.VisitDelta(w.worker, o, d)
	}
	w.v.Visit(w.worker, o)
	return nil
}

// turn returns the number of entry i and whether it is the one that speaks for
// its object: the first in the first pack that has it.
func (w *packWalk) turn(i int) (num uint32, ok bool) {
	num = w.p.base + uint32(i)
	if w.number == 0 {
		return num, !w.p.idx.repeats(i)
	}
	first, ok := w.s.Find(w.p.idx.name(i))
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
		w.give(Object{Num: num, ID: NewID(w.p.idx.name(i)), Type: sound, Data: data}, nil)
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
	l := lookup{s: w.s, without: w.p}
	return l.read(NewID(w.p.idx.name(i)), 0)
}

// root inflates an entry that is no delta, or one against another pack's object.
func (w *packWalk) root(slot int32) ([]byte, error) {
	if w.pl.types[slot] != refDelta {
		data, sure, err := w.inflate(slot, w.buffer())
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
	delta, sure, err := w.inflate(slot, w.delta[:0])
	if err != nil {
		return nil, err
	}
	var copies *[]leak.Copy
	if w.deltas != nil {
		w.copies = w.copies[:0]
		copies = &w.copies
	}
	data, err := applyDelta(w.buffer(), base, delta, w.s.maxSize, copies)
	if w.delta = delta; cap(delta) > maxRecycled {
		w.delta = nil
	}
	return w.vouched(slot, data, sure, err)
}

// vouched checks an object against its name if its entry did not match the CRC:
// the index may be wrong about the CRC, or about where the entry ends. Where
// all are unsure, emit checks it.
func (w *packWalk) vouched(slot int32, data []byte, sure bool, err error) ([]byte, error) {
	if err == nil && !sure && !w.pl.unsure && !NewID(w.p.idx.name(int(w.pl.nums[slot]))).names(w.typ, data) {
		return nil, errChecksum
	}
	return data, err
}

// inflate inflates an entry; sure says that its bytes match their CRC.
func (w *packWalk) inflate(slot int32, dst []byte) (data []byte, sure bool, err error) {
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
		data, err = w.inflater.inflate(dst, e.data, e.size, !sure)
		return err
	})
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
// leaves none behind.
const maxRecycled = 1 << 20

// buffer and release recycle the memory of objects.
func (w *packWalk) buffer() []byte {
	if n := len(w.free); n > 0 {
		b := w.free[n-1]
		w.free = w.free[:n-1]
		return b[:0]
	}
	return nil
}

func (w *packWalk) release(b []byte) {
	if cap(b) > 0 && cap(b) <= maxRecycled && len(w.free) < 64 {
		w.free = append(w.free, b)
	}
}

func (s *Store) walkLoose(ctx context.Context, jobs int, v Visitor, want [8]bool) error {
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			for ctx.Err() == nil {
				i := int(taken.Add(1) - 1)
				if i >= len(s.loose().ids) {
					return nil
				}
				s.visitLoose(worker, i, v, want)
			}
			return ctx.Err()
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

func (s *Store) visitLoose(worker, i int, v Visitor, want [8]bool) {
	loose := s.loose()
	id := loose.ids[i]
	num := s.packed + uint32(i)
	if first, ok := s.Find(id.Bytes()); ok && first != num {
		return // visited in a pack
	}
	if t := Type(loose.types[i].Load()); t != Bad && !want[t] {
		return
	}
	typ, data, err := readLoose(s.dirs[loose.dirs[i]], id, s.maxSize)
	if err != nil {
		// Packed or pruned by a gc beside us, or damaged with another copy elsewhere.
		typ2, data2, err2 := s.Read(id)
		if err2 != nil {
			if typ == Bad && want[Blob] || want[typ] {
				v.Problem(worker, Problem{ID: id, Type: typ, Err: err})
			}
			return
		}
		typ, data = typ2, data2
	}
	loose.types[i].Store(uint32(typ))
	if !want[typ] {
		return
	}
	o := Object{Num: num, ID: id, Type: typ, Data: data}
	if d, ok := v.(DeltaVisitor); ok {
		d.VisitDelta(worker, o, nil)
	} else {
		v.Visit(worker, o)
	}
}
