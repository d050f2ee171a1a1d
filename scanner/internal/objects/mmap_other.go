//go:build !unix

package objects

import (
	"io"
	"os"
)

// mapFile reads the file whole where there is no mmap.
func mapFile(path string) (data []byte, info os.FileInfo, unmap func(), err error) {
	f, info, err := openRegular(path)
	if err != nil {
		return nil, nil, nil, err
	}
	defer f.Close()
	data, err = io.ReadAll(f)
	return data, info, func() {}, err
}
