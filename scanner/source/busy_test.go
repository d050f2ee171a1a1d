package source

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// readSink notes what is read of the object store.
type readSink struct {
	mu    sync.Mutex
	read  map[string]bool // blobs, and commits with a message
	skips []leak.Skip
}

func (s *readSink) Unit(_ int, u leak.Unit) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.Origin.Kind == leak.KindFile || u.Origin.Kind == leak.KindCommitMessage {
		s.read[u.Origin.Object] = true
	}
	return 0
}

func (s *readSink) Skip(k leak.Skip) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skips = append(s.skips, k)
}

func (*readSink) Count(string, int, int) {}
func (*readSink) Total(int64)            {}
func (*readSink) Done(int64)             {}

// TestHistoryBesideMaintenance scans histories while git works in them: all that
// a ref reached when the scan began is read, or there is a skip.
func TestHistoryBesideMaintenance(t *testing.T) {
	t.Parallel()
	r, stop := repotest.Busy(t, 2, repotest.Pruning...)
	scans, complete := 0, 0
	for begun := time.Now(); time.Since(begun) < 4*time.Second && !t.Failed(); {
		blobs, err := r.Objects("--all", "--filter=object:type=blob", "--filter-provided-objects")
		if err != nil {
			continue
		}
		commits, err := r.Objects("--all", "--filter=object:type=commit", "--filter-provided-objects")
		if err != nil {
			continue
		}
		require.NotEmpty(t, append(blobs, commits...))
		scans++
		if historyBeside(t, r, append(blobs, commits...)) {
			complete++
		}
	}
	t.Logf("%d commands, %d scans, %d complete", stop(), scans, complete)
	assert.NotZero(t, complete)
}

// historyBeside checks one scan and reports whether it was complete.
func historyBeside(t *testing.T, r *repotest.Repo, before []string) bool {
	repo, err := FindRepository(r.Dir)
	require.NoError(t, err)
	store, err := OpenStore(repo, 0, nil)
	require.NoError(t, err)
	defer store.Close()
	h := &History{Repo: repo, Store: store}
	defer h.Close()
	s := &readSink{read: map[string]bool{}}
	require.NoError(t, h.Scan(t.Context(), 2, s))
	for _, id := range before {
		if !s.read[id] && len(s.skips) == 0 {
			t.Errorf("%s was reachable and is not read, and nobody says so", id)
		}
	}
	return len(s.skips) == 0
}
