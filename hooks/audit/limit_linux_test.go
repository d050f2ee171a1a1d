package audit_test

import (
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/audit"
)

func TestPipeIsNoLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(path, 0o600))
	_, err := audit.Open(t.Context(), audit.Options{Path: path})
	require.ErrorContains(t, err, "is no regular file")
	_, err = audit.VerifyFile(t.Context(), path, nil)
	require.ErrorContains(t, err, "is no regular file")
}

// limitFileSize makes writes beyond a size fail, as on a full disk, until what it
// returns is called.
func limitFileSize(t *testing.T, size int64) func() {
	t.Helper()
	var old syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old))
	signal.Ignore(syscall.SIGXFSZ)
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(size), Max: old.Max}))
	return func() {
		require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old))
		signal.Reset(syscall.SIGXFSZ)
	}
}
