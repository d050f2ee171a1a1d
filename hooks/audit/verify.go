package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// BrokenError says what is wrong with a log, or its head, and where.
type BrokenError struct {
	Path     string
	Problems []string // at most maxProblems, in the order of the lines
	More     int      // problems beyond these
}

const maxProblems = 20

func (e *BrokenError) Error() string {
	text := "the audit log " + e.Path + " is broken: " + strings.Join(e.Problems, "; ")
	if e.More > 0 {
		text += fmt.Sprintf("; and %d more", e.More)
	}
	return text
}

func (e *BrokenError) add(format string, args ...any) {
	if len(e.Problems) == maxProblems {
		e.More++
		return
	}
	e.Problems = append(e.Problems, fmt.Sprintf(format, args...))
}

// State is what Verify finds in a log that is intact.
type State struct {
	Head
	Recovered int  // times that what a process that died had left was set apart
	Torn      bool // such a rest stands at the end; the next append sets it apart
}

// VerifyFile reads a whole log and checks every line, and the end against the head
// file and, if it is not nil, against a head that was noted elsewhere. What is wrong is
// a *BrokenError; other errors say that the log could not be read.
func VerifyFile(ctx context.Context, path string, noted *Head) (State, error) {
	return read(ctx, path, noted, func(Record) error { return nil })
}

// Read calls fn with every line of a log, which is verified on the way. What fn was
// called with counts only if Read returns no error.
func Read(ctx context.Context, path string, fn func(Record) error) error {
	_, err := read(ctx, path, nil, fn)
	return err
}

// reading checks the lines of a log.
type reading struct {
	chain   *chain
	broken  BrokenError
	mark    mark
	noted   *Head
	state   State
	line    int   // number in the file
	at      int64 // bytes before the line
	suspect []string
	records func(Record) error
}

func read(ctx context.Context, path string, noted *Head, fn func(Record) error) (State, error) {
	f, err := lock(ctx, path, os.O_RDONLY)
	if err != nil {
		return State{}, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return State{}, errors.Join(err, fmt.Errorf("%s is no regular file", path))
	}
	r := &reading{chain: newChain(Head{Hash: zeroHash}), broken: BrokenError{Path: path}, noted: noted, records: fn}
	var bad *BrokenError
	switch r.mark, err = readMark(path); {
	case errors.Is(err, fs.ErrNotExist):
		r.broken.add("its head, %s, is missing", headPath(path))
	case errors.As(err, &bad):
		r.broken.add("its head, %s, is no head", headPath(path))
	case err != nil:
		return State{}, err
	}
	return r.all(ctx, f)
}

func (r *reading) all(ctx context.Context, f io.Reader) (State, error) {
	err := eachLine(f, func(raw []byte) error {
		if r.line%1000 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		r.line++
		err := r.take(raw)
		r.at += int64(len(raw))
		return err
	})
	if err != nil {
		return State{}, err
	}
	r.end()
	if len(r.broken.Problems) > 0 {
		return State{}, &r.broken
	}
	return r.state, nil
}

func (r *reading) take(raw []byte) error {
	expected := r.chain.head.Count + 1
	rec, next, err := r.chain.take(raw)
	switch {
	case err != nil: // it may be what a recovery accounts for
		r.suspect = append(r.suspect, fmt.Sprintf("line %d %s", r.line, err))
		return nil
	case !next:
		r.misplaced(rec, expected)
	case rec.Torn != nil:
		r.state.Recovered++
	}
	r.suspect = nil
	if r.mark.Count == rec.Seq && r.mark.Hash != rec.Hash {
		r.broken.add("line %d is not the one that its head names, %s", r.line, r.mark.Head)
	}
	if r.noted != nil && r.noted.Count == rec.Seq && r.noted.Hash != rec.Hash {
		r.broken.add("line %d is not the one of the head %s", r.line, r.noted)
	}
	return r.records(rec)
}

// misplaced says why a line that fits its own hash is not the next one, and goes on
// behind it.
func (r *reading) misplaced(rec Record, expected uint64) {
	for _, s := range r.suspect {
		r.broken.add("%s", s)
	}
	expected += uint64(len(r.suspect))
	switch {
	case rec.Seq > expected:
		r.broken.add("before line %d lines are missing: %d follows %d", r.line, rec.Seq, expected-1)
	case rec.Seq < expected:
		r.broken.add("line %d was repeated, moved or put in: %d follows %d", r.line, rec.Seq, expected-1)
	case len(r.suspect) == 0 && rec.Prev != r.chain.head.Hash:
		r.broken.add("line %d does not follow the line before: one of the two was put in or written anew", r.line)
	case len(r.suspect) == 0:
		r.broken.add("line %d sets apart what does not stand before it", r.line)
	}
	r.chain.restart(Head{rec.Seq, rec.Hash})
}

// end checks what the log should have come to.
func (r *reading) end() {
	head, torn := r.chain.head, int64(r.chain.junk)
	r.state.Head, r.state.Torn = head, torn > 0 && r.at-torn >= r.mark.Size
	if !r.state.Torn {
		for _, s := range r.suspect {
			r.broken.add("%s", s)
		}
		head.Count += uint64(len(r.suspect))
	}
	if head.Count < r.mark.Count {
		r.broken.add("the last %d of %d lines are missing", r.mark.Count-head.Count, r.mark.Count)
	}
	if r.noted != nil && head.Count < r.noted.Count {
		r.broken.add("it has %d lines, and had %d with the head %s", head.Count, r.noted.Count, r.noted)
	}
}
