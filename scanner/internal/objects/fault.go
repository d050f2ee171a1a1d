package objects

import (
	"fmt"
	"runtime/debug"
)

// guarded calls f, which reads mapped files, so that the fault of reading one
// that was cut short under us is an error. Any other panic goes on.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch r := recover().(type) {
		case nil:
		case interface{ Addr() uintptr }:
			err = fmt.Errorf("file was cut short while it was read: %v", r)
		default:
			panic(r)
		}
	}()
	return f()
}

// What follows reads the index, which is as likely to be cut short as the pack. A
// look-up that met the cut has found nothing and is noted with the pack (fault): the
// walk says of the file as a whole that something was overlooked. The guard costs
// some 15 ns; a look-up in a large index, most of a microsecond.

// find is the index's find.
func (p *pack) find(name []byte) (i int, ok bool) {
	defer p.caught(debug.SetPanicOnFault(true))
	return p.idx.find(name)
}

// id is the name of entry i; the zero ID where the file has been cut.
func (p *pack) id(i int) (id ID) {
	defer p.caught(debug.SetPanicOnFault(true))
	return NewID(p.idx.name(i))
}

// eachWithPrefix is the index's withPrefix.
func (p *pack) eachWithPrefix(prefix string, yield func(ID) bool) {
	defer p.caught(debug.SetPanicOnFault(true))
	p.idx.withPrefix(prefix, func(i int) bool { return yield(NewID(p.idx.name(i))) })
}

// entries calls f, which reads several entries of the index.
func (p *pack) entries(f func()) {
	defer p.caught(debug.SetPanicOnFault(true))
	f()
}

// caught is to be deferred where faults were made panics; old is what that returned.
func (p *pack) caught(old bool) {
	debug.SetPanicOnFault(old)
	switch r := recover().(type) {
	case nil:
	case interface{ Addr() uintptr }:
		err := fmt.Errorf("index was cut short while it was read: %v", r)
		p.fault.CompareAndSwap(nil, &err)
	default:
		panic(r)
	}
}
