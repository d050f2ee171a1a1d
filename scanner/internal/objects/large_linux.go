package objects

import "syscall"

// mapMemory reserves memory; it takes what is written to.
func mapMemory(size int) []byte {
	b, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		return make([]byte, size)
	}
	return b
}

// forgetMemory gives back what memory has taken. It reads as zero afterwards.
func forgetMemory(b []byte) { _ = syscall.Madvise(b, syscall.MADV_DONTNEED) }

func unmapMemory(b []byte) { _ = syscall.Munmap(b) }
