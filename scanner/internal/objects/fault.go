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
