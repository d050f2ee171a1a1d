package audit_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/audit"
)

// A process of TestWritersOfManyProcesses and TestKilled.
func TestMain(m *testing.M) {
	if path := os.Getenv("AUDIT_TEST_LOG"); path != "" {
		os.Exit(writers(path))
	}
	os.Exit(m.Run())
}

const (
	processes = 8
	perChild  = 125 // 1,000 writers in all
)

// writers appends from many goroutines, each an operation, and prints what was written.
// With AUDIT_TEST_ENDLESS it goes on until it is killed.
func writers(path string) int {
	l, err := audit.Open(context.Background(), audit.Options{Path: path})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	endless := os.Getenv("AUDIT_TEST_ENDLESS") != ""
	var wg sync.WaitGroup
	var mu sync.Mutex
	code := 0
	for i := range perChild {
		wg.Go(func() {
			for n := 0; n == 0 || endless; n++ {
				op, err := l.Begin(context.Background(), audit.Entry{Action: audit.Revoke, Subject: audit.Subject{Fingerprint: fmt.Sprint(i)}})
				if err == nil {
					err = op.End(audit.Outcome{Result: audit.Done, Detail: strings.Repeat("x", 200)})
				}
				mu.Lock()
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					code = 1
				} else {
					fmt.Println(op.ID())
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return code
}

func child(path string, env ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(append(os.Environ(), "AUDIT_TEST_LOG="+path), env...)
	cmd.Stderr = os.Stderr
	return cmd
}

// written checks that the log is intact and has both lines of these operations.
func written(t *testing.T, path string, ids []string) audit.State {
	t.Helper()
	state, err := audit.VerifyFile(t.Context(), path, nil)
	require.NoError(t, err)
	phases := map[string]string{}
	require.NoError(t, audit.Read(t.Context(), path, func(r audit.Record) error {
		phases[r.Operation] += string(r.Phase)
		return nil
	}))
	for _, id := range ids {
		assert.Equal(t, "beforeafter", phases[id])
	}
	return state
}

func TestWritersOfManyProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "audit.jsonl")
	start := time.Now()
	outs := make([]strings.Builder, processes)
	cmds := make([]*exec.Cmd, processes)
	for i := range cmds {
		cmds[i] = child(path)
		cmds[i].Stdout = &outs[i]
		require.NoError(t, cmds[i].Start())
	}
	var ids []string
	for i := range cmds {
		require.NoError(t, cmds[i].Wait())
		ids = append(ids, strings.Fields(outs[i].String())...)
	}
	t.Logf("%d operations of %d writers in %d processes: %v", len(ids), processes*perChild, processes, time.Since(start))
	require.Len(t, ids, processes*perChild)
	state := written(t, path, ids)
	assert.EqualValues(t, 2*processes*perChild, state.Count)
}

// What a process was told to be written is there after it was killed, and the log goes
// on.
func TestKilled(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a console process cannot be killed in the same way")
	}
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	var ids []string
	rounds := 20
	for i := range rounds {
		cmd := child(path, "AUDIT_TEST_ENDLESS=1")
		var out strings.Builder
		cmd.Stdout = &out
		require.NoError(t, cmd.Start())
		time.Sleep(time.Duration(40+i*7) * time.Millisecond)
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait()
		if lines := strings.SplitAfter(out.String(), "\n"); len(lines) > 0 {
			ids = append(ids, strings.Fields(strings.Join(lines[:len(lines)-1], ""))...)
		}
	}
	require.NotEmpty(t, ids)
	l, err := audit.Open(t.Context(), audit.Options{Path: path})
	require.NoError(t, err)
	_, err = l.Begin(t.Context(), audit.Entry{Action: audit.Notify})
	require.NoError(t, err)
	state := written(t, path, ids)
	t.Logf("%d lines, %d told, %d recoveries", state.Count, 2*len(ids), state.Recovered)
}
