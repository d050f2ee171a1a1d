package objects

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"
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

// Walk visits every object once whose type is in types, in an order that
// depends on the packs; or says of it, by Problem, why it could not be read.
// Problems of objects whose type is not known are reported in every walk that
// asks for blobs. It returns ctx's error when it was cancelled.
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
	pl := s.plan(p)
	if want[Blob] {
		for _, b := range pl.bad {
			s.problem(0, v, number, Problem{ID: NewID(p.idx.name(int(b.num))), Err: b.err})
		}
	}
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			debug.SetPanicOnFault(true) // see recoverFault
			w := &packWalk{s: s, p: p, pl: pl, number: number, worker: worker, v: v, want: want}
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

func (s *Store) plan(p *pack) *plan {
	p.planOnce.Do(func() { p.planned = p.makePlan() })
	return p.planned
}

// problem reports what could not be read from pack number, unless another copy
// of the object can be.
func (s *Store) problem(worker int, v Visitor, number int, pr Problem) {
	for i, p := range s.packs {
		if _, ok := p.idx.find(pr.ID.Bytes()); ok && i < number {
			return // the copy in the earlier pack speaks for the object
		}
	}
	if typ, data, err := s.Read(pr.ID); err == nil {
		num, _ := s.Find(pr.ID.Bytes())
		v.Visit(worker, Object{Num: num, ID: pr.ID, Type: typ, Data: data})
		return
	}
	v.Problem(worker, pr)
}

// keepBytes bounds what one worker keeps of the bases on its way down a tree of
// deltas; above it, the bases nearest the root are dropped and made again when
// their next child is read.
const keepBytes = 64 << 20

// frame is one base on the way down.
type frame struct {
	slot  int32
	child int32  // next child to read
	data  []byte // nil: dropped
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

	inflater inflater
	delta    []byte
	free     [][]byte
	stack    []frame
	kept     int
	typ      Type
}

// tree reads a root and all that is a delta against it, directly or not.
func (w *packWalk) tree(ctx context.Context, root int32) {
	if t := w.pl.types[root]; t != refDelta && !w.want[t] {
		return
	}
	data, err := w.root(root)
	if err != nil {
		w.fail(root, err)
		return
	}
	if !w.want[w.typ] {
		w.release(data)
		return
	}
	w.stack, w.kept = w.stack[:0], 0
	w.visit(root, data)
	for len(w.stack) > 0 && ctx.Err() == nil {
		top := &w.stack[len(w.stack)-1]
		c := top.child
		if c < 0 {
			w.drop(top)
			w.stack = w.stack[:len(w.stack)-1]
			continue
		}
		if top.data == nil {
			if err := w.remake(); err != nil {
				w.fail(c, err)
				top.child = w.pl.next[c]
				continue
			}
		}
		top.child = w.pl.next[c]
		data, err := w.apply(c, top.data)
		if top.child < 0 {
			w.drop(top) // the last child needs it no more
		}
		if err != nil {
			w.fail(c, err)
			continue
		}
		w.visit(c, data)
	}
}

// visit hands the object on and keeps its data when something is a delta
// against it.
func (w *packWalk) visit(slot int32, data []byte) {
	w.emit(slot, data)
	if w.pl.first[slot] < 0 {
		w.release(data)
		return
	}
	w.kept += len(data)
	for i := 0; w.kept > keepBytes && i < len(w.stack); i++ {
		w.drop(&w.stack[i])
	}
	w.stack = append(w.stack, frame{slot: slot, child: w.pl.first[slot], data: data})
}

func (w *packWalk) emit(slot int32, data []byte) {
	i := int(w.pl.nums[slot])
	name := w.p.idx.name(i)
	num := w.p.base + uint32(i)
	if w.number > 0 {
		if first, ok := w.s.Find(name); ok && first != num {
			return // visited in an earlier pack
		}
	}
	w.v.Visit(w.worker, Object{Num: num, ID: NewID(name), Type: w.typ, Data: data})
}

