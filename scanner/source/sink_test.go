package source

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/internal/objects"
	"github.com/leaksieve/leaksieve/scanner/internal/repotest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// memory is a Sink with a detector so simple that a test can say what it finds:
// words of the form KEY_x, and files called *.p12.
type memory struct {
	mu     sync.Mutex
	units  []string // of KindFile: path or object
	found  []leak.Finding
	skips  []leak.Skip
	counts map[string][2]int
}

var (
	aKey    = regexp.MustCompile(`KEY_[a-z0-9]+`)
	keyFile = regexp.MustCompile(`\.p12$`)
)

func (m *memory) Find(_ int, u leak.Unit) (found []leak.Finding) {
	for _, at := range aKey.FindAllIndex(u.Data, -1) {
		position := func(offset int) leak.Position {
			return leak.Position{Line: 1 + strings.Count(string(u.Data[:offset]), "\n"), Offset: int64(offset)}
		}
		found = append(found, leak.Finding{Rule: "key", Secret: leak.NewSecret(string(u.Data[at[0]:at[1]])), Origin: u.Origin, Start: position(at[0]), End: position(at[1]), Line: string(u.Data)})
	}
	if u.Origin.Kind == leak.KindFile && keyFile.MatchString(u.Origin.Path) {
		found = append(found, leak.Finding{Rule: "file", Origin: u.Origin})
	}
	return found
}

func (m *memory) Keep(found []leak.Finding) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.found = append(m.found, found...)
}

func (m *memory) Unit(worker int, u leak.Unit) int {
	found := m.Find(worker, u)
	m.Keep(found)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.units = append(m.units, u.Origin.Path)
	return len(found)
}

func (m *memory) WantsPath(name []byte) bool { return keyFile.Match(name) }

func (m *memory) Skip(s leak.Skip) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.skips = append(m.skips, s)
}

func (m *memory) Count(typ string, listed, scanned int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.counts == nil {
		m.counts = map[string][2]int{}
	}
	c := m.counts[typ]
	m.counts[typ] = [2]int{c[0] + listed, c[1] + scanned}
}

func (*memory) Total(int64) {}
func (*memory) Done(int64)  {}

// run scans src and returns what it found, placed.
func run(t *testing.T, src Source) *memory {
	t.Helper()
	m := &memory{}
	require.NoError(t, src.Scan(context.Background(), 3, m))
	sort.SliceStable(m.found, func(i, j int) bool { return leak.Less(&m.found[i], &m.found[j]) })
	if a, ok := src.(Attributor); ok {
		m.found = a.Attribute(m.found)
		sort.SliceStable(m.found, func(i, j int) bool { return leak.Less(&m.found[i], &m.found[j]) })
	}
	return m
}

// list shows findings as "secret kind path:line", sorted.
func (m *memory) list() []string {
	out := []string{}
	for _, f := range m.found {
		secret := f.Secret.Reveal()
		if secret == "" {
			secret = f.Rule
		}
		out = append(out, fmt.Sprintf("%s %s %s:%d", secret, f.Origin.Kind, f.Origin.Path, f.Start.Line))
	}
	slices.Sort(out)
	return out
}

// of returns the only finding of a secret.
func (m *memory) of(t *testing.T, secret string) leak.Finding {
	t.Helper()
	var found []leak.Finding
	for _, f := range m.found {
		if f.Secret.Reveal() == secret || f.Secret.Reveal() == "" && f.Origin.Path == secret {
			found = append(found, f)
		}
	}
	require.Len(t, found, 1, secret)
	return found[0]
}

func (m *memory) reasons() (out []string) {
	for _, s := range m.skips {
		out = append(out, fmt.Sprint(s.Reason, " ", s.Origin.Path))
	}
	slices.Sort(out)
	return out
}

// opened is a repository with its store.
func opened(t *testing.T, r *repotest.Repo) (*Repository, *objects.Store) {
	t.Helper()
	repo, err := FindRepository(r.Dir)
	require.NoError(t, err)
	store, err := OpenStore(repo, 0, nil)
	require.NoError(t, err)
	t.Cleanup(store.Close)
	return repo, store
}

func scanHistory(t *testing.T, r *repotest.Repo) *memory {
	t.Helper()
	repo, store := opened(t, r)
	h := &History{Repo: repo, Store: store}
	t.Cleanup(h.Close)
	return run(t, h)
}

func scanStaged(t *testing.T, r *repotest.Repo) *memory {
	t.Helper()
	repo, store := opened(t, r)
	return run(t, &Staged{Repo: repo, Store: store, IndexFile: IndexPath(repo, "", "")})
}

func scanRange(t *testing.T, r *repotest.Repo, text string) *memory {
	t.Helper()
	repo, store := opened(t, r)
	rg, err := ParseRange(repo, store, text)
	require.NoError(t, err)
	return run(t, &Range{Repo: repo, Store: store, Revisions: rg})
}
