package objects

import (
	"context"
	"errors"
	"io/fs"
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

// ProgressVisitor is a Visitor that is told how far a walk is.
type ProgressVisitor interface {
	Visitor
	// Passed is called now and then, from several goroutines at once, with how many
	// of the store's bytes were dealt with since: read, or found to be unreadable,
	// or another copy. Walks over all types, together, come to about Size.
	Passed(bytes int64)
}

// passing tells a visitor of bytes, many at a time. It is for one goroutine.
type passing struct {
	to    ProgressVisitor // may be nil
	bytes int64
}

func passingTo(v Visitor) passing {
	to, _ := v.(ProgressVisitor)
	return passing{to: to}
}

func (p *passing) add(bytes int64) {
	if p.bytes += bytes; p.bytes > 1<<16 {
		p.flush()
	}
}

func (p *passing) flush() {
	if p.to != nil && p.bytes > 0 {
		p.to.Passed(p.bytes)
	}
	p.bytes = 0
}

// give hands an object to the visitor, with its delta if the visitor asks for it.
func give(v Visitor, worker int, o Object, d *leak.Delta) (note any) {
	if v, ok := v.(DeltaVisitor); ok {
		return v.VisitDelta(worker, o, d)
	}
	v.Visit(worker, o)
	return nil
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
	for i, p := range s.list().packs {
		if err := s.walkPack(ctx, i, p, max(jobs, 1), v, want); err != nil {
			return err
		}
	}
	err := s.walkLoose(ctx, max(jobs, 1), v, want)
	for _, p := range s.list().packs {
		if fault := p.fault.Load(); fault != nil && p.told.CompareAndSwap(false, true) {
			v.Problem(0, Problem{Path: p.indexPath(), Err: *fault})
		}
	}
	return err
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
	first := &packWalk{s: s, p: p, pl: pl, number: number, v: v, want: want, large: largeTurn{of: &s.large}}
	for _, b := range pl.bad {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.entries(func() { first.report(int(b.num), Bad, b.err) })
	}
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			w := &packWalk{s: s, p: p, pl: pl, number: number, worker: worker, v: v, want: want, large: largeTurn{of: &s.large}, passing: passingTo(v)}
			defer w.passing.flush()
			for {
				from := taken.Add(rootsPerTask) - rootsPerTask
				if from >= int64(len(pl.roots)) {
					return nil
				}
				p.entries(func() {
					for _, root := range pl.roots[from:min(from+rootsPerTask, int64(len(pl.roots)))] {
						w.tree(ctx, root)
					}
				})
				if err := ctx.Err(); err != nil {
					return err
				}
			}
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	p.unplan(want)
	return ctx.Err()
}

// plan returns the pack's plan.
func (s *Store) plan(p *pack) (*plan, error) {
	p.planMu.Lock()
	defer p.planMu.Unlock()
	if p.planned == nil && p.planErr == nil {
		p.walked = [8]bool{}
		p.planErr = guarded(func() error {
			p.planned = p.makePlan()
			return nil
		})
	}
	return p.planned, p.planErr
}

// unplan forgets the plan once objects of every type were walked: some 20 bytes an
// entry, for which whoever walks the store has another use then.
func (p *pack) unplan(want [8]bool) {
	p.planMu.Lock()
	defer p.planMu.Unlock()
	for t := Commit; t <= Tag; t++ {
		p.walked[t] = p.walked[t] || want[t]
	}
	if p.walked[Commit] && p.walked[Tree] && p.walked[Blob] && p.walked[Tag] {
		p.planned = nil
	}
}

func (s *Store) walkLoose(ctx context.Context, jobs int, v Visitor, want [8]bool) error {
	var taken atomic.Int64
	workers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError()
	for worker := range jobs {
		workers.Go(func(ctx context.Context) error {
			passing := passingTo(v)
			defer passing.flush()
			for ctx.Err() == nil {
				i := int(taken.Add(1) - 1)
				if i >= len(s.list().ids) {
					return nil
				}
				if s.visitLoose(worker, i, v, want) {
					passing.add(looseBytes)
				}
			}
			return ctx.Err()
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// visitLoose visits a loose object and reports whether this walk is the one that
// deals with it.
func (s *Store) visitLoose(worker, i int, v Visitor, want [8]bool) bool {
	l := s.list()
	id := l.ids[i]
	num := l.packed + uint32(i)
	if first, ok := s.Find(id.Bytes()); ok && first != num {
		return want[Blob] // visited in a pack
	}
	known := Type(l.types[i].Load())
	if known != Bad && !want[known] {
		return false
	}
	turn := largeTurn{of: &s.large}
	defer turn.end()
	typ, data, err := readLoose(s.dirs[l.dirs[i]], id, s.maxSize, &turn)
	if err != nil {
		// Packed or pruned by a gc beside us, or damaged with another copy elsewhere.
		typ2, data2, err2 := s.Read(id)
		if err2 != nil {
			if typ == Bad {
				typ = known
			}
			if errors.Is(err, fs.ErrNotExist) {
				err = err2
			}
			if typ == Bad && want[Blob] || want[typ] {
				v.Problem(worker, Problem{ID: id, Type: typ, Err: err})
				return true
			}
			return false
		}
		typ, data = typ2, data2
	}
	l.types[i].Store(uint32(typ))
	if want[typ] {
		give(v, worker, Object{Num: num, ID: id, Type: typ, Data: data}, nil)
	}
	return want[typ]
}
