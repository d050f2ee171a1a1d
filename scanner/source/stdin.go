package source

import (
	"context"
	"fmt"
	"io"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Stdin is a stream, scanned whole.
type Stdin struct {
	Reader  io.Reader
	Path    string // name under which it is reported; "" for none
	MaxSize int64  // bytes; what is longer is a Skip
}

// Scan implements Source.
func (s *Stdin) Scan(ctx context.Context, _ int, sink Sink) error {
	data, err := s.read(ctx)
	if err != nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	origin := leak.Origin{Kind: leak.KindStdin, Path: s.Path}
	if int64(len(data)) > s.MaxSize {
		sink.Count("file", 1, 0)
		sink.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: origin, Detail: fmt.Sprintf("standard input has more than %d bytes", s.MaxSize)})
		return nil
	}
	sink.Unit(0, leak.Unit{Origin: origin, Data: data})
	sink.Count("file", 1, 1)
	return nil
}

// read returns at once when ctx ends: whoever writes to a pipe may never do so.
func (s *Stdin) read(ctx context.Context) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := io.ReadAll(io.LimitReader(s.Reader, s.MaxSize+1))
		done <- result{data, err}
	}()
	select {
	case r := <-done:
		return r.data, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
