//go:build !unix

package objects

import "io"

// mapFile reads the file whole where there is no mmap.
func mapFile(path string) (data []byte, unmap func(), err error) {
	f, _, err := openRegular(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	data, err = io.ReadAll(f)
	return data, func() {}, err
}
