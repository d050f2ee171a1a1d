package source

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects/objectstest"
)

var objectTypes = []string{"blob", "commit", "tag", "tree"}

// gitCounts is how many objects of each type git lists.
func gitCounts(r *objectstest.Repo) map[string]int {
	counts := map[string]int{}
	for _, typ := range strings.Fields(string(r.Git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)", "--unordered"))) {
		counts[typ]++
	}
	return counts
}

// receipt scans a repository and returns what its account says.
func receipt(t *testing.T, r *objectstest.Repo) *memory {
	t.Helper()
	repo, err := FindRepository(r.Dir)
	require.NoError(t, err)
	store, err := OpenStore(repo, 0, nil)
	require.NoError(t, err)
	defer store.Close()
	h := &History{Repo: repo, Store: store}
	defer h.Close()
	m := &memory{}
	require.NoError(t, h.Scan(t.Context(), 2, m))
	return m
}

// TestReceipt: of each repository of the suite, the account has the objects that
// git lists, by type, all scanned.
func TestReceipt(t *testing.T) {
	for _, recipe := range objectstest.Recipes {
		t.Run(recipe.Name, func(t *testing.T) {
			t.Parallel()
			r := recipe.Build(t)
			want, m := gitCounts(r), receipt(t, r)
			for _, typ := range objectTypes {
				assert.Equal(t, [2]int{want[typ], want[typ]}, m.counts[typ], typ)
			}
		})
	}
}

// TestReceiptOfDamage: whatever is broken, each object that git listed while all was
// sound is in the account once, scanned or skipped, or a skip names a whole file.
func TestReceiptOfDamage(t *testing.T) {
	r := objectstest.Init(t)
	long := bytes.Repeat([]byte("a line that versions share\n"), 9)
	for i := range 4 {
		r.Write(r.Dir+"/file", fmt.Appendf(long, "version %d\n", i*1_000_003))
		r.Git("add", "-A")
		r.Git("commit", "-qm", fmt.Sprint("version ", i))
	}
	r.Git("tag", "-am", "tag", "v1")
	r.Git("repack", "-adfq")
	r.Write(r.Dir+"/loose", []byte("loose\n"))
	r.Git("add", "-A")
	r.Git("commit", "-qm", "loose")
	want, all := gitCounts(r), 0
	for _, n := range want {
		all += n
	}
	for _, f := range append(r.LooseFiles(), r.Packs()[0]+".pack", r.Packs()[0]+".idx") {
		sound, err := os.ReadFile(f)
		require.NoError(t, err)
		step := max(1, len(sound)/120)
		for at := 0; at < len(sound) && !t.Failed(); at += step {
			broken := bytes.Clone(sound)
			broken[at] ^= 1 << (at % 8)
			r.Write(f, broken)
			reconcile(t, receipt(t, r), want, all, fmt.Sprintf("%s, byte %d", f, at))
		}
		r.Write(f, sound)
	}
}

func reconcile(t *testing.T, m *memory, want map[string]int, all int, what string) {
	listed, scanned, wholeFile := 0, 0, false
	for _, typ := range append(objectTypes, "unknown") {
		c := m.counts[typ]
		listed, scanned = listed+c[0], scanned+c[1]
		assert.LessOrEqualf(t, c[1], want[typ], "%s: %ss scanned", what, typ)
	}
	named := 0
	for _, s := range m.skips {
		if s.Origin.Object == "" {
			wholeFile = true
		} else {
			named++
		}
	}
	if !wholeFile {
		assert.Equalf(t, all, listed, "%s: objects listed\n%v\n%+v", what, m.counts, m.skips)
	}
	if scanned < all {
		assert.NotEmptyf(t, m.skips, "%s: %d of %d scanned", what, scanned, all)
	}
	assert.LessOrEqualf(t, listed-scanned, named, "%s: objects skipped", what)
}
