//go:build unix

package objects

import (
	"os"
	"syscall"
)

// mapFile maps a file read-only. The mapping outlives the deletion of the file,
// so a `git gc` beside a scan takes nothing away from it. unmap may be called once.
func mapFile(path string) (data []byte, info os.FileInfo, unmap func(), err error) {
	f, info, err := openRegular(path)
	if err != nil {
		return nil, nil, nil, err
	}
	defer f.Close()
	if info.Size() == 0 {
		return nil, info, func() {}, nil
	}
	data, err = syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, nil, &os.PathError{Op: "mmap", Path: path, Err: err}
	}
	return data, info, func() { _ = syscall.Munmap(data) }, nil
}