// root inflates an entry that is no delta, or one against another pack's object.
func (w *packWalk) root(slot int32) (data []byte, err error) {
	defer recoverFault(&err)
	if w.pl.types[slot] != refDelta {
		w.typ = w.pl.types[slot]
		return w.inflate(slot, w.buffer())
	}
	e, err := w.p.entryAt(w.pl.offs[slot], w.pl.offs[slot+1])
	if err != nil {
		return nil, err
	}
	typ, base, err := w.s.Read(NewID(e.baseID))
	if err != nil {
		return nil, fmt.Errorf("delta base: %w", err)
	}
	w.typ = typ
	return w.apply(slot, base)
}

func (w *packWalk) apply(slot int32, base []byte) (data []byte, err error) {
	defer recoverFault(&err)
	if w.delta, err = w.inflate(slot, w.delta[:0]); err != nil {
		w.delta = nil
		return nil, err
	}
	return applyDelta(w.buffer(), base, w.delta, w.s.maxSize)
}

func (w *packWalk) inflate(slot int32, dst []byte) ([]byte, error) {
	off, end := w.pl.offs[slot], w.pl.offs[slot+1]
	e, err := w.p.entryAt(off, end)
	if err != nil {
		return nil, err
	}
	if e.size > w.s.maxSize {
		return nil, errTooLarge
	}
	return w.p.inflateEntry(&w.inflater, dst, &e, int(w.pl.nums[slot]), off, end)
}

// remake makes the data of the top frame again, from the nearest one that has
// its own.
func (w *packWalk) remake() error {
	from := len(w.stack) - 1
	for from > 0 && w.stack[from].data == nil {
		from--
	}
	data := w.stack[from].data
	owned := false
	if data == nil {
		var err error
		if data, err = w.root(w.stack[from].slot); err != nil {
			return err
		}
		owned = true
	}
	for i := from + 1; i < len(w.stack); i++ {
		next, err := w.apply(w.stack[i].slot, data)
		if owned {
			w.release(data)
		}
		if err != nil {
			return err
		}
		data, owned = next, true
	}
	w.stack[len(w.stack)-1].data = data
	w.kept += len(data)
	return nil
}

func (w *packWalk) drop(f *frame) {
	w.kept -= len(f.data)
	w.release(f.data)
	f.data = nil
}

// fail reports an entry that could not be read, and all that depends on it.
func (w *packWalk) fail(slot int32, err error) {
	typ := w.typ
	if t := w.pl.types[slot]; t <= Tag {
		typ = t
	}
	todo := []int32{slot}
	for len(todo) > 0 {
		slot := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		w.s.problem(w.worker, w.v, w.number, Problem{ID: NewID(w.p.idx.name(int(w.pl.nums[slot]))), Type: typ, Err: err})
		for c := w.pl.first[slot]; c >= 0; c = w.pl.next[c] {
			todo = append(todo, c)
		}
	}
}

// buffer and release recycle the memory of objects; buffers that one huge
// object left behind are not kept.
func (w *packWalk) buffer() []byte {
	if n := len(w.free); n > 0 {
		b := w.free[n-1]
		w.free = w.free[:n-1]
		return b[:0]
	}
	return nil
}

func (w *packWalk) release(b []byte) {
	if cap(b) > 0 && cap(b) <= 1<<20 && len(w.free) < 64 {
		w.free = append(w.free, b)
	}
}

// recoverFault turns the fault of reading a mapped file that was cut short
// under us into an error. Any other panic goes on.
func recoverFault(err *error) {
	switch r := recover().(type) {
	case nil:
	case interface{ Addr() uintptr }:
		*err = fmt.Errorf("pack was cut short while it was read: %v", r)
	default:
		panic(r)
	}
}

func (s *Store) walkLoose(ctx context.Context, jobs int, v Visitor, want [8]bool) error {
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			for ctx.Err() == nil {
				i := int(taken.Add(1) - 1)
				if i >= len(s.loose) {
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
	id := s.loose[i]
	num := s.packed + uint32(i)
	if first, ok := s.Find(id.Bytes()); ok && first != num {
		return // visited in a pack
	}
	if t := s.looseType[i]; t != Bad && !want[t] {
		return
	}
	typ, data, err := readLoose(s.dirs[s.looseDir[i]], id, s.maxSize)
	s.looseType[i] = typ
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
	if want[typ] {
		v.Visit(worker, Object{Num: num, ID: id, Type: typ, Data: data})
	}
}
