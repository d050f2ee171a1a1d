package scanner

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/source"
)

// hit is a finding in a blob. Secrets of equal value are equal.
type hit struct {
	blob, rule string
	secret     leak.Secret
	offset     int64
}

func hitOf(f *leak.Finding) hit { return hit{f.Origin.Object, f.Rule, f.Secret, f.Start.Offset} }

// walked is what the walk of a repository finds in blobs, before anything is
// attributed or decided.
func walked(t *testing.T, dir string, set *rules.Set) map[hit]bool {
	t.Helper()
	repo, err := source.FindRepository(dir)
	require.NoError(t, err)
	store, err := source.OpenStore(repo, 0, nil)
	require.NoError(t, err)
	defer store.Close()
	h := &source.History{Repo: repo, Store: store}
	defer h.Close()
	c := newCollector(detect.New(set, detect.Options{}), 2, nil)
	require.NoError(t, h.Scan(context.Background(), 2, c))
	hits := map[hit]bool{}
	found := c.found()
	for i := range found {
		if f := &found[i]; f.Origin.Kind == leak.KindFile && f.Start.Line > 0 && f.Origin.Path == "" {
			require.False(t, hits[hitOf(f)], "found twice")
			hits[hitOf(f)] = true
		}
	}
	return hits
}

// whole is the slow twin: go-git reads each blob, and it is searched as a whole.
func whole(t *testing.T, dir string, d *detect.Detector) (hits map[hit]bool, blobs int) {
	t.Helper()
	hits = map[hit]bool{}
	seen := map[objects.ID]bool{}
	s := d.NewScanner()
	objectstest.EachGoGit(t, dir, plumbing.BlobObject, func(o objects.Object) {
		if seen[o.ID] {
			return
		}
		seen[o.ID] = true
		for _, f := range s.Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Object: o.ID.String()}, Data: o.Data}) {
			hits[hitOf(&f)] = true
		}
	})
	return hits, len(seen)
}

// The walk finds what searching each blob as a whole finds, in histories whose
// versions split tokens, join them out of parts that were there, edit keys of
// several lines in their middle, move, copy and drop what they have.
func TestOracle(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	samples := allSamples(t)
	naive := detect.New(set, detect.Options{Naive: true})
	total := 0
	for seed := range int64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := repotest.New(t)
			r.Input(editedHistory(rand.New(rand.NewSource(seed)), samples, 60), "fast-import", "--quiet")
			r.Git("repack", "-adfq", fmt.Sprint("--depth=", 10+40*seed), "--window=20")
			want, _ := whole(t, r.Dir, naive)
			assert.Equal(t, want, walked(t, r.Dir, set))
			total += len(want)
		})
	}
	assert.Greater(t, total, 3000)
}

// TestOracleOnARepository is TestOracle on a repository that the environment
// names. It takes minutes on a large one.
func TestOracleOnARepository(t *testing.T) {
	dir := os.Getenv("LEAKSIEVE_ORACLE")
	if dir == "" {
		t.Skip("LEAKSIEVE_ORACLE names no repository")
	}
	set, err := rules.Builtin()
	require.NoError(t, err)
	want, blobs := whole(t, dir, detect.New(set, detect.Options{}))
	got := walked(t, dir, set)
	require.Equal(t, len(want), len(got))
	for h := range want {
		require.True(t, got[h], "%s: %s at %d is not found", h.blob, h.rule, h.offset)
	}
	t.Logf("%d blobs, %d hits, the same in both", blobs, len(got))
}

func allSamples(t *testing.T) (out []string) {
	t.Helper()
	r := rand.New(rand.NewSource(21))
	files, err := filepath.Glob("../rules/builtin/*.txtar")
	require.NoError(t, err)
	for _, f := range files {
		data, err := os.ReadFile(f)
		require.NoError(t, err)
		samples, err := rules.ParseSamples(data, r)
		require.NoError(t, err)
		for _, s := range samples {
			out = append(out, s.Data)
		}
	}
	require.NotEmpty(t, out)
	return out
}

// editedHistory is the input of git fast-import for versions of three files.
func editedHistory(r *rand.Rand, samples []string, versions int) string {
	var out strings.Builder
	files := [3]string{}
	for v := range versions {
		fmt.Fprintf(&out, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata 0\n", 1700000000+v)
		for i := range files {
			for range 1 + r.Intn(3) {
				files[i] = edit(r, files[i], samples)
			}
			fmt.Fprintf(&out, "M 100644 inline f%d\ndata %d\n%s\n", i, len(files[i]), files[i])
		}
		out.WriteString("\n")
	}
	return out.String()
}

func edit(r *rand.Rand, s string, samples []string) string {
	at := r.Intn(len(s) + 1)
	from := r.Intn(len(s) + 1)
	to := min(len(s), from+r.Intn(60))
	lines := strings.SplitAfter(s, "\n")
	switch r.Intn(9) {
	case 0: // inside a token, or beside one
		return s[:at] + string("x0_\n .\"\x00"[r.Intn(8)]) + s[at:]
	case 1: // joined
		return s[:from] + s[to:]
	case 2: // copied into the middle of something else
		return s[:at] + s[from:to] + s[at:]
	case 3: // lines moved
		i := r.Intn(len(lines))
		return strings.Join(slices.Concat(lines[i:], lines[:i]), "")
	case 4: // half a sample
		sample := samples[r.Intn(len(samples))]
		return s[:at] + sample[:r.Intn(len(sample)+1)] + s[at:]
	case 5: // a line dropped, as from a key of several
		i := r.Intn(len(lines))
		return strings.Join(slices.Concat(lines[:i], lines[i+1:]), "")
	}
	return s[:at] + samples[r.Intn(len(samples))] + s[at:]
}
