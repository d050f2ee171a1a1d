package audit

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// pending is a record that waits to be written.
type pending struct {
	record *Record
	done   bool
	err    error
}

// append returns once the record is on the disk, or will never be.
func (l *Log) append(ctx context.Context, r *Record) error {
	p := &pending{record: r}
	l.mu.Lock()
	l.queue = append(l.queue, p)
	l.mu.Unlock()

	l.commit.Lock()
	defer l.commit.Unlock()
	if p.done {
		return p.err // whoever had the lock before wrote it with its own
	}
	f, err := l.open(ctx)
	if err != nil {
		l.mu.Lock()
		l.queue = slices.DeleteFunc(l.queue, func(q *pending) bool { return q == p })
		l.mu.Unlock()
		return err
	}
	l.mu.Lock()
	batch := l.queue
	l.queue = nil
	l.mu.Unlock()
	err = errors.Join(l.write(f, batch), f.Close())
	for _, q := range batch {
		q.done, q.err = true, err
	}
	return err
}

// open returns the log, locked.
func (l *Log) open(ctx context.Context) (*lockedfile.File, error) {
	folder := filepath.Dir(l.o.Path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	info, err := os.Stat(folder)
	if err != nil {
		return nil, err
	}
	if err := private(folder, info); err != nil {
		return nil, err
	}
	for {
		f, err := lock(ctx, l.o.Path, os.O_RDWR|os.O_CREATE)
		if err != nil {
			return nil, err
		}
		same, err := plain(f, l.o.Path)
		if err == nil && same {
			return f, nil
		}
		_ = f.Close()
		if err != nil {
			return nil, err
		}
	}
}

// Lock makes a file beside a log, if it is not there, and waits for its lock, which holds
// between processes until unlock is called or the process ends.
func Lock(ctx context.Context, path string) (unlock func(), err error) {
	f, err := lock(ctx, path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}

// lock opens a file, which is no link, and waits for its lock.
func lock(ctx context.Context, path string, flag int) (*lockedfile.File, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	type opened struct {
		f   *lockedfile.File
		err error
	}
	got := make(chan opened, 1)
	go func() {
		f, err := lockedfile.OpenFile(path, flag|noFollow, 0o600)
		got <- opened{f, err}
	}()
	select {
	case o := <-got:
		return o.f, o.err
	case <-ctx.Done():
		go func() {
			if o := <-got; o.err == nil {
				_ = o.f.Close()
			}
		}()
		return nil, fmt.Errorf("waiting for the lock of %s: %w", path, context.Cause(ctx))
	}
}

// plain reports whether f is what stands at path, and not what was moved away while
// its lock was waited for. What is no file of the user is an error.
func plain(f *lockedfile.File, path string) (same bool, err error) {
	info, err := f.Stat()
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, fmt.Errorf("%s is no regular file", path)
	}
	if err := private(path, info); err != nil {
		return false, err
	}
	now, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case now.Mode()&fs.ModeSymlink != 0:
		return false, fmt.Errorf("%s is a symbolic link", path)
	}
	return os.SameFile(info, now), nil
}

// tail checks the end of the log against its head file, and returns it.
func (l *Log) tail(f *lockedfile.File) (mark, error) {
	info, err := f.Stat()
	if err != nil {
		return mark{}, err
	}
	m, err := readMark(l.o.Path)
	if errors.Is(err, fs.ErrNotExist) && info.Size() == 0 {
		m = mark{Head: Head{Hash: zeroHash}}
		return m, errors.Join(writeMark(l.o.Path, m), syncFolder(filepath.Dir(l.o.Path)))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return m, l.broken("its head, %s, is missing", headPath(l.o.Path))
	case err != nil:
		return m, err
	case info.Size() < m.Size:
		return m, l.broken("it was cut: it has %d bytes, and had %d with %d lines", info.Size(), m.Size, m.Count)
	case m.Count == 0:
		return m, nil
	}
	last := make([]byte, min(m.Size, maxLine))
	if _, err := f.ReadAt(last, m.Size-int64(len(last))); err != nil {
		return m, err
	}
	line, ok := bytes.CutSuffix(last, []byte("\n"))
	r, err := decode(line[bytes.LastIndexByte(line, '\n')+1:])
	if !ok || err != nil || r.Seq != m.Count || r.Hash != m.Hash {
		return m, l.broken("its last line is not the one that its head names, %s", m.Head)
	}
	return m, nil
}

func (l *Log) broken(format string, args ...any) error {
	return &BrokenError{Path: l.o.Path, Problems: []string{fmt.Sprintf(format, args...)}}
}

// write appends a batch, and makes it the end of the log.
func (l *Log) write(f *lockedfile.File, batch []*pending) error {
	m, err := l.tail(f)
	if err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	var lines []byte
	m, lines, err = l.recover(f, m, size)
	if err != nil {
		return err
	}
	for _, p := range batch {
		b, err := l.next(&m, p.record)
		if err != nil {
			return err
		}
		lines = append(lines, b...)
	}
	m.Size = size + int64(len(lines))
	if _, err = f.Write(lines); err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = writeMark(l.o.Path, m)
	}
	if err != nil {
		// Callers are told that nothing was written. Where even this fails, the head says
		// where the log ends, and the next append recovers.
		_ = f.Truncate(size)
	}
	return err
}

// next makes a record the one after m.
func (l *Log) next(m *mark, r *Record) ([]byte, error) {
	r.Seq, r.Prev, r.Time = m.Count+1, m.Hash, l.o.Now().UTC().Round(0)
	r.Host, r.User, r.PID, r.Run = l.o.Host, l.o.User, l.o.PID, l.o.Run
	r.cut(l.o.Hide)
	b, err := r.encode()
	if err == nil && len(b) > maxLine {
		err = fmt.Errorf("a line of %d bytes is too long", len(b))
	}
	m.Count, m.Hash = r.Seq, r.Hash
	return b, err
}

// recover looks at what stands between the end that the head names and that of the
// file: a process died there. Whole lines that go on with the chain are kept. If there
// is more, recover returns the line that sets it apart, to be written behind it.
func (l *Log) recover(f *lockedfile.File, m mark, size int64) (mark, []byte, error) {
	if size == m.Size {
		return m, nil, nil
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, size-1); err != nil {
		return m, nil, err
	}
	var end []byte // what the last line lacks
	if last[0] != '\n' {
		end = []byte("\n")
	}
	c := newChain(m.Head)
	rest := io.MultiReader(io.NewSectionReader(f, m.Size, size-m.Size), bytes.NewReader(end))
	err := eachLine(rest, func(raw []byte) error {
		_, _, _ = c.take(raw)
		return nil
	})
	m.Head = c.head
	if err != nil || c.junk == 0 {
		return m, end, err
	}
	r := &Record{
		Action: recovery, Phase: Note, Torn: &Torn{c.junk, hex.EncodeToString(c.sum.Sum(nil))},
		Detail: "a process died while it wrote: what stands before this line is no line",
	}
	b, err := l.next(&m, r)
	return m, append(end, b...), err
}
