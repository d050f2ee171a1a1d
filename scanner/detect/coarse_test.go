package detect

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// long is a rule with windows of 1,000 bytes, with small bounds.
func long(t testing.TB) *Detector {
	t.Helper()
	set, err := rules.Parse("rules.toml", []byte("[[rules]]\nid='long'\nregex='\\bhead[a-z0-9.]*;'\nkeywords=['head']\nmaxSpan=1000"), rules.Native)
	require.NoError(t, err)
	d := New(set.Set, Options{})
	d.bounds = bounds{spare: 16 << 10, piece: 8 << 10}
	return d
}

// Content made of one keyword takes work in proportion to its length, and the
// secret in it is found all the same.
func TestCoarseSearch(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    []int // where matches begin
	}{
		"heads that nothing ends":   {strings.Repeat("head.", 2000), nil},
		"one end after many heads":  {strings.Repeat("head.", 2000) + " head.x;", []int{10001}},
		"heads between two secrets": {"head.x; " + strings.Repeat("head.", 2000) + " head.y;", []int{0, 10009}},
		"secrets side by side":      {strings.Repeat("head.abc;", 3) + strings.Repeat("head.", 2000), []int{0, 9, 18}},
	} {
		t.Run(name, func(t *testing.T) {
			s := long(t).NewScanner()
			trace := s.Search([]byte(c.content))
			require.True(t, trace.coarse)
			assert.LessOrEqual(t, s.work, s.d.workLimit(len(c.content))+2000)
			var at []int
			for _, h := range trace.hits {
				at = append(at, h.start)
			}
			assert.Equal(t, c.want, at)
		})
	}
}

func TestCoarseSearchLooksAcrossPieces(t *testing.T) {
	for _, shift := range []int{-900, -400, -6, -5, -4, -1, 0, 1, 4, 900} {
		n := long(t).piece + shift
		dense := strings.Repeat("head.", n/5) + strings.Repeat(" ", n%5)
		content := dense + " head." + strings.Repeat("a.", 150) + "x; " + dense
		trace := long(t).NewScanner().Search([]byte(content))
		require.True(t, trace.coarse)
		require.Len(t, trace.hits, 1, shift)
		assert.Equal(t, len(dense)+1, trace.hits[0].start, shift)
	}
}

// What begins where another match ends is found in a coarse search too.
func TestCoarseSearchFindsMatchesSideBySide(t *testing.T) {
	set, err := rules.Parse("rules.toml", []byte("[[rules]]\nid='a'\nregex='[a-z_]{0,90}key=([0-9]{4})n'\nkeywords=['key=']"), rules.Native)
	require.NoError(t, err)
	d := New(set.Set, Options{})
	d.bounds = bounds{spare: 0, piece: 64}
	trace := d.NewScanner().Search([]byte(strings.Repeat("my_key=5678n", 500)))
	require.True(t, trace.coarse)
	assert.Len(t, trace.hits, 500)
}

// However dense the base and the new version are, a delta gives what a search of
// the whole gives.
func TestDeltasOfDenseContent(t *testing.T) {
	s := long(t).NewScanner()
	r := rand.New(rand.NewSource(7))
	dense := func() string { return strings.Repeat("head.", r.Intn(4)+r.Intn(3)/2*r.Intn(1200)) }
	coarse := 0
	for range 60 {
		base := dense() + " head.secret;\n" + dense()
		trace := s.Search([]byte(base))
		cut := r.Intn(len(base))
		data := base[:cut] + dense() + base[cut:] + base[:cut]
		copies := []leak.Copy{{At: 0, From: 0, Len: cut}, {At: len(data) - len(base), From: cut, Len: len(base) - cut}, {At: len(data) - cut, From: 0, Len: cut}}
		got := s.SearchDelta([]byte(data), copies, trace, len(base))
		want := s.Search([]byte(data))
		require.Equal(t, want.coarse, got.coarse)
		require.Equal(t, want.hits, got.hits)
		require.Equal(t, want.tried, got.tried)
		if want.coarse {
			coarse++
		}
	}
	require.Greater(t, coarse, 10)
	require.Less(t, coarse, 60)
}

// A unit with more secrets than are reported says how many there are.
func TestFindingsOfAUnitAreBounded(t *testing.T) {
	s := long(t).NewScanner()
	content := []byte(strings.Repeat("head.a;\n", maxFindings+7))
	found := s.Scan(leak.Unit{Data: content})
	assert.Len(t, found, maxFindings)
	assert.Equal(t, 7, s.LeftOut())
	s.Scan(leak.Unit{Data: []byte("head.a;")})
	assert.Zero(t, s.LeftOut())
}

func TestSearchStops(t *testing.T) {
	d := long(t)
	asked := 0
	d.stopped = func() bool { asked++; return asked > 12 }
	trace := d.NewScanner().Search([]byte(strings.Repeat("head.a;\n", 100)))
	require.NotNil(t, trace)
	assert.Less(t, len(trace.hits), 5)
}

// What a window takes is carried over once for each time that it is copied, so that
// a long chain of deltas does not end as too much work.
func TestWorkOfDeltasIsThatOfWholes(t *testing.T) {
	s := long(t).NewScanner()
	half := strings.Repeat("no secret\n", 40)
	data := []byte(half + "head.secret;\n" + half)
	trace := s.Search(data)
	for range 50 {
		cut := len(half)
		copies := []leak.Copy{{At: 0, From: cut, Len: len(data) - cut}, {At: len(data) - cut, From: 0, Len: cut}}
		swapped := append(append([]byte{}, data[cut:]...), data[:cut]...)
		trace = s.SearchDelta(swapped, copies, trace, len(data))
		require.Equal(t, s.Search(swapped).tried, trace.tried)
		data = swapped
	}
	assert.Len(t, trace.tried, 1)
}
