package main

import (
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// softMemory is up to where the heap grows as it likes. A collector that waits
// until it has doubled lets a scan of a large history take twice what it needs.
const softMemory = 224 << 20

const liveHeap = "/gc/heap/live:bytes"

// boundMemory keeps the memory of the program below softMemory, or half above what
// is really in use where that is more, until the function that it returns is
// called. Whoever sets GOMEMLIMIT decides instead.
func (a *app) boundMemory() (stop func()) {
	if a.env["GOMEMLIMIT"] != "" {
		return func() {}
	}
	done := make(chan struct{})
	before := debug.SetMemoryLimit(softMemory)
	go func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		sample := []metrics.Sample{{Name: liveHeap}}
		for {
			select {
			case <-tick.C:
				metrics.Read(sample)
				live := int64(sample[0].Value.Uint64())
				debug.SetMemoryLimit(max(softMemory, live+live/2))
			case <-done:
				debug.SetMemoryLimit(before)
				return
			}
		}
	}()
	return func() { close(done) }
}
