//go:build !unix

package objects

import "os"

// mapFile reads the file whole where there is no mmap.
func mapFile(path string) (data []byte, unmap func(), err error) {
	data, err = os.ReadFile(path)
	return data, func() {}, err
}
