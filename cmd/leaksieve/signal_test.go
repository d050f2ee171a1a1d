//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

// signalling is a standard input that never ends and whose first byte is a signal
// to this process, which by then is handled.
type signalling struct {
	signal syscall.Signal
	never  chan struct{}
}

func (s *signalling) Read([]byte) (int, error) {
	_ = syscall.Kill(os.Getpid(), s.signal)
	<-s.never
	return 0, io.EOF
}

func TestASignalEndsTheScanWithAReportAndItsOwnExitCode(t *testing.T) {
	for _, tt := range []struct {
		signal syscall.Signal
		code   int
	}{{syscall.SIGINT, 130}, {syscall.SIGTERM, 143}} {
		t.Run(tt.signal.String(), func(t *testing.T) {
			in := &signalling{tt.signal, make(chan struct{})}
			defer close(in.never)
			var stdout, stderr strings.Builder
			code := run(context.Background(), []string{"stdin"}, nil, in, &stdout, &stderr)
			assert.Equal(t, tt.code, code)
			assert.Contains(t, stdout.String(), "not read: the scan was stopped before its end")
			assert.Contains(t, stdout.String(), "INCOMPLETE")
			assert.Empty(t, stderr.String())
		})
	}
}
