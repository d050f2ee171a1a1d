package source

import (
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Stdin is a stream, scanned whole.
type Stdin struct {
	Reader  io.Reader
	Path    string // name under which it is reported; "" for none
	MaxSize int64  // bytes; what is longer is a Skip
}

// Scan implements Source. When ctx ends before the stream does, what has come so
// far is scanned.
func (s *Stdin) Scan(ctx context.Context, _ int, sink Sink) error {
	data, err := s.read(ctx)
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	origin := leak.Origin{Kind: leak.KindStdin, Path: s.Path}
	if int64(len(data)) > s.MaxSize {
		sink.Count("file", 1, 0)
		sink.Skip(leak.Skip{Reason: leak.SkipTooLarge, Origin: origin, Detail: fmt.Sprintf("standard input has more than %d bytes", s.MaxSize)})
		return nil
	}
	sink.Unit(0, leak.Unit{Origin: origin, Data: data})
	if err != nil {
		sink.Count("file", 1, 0)
		return err
	}
	sink.Count("file", 1, 1)
	return nil
}

// read returns what the stream has up to its end or, with ctx's error, up to when
// ctx ended: whoever writes to a pipe may never end it.
func (s *Stdin) read(ctx context.Context) ([]byte, error) {
	var (
		mu   sync.Mutex
		data []byte
		done = make(chan error, 1)
	)
	go func() {
		in, buf := io.LimitReader(s.Reader, s.MaxSize+1), make([]byte, 64<<10)
		for {
			n, err := in.Read(buf)
			mu.Lock()
			data = append(data, buf[:n]...)
			mu.Unlock()
			if err != nil {
				if err == io.EOF {
					err = nil
				}
				done <- err
				return
			}
		}
	}()
	var err error
	select {
	case err = <-done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	mu.Lock()
	defer mu.Unlock()
	return data, err
}
