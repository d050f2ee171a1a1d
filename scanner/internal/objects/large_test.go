package objects_test

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
)

// checksum notes of each object whether its content is what its name stands for.
type checksum struct {
	mu       sync.Mutex
	sound    map[objects.ID]bool
	problems []objects.Problem
}

func (c *checksum) Visit(_ int, o objects.Object) {
	sound := objectstest.Name(len(o.ID.Bytes()), o.Type, o.Data) == o.ID
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sound[o.ID] = sound
}

func (c *checksum) Problem(_ int, p objects.Problem) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.problems = append(c.problems, p)
}

// TestLargeObjects reads blobs of 40 MiB, loose, whole in packs and as deltas of one
// another, with four workers, in the memory of a few.
func TestLargeObjects(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const size, blobs = 40 << 20, 5
	for name, repack := range map[string][]string{
		"loose":  nil,
		"whole":  {"repack", "-adfkq", "--window=0"},
		"deltas": {"-c", "core.bigFileThreshold=1g", "repack", "-adfkq", "--window=3"},
	} {
		t.Run(name, func(t *testing.T) {
			r := objectstest.Init(t)
			want := map[objects.ID]bool{}
			for i := range blobs {
				content := append(bytes.Repeat([]byte("all alike "), size/10+1), fmt.Sprint(i)...)
				want[r.HashObject(objects.Blob, content)] = true
			}
			if repack != nil {
				r.Git(repack...)
			}
			s := open(t, r)
			debug.FreeOSMemory()
			before, peak := anonymous(t), watch(t)
			got := &checksum{sound: map[objects.ID]bool{}}
			require.NoError(t, s.Walk(t.Context(), 4, got, everything...))
			assert.Empty(t, got.problems)
			assert.Equal(t, want, got.sound)
			if grown := peak() - before; before > 0 {
				t.Logf("%d MiB more than before", grown>>20)
				assert.Less(t, grown, 4*size)
			}
		})
	}
}

// watch returns what the most anonymous memory was until it is called.
func watch(t *testing.T) func() int {
	most, end, ended := 0, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-end:
				return
			case <-time.After(5 * time.Millisecond):
				most = max(most, anonymous(t))
			}
		}
	}()
	return func() int { close(end); <-ended; return most }
}

// anonymous is this process' memory but for mapped files, where that is told.
func anonymous(t *testing.T) int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "RssAnon:")
	line, _, _ := strings.Cut(rest, "kB")
	kb, err := strconv.Atoi(strings.TrimSpace(line))
	assert.NoError(t, err)
	return kb << 10
}
