//go:build !linux

package objects

// mapMemory makes memory on the heap, which systems give as it is written to.
func mapMemory(size int) []byte { return make([]byte, size) }

func forgetMemory([]byte) {}

func unmapMemory([]byte) {}
