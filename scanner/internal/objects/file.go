package objects

import (
	"errors"
	"fmt"
	"io"
	"os"
)

var errNotRegular = errors.New("not a regular file")

// openRegular opens a file and nothing else: to open a pipe would wait for ever
// for someone to write to it.
func openRegular(path string) (*os.File, int64, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if !st.Mode().IsRegular() {
		return nil, 0, &os.PathError{Op: "open", Path: path, Err: errNotRegular}
	}
	f, err := os.Open(path)
	return f, st.Size(), err
}

// ReadSmall reads a regular file whole that no git makes longer than limit.
func ReadSmall(path string, limit int64) ([]byte, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > limit {
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that are read", path, size, limit)
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s grew over the %d bytes that are read", path, limit)
	}
	return data, err
}
