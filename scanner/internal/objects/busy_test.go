package objects_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
)

// TestScanBesideMaintenance scans a repository while git moves its objects about:
// whatever was there when a scan began is visited, or there is a problem.
func TestScanBesideMaintenance(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		maintain [][]string
		rev      []string // of objects that are never removed; none: all
	}{
		"pruning": {repotest.Pruning, []string{"--all"}},
		"keeping": {repotest.Keeping, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, stop := repotest.Busy(t, 1, test.maintain...)
			scans, complete := 0, 0
			for begun := time.Now(); time.Since(begun) < 4*time.Second && !t.Failed(); {
				before, err := r.Objects(test.rev...)
				if err != nil || len(before) == 0 {
					continue
				}
				scans++
				if scanBeside(t, r, before) {
					complete++
				}
			}
			t.Logf("%d commands, %d scans, %d complete", stop(), scans, complete)
			assert.NotZero(t, complete)
		})
	}
}

// scanBeside checks one scan and reports whether it was complete.
func scanBeside(t *testing.T, r *repotest.Repo, before []string) bool {
	s, err := objects.Open(r.Path(".git/objects"), objects.Options{})
	require.NoError(t, err)
	defer s.Close()
	got := walk(t, s, 2, objects.Blob)
	rest := walk(t, s, 2, objects.Commit, objects.Tree, objects.Tag)
	problems := append(append(s.Problems(), got.problems...), rest.problems...)
	for _, name := range before {
		id, err := objects.ParseID(name)
		require.NoError(t, err)
		_, blob := got.objects[id]
		_, other := rest.objects[id]
		if !blob && !other && len(problems) == 0 {
			t.Errorf("%s was there and is not visited, and nobody says so", id)
		}
		if typ, _, err := s.Read(id); err != nil || typ == objects.Bad {
			t.Errorf("reading %s, which is never removed: %v", id, err)
		}
	}
	return len(problems) == 0
}
