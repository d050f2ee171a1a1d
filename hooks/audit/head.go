package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// Head names a state of the log: how many lines it has, and the hash of the last.
type Head struct {
	Count uint64 `json:"count"`
	Hash  string `json:"hash"`
}

// String returns "N:HASH", which ParseHead reads.
func (h Head) String() string { return fmt.Sprintf("%d:%s", h.Count, h.Hash) }

// ParseHead reads what Head.String writes.
func ParseHead(s string) (Head, error) {
	n, hash, ok := strings.Cut(s, ":")
	count, err := strconv.ParseUint(n, 10, 64)
	if !ok || err != nil || len(hash) != hashSize || strings.Trim(hash, "0123456789abcdef") != "" {
		return Head{}, fmt.Errorf("%q is no head of an audit log: want N:HASH, the hash with %d characters", s, hashSize)
	}
	return Head{count, hash}, nil
}

// mark is what the head file holds.
type mark struct {
	Head
	Size int64 `json:"size"` // bytes of the log with these lines
}

func headPath(log string) string { return log + ".head" }

// readMark returns the head file of a log; fs.ErrNotExist when there is none.
func readMark(log string) (mark, error) {
	var m mark
	f, err := os.OpenFile(headPath(log), os.O_RDONLY|noFollow, 0)
	if err != nil {
		return m, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 1<<10))
	if err != nil {
		return m, err
	}
	if json.Unmarshal(b, &m) != nil || len(m.Hash) != hashSize || m.Size < 0 || (m.Count == 0) != (m.Hash == zeroHash) {
		return m, &BrokenError{Path: headPath(log), Problems: []string{"it is no head of an audit log"}}
	}
	return m, nil
}

// writeMark puts a head file in the place of the one before, once it is on the disk.
func writeMark(log string, m mark) error {
	b, err := json.Marshal(m)
	if err != nil {
		return err
	}
	// The lock of the log is held: nobody else writes it. What one who died left is
	// replaced.
	temp := headPath(log) + ".tmp"
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.Write(append(b, '\n')); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(temp, headPath(log))
	}
	if err != nil {
		_ = os.Remove(temp)
	}
	return err
}
