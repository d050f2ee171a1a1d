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
func openRegular(path string) (*os.File, os.FileInfo, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, nil, &os.PathError{Op: "open", Path: path, Err: errNotRegular}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	if st, err = f.Stat(); err != nil {
		f.Close()
	}
	return f, st, err
}

// ReadSmall reads a regular file whole that no git makes longer than limit.
func ReadSmall(path string, limit int64) ([]byte, error) {
	f, st, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if st.Size() > limit {
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that are read", path, st.Size(), limit)
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("%s grew over the %d bytes that are read", path, limit)
	}
	return data, err
}
