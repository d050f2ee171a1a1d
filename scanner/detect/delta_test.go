package detect_test

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func TestSearchDelta(t *testing.T) {
	set := loaded(t, `
[[rules]]
id = 'key'
regex = '\bkey-[0-9]{4}\b'
keywords = ['key-']
[[rules]]
id = 'block'
regex = 'BEGIN\n[a-z\n]{1,40}\nEND'
keywords = ['begin']
[[rules]]
id = 'line'
regex = 'long=[a-z]+;'
keywords = ['long=']
[[rules]]
id = 'whole'
regex = '[A-Z]{3}[0-9]{3}'
`)
	copied := func(at, from, n int) leak.Copy { return leak.Copy{At: at, From: from, Len: n} }
	for name, c := range map[string]struct {
		base, data string
		copies     []leak.Copy
		want       []string
	}{
		"all copied":                          {"a key-1234 b", "a key-1234 b", []leak.Copy{copied(0, 0, 12)}, []string{"key key-1234"}},
		"a line added before":                 {"key-1234\n", "x\nkey-1234\n", []leak.Copy{copied(2, 0, 9)}, []string{"key key-1234"}},
		"joined out of two copies":            {"key-12\n34 x", "key-1234 x", []leak.Copy{copied(0, 0, 6), copied(6, 7, 4)}, []string{"key key-1234"}},
		"joined across a copy and new bytes":  {"key-12\n", "key-1234\n", []leak.Copy{copied(0, 0, 6), copied(8, 6, 1)}, []string{"key key-1234"}},
		"the keyword new, the rest copied":    {"1234\n", "key-1234\n", []leak.Copy{copied(4, 0, 5)}, []string{"key key-1234"}},
		"broken by an edit inside":            {"key-1234\n", "key-12x34\n", []leak.Copy{copied(0, 0, 6), copied(7, 6, 3)}, nil},
		"broken by an edit after":             {"key-1234\n", "key-12345\n", []leak.Copy{copied(0, 0, 8), copied(9, 8, 1)}, nil},
		"broken by an edit before":            {"\nkey-1234", "xkey-1234", []leak.Copy{copied(1, 1, 8)}, nil},
		"mended by a cut":                     {"xkey-1234", "key-1234", []leak.Copy{copied(0, 1, 8)}, []string{"key key-1234"}},
		"mended by a cut at the end":          {"key-12345", "key-1234", []leak.Copy{copied(0, 0, 8)}, []string{"key key-1234"}},
		"copied twice":                        {"key-1234\n", "key-1234\nkey-1234\n", []leak.Copy{copied(0, 0, 9), copied(9, 0, 9)}, []string{"key key-1234", "key key-1234"}},
		"a block whose middle is edited":      {"BEGIN\nab\ncd\nEND", "BEGIN\nab\nx\ncd\nEND", []leak.Copy{copied(0, 0, 9), copied(11, 9, 6)}, []string{"block BEGIN\nab\nx\ncd\nEND"}},
		"a block whose middle is destroyed":   {"BEGIN\nab\ncd\nEND", "BEGIN\nab\n0\ncd\nEND", []leak.Copy{copied(0, 0, 9), copied(11, 9, 6)}, nil},
		"a block that gets its end far below": {"BEGIN\nab\n0\ncd\nEND", "BEGIN\nab\ncd\nEND", []leak.Copy{copied(0, 0, 9), copied(9, 11, 6)}, []string{"block BEGIN\nab\ncd\nEND"}},
		"a rule tried on lines":               {"long=ab", "long=ab;", []leak.Copy{copied(0, 0, 7)}, []string{"line long=ab;"}},
		"a rule without keywords":             {"ABC", "ABC123", []leak.Copy{copied(0, 0, 3)}, []string{"whole ABC123"}},
		"nothing copied":                      {"", "key-1234", nil, []string{"key key-1234"}},
		"nothing left":                        {"key-1234", "", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			for _, k := range c.copies {
				require.Equal(t, c.base[k.From:k.From+k.Len], c.data[k.At:k.At+k.Len], "the case is made wrongly")
			}
			s := detect.New(set, detect.Options{}).NewScanner()
			trace := s.SearchDelta([]byte(c.data), c.copies, s.Search([]byte(c.base)), len(c.base))
			var got []string
			for _, f := range s.Findings(leak.Unit{Data: []byte(c.data)}, trace) {
				got = append(got, f.Rule+" "+f.Secret.Reveal())
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// version is content and how it came of the one before it.
type version struct {
	data   []byte
	copies []leak.Copy
}

// edited copies stretches of a base, mostly in order, with other bytes between
// them.
func edited(r *rand.Rand, base []byte, samples []string, noise []byte) (v version) {
	insert := func() {
		switch r.Intn(4) {
		case 0:
			v.data = append(v.data, mixed(r, samples, noise)...)
		case 1:
			if len(noise) > 0 {
				v.data = append(v.data, noise[r.Intn(len(noise)):]...)
			}
		case 2:
			v.data = append(v.data, '\n')
		}
	}
	from := 0
	for range 1 + r.Intn(5) {
		if r.Intn(2) == 0 {
			insert()
		}
		if from >= len(base) || r.Intn(6) == 0 {
			from = r.Intn(len(base) + 1)
		}
		n := r.Intn(len(base) - from + 1)
		if n > 0 {
			v.copies = append(v.copies, leak.Copy{At: len(v.data), From: from, Len: n})
			v.data = append(v.data, base[from:from+n]...)
		}
		from += n
		if r.Intn(3) == 0 {
			from = min(len(base), from+r.Intn(12))
		}
	}
	if r.Intn(2) == 0 {
		insert()
	}
	return v
}

// checkVersions follows a chain of deltas and compares each version with a
// search of the whole by another.
func checkVersions(t *testing.T, s, twin *detect.Scanner, r *rand.Rand, samples []string, noise []byte, depth int) (hits int) {
	base := mixed(r, samples, noise)
	trace := s.Search(base)
	for range depth {
		v := edited(r, base, samples, noise)
		u := leak.Unit{Data: v.data}
		next := s.SearchDelta(v.data, v.copies, trace, len(base))
		want := told(twin.Findings(u, twin.Search(v.data)))
		require.Equal(t, want, told(s.Findings(u, next)), "base %q\ndata %q\ncopies %v", base, v.data, v.copies)
		hits += len(want)
		base, trace = slices.Clone(v.data), next
		if len(base) > 1<<15 {
			break
		}
	}
	return hits
}

// mixedRules are the built-in rules and two that have no windows.
func mixedRules(t testing.TB) *rules.Set {
	return loaded(t, "[extend]\nuseDefault = true\n[[rules]]\nid='line'\nregex='=[^\\n]+;'\nkeywords=['=']\n[[rules]]\nid='whole'\nregex='(?s)token.*secret'\nkeywords=['token']\n")
}

func TestDeltasFindWhatWholesDo(t *testing.T) {
	set := mixedRules(t)
	samples := builtinSamples(t, 4)
	twin := detect.New(set, detect.Options{}).NewScanner()
	r := rand.New(rand.NewSource(5))
	hits := 0
	var s *detect.Scanner
	for i := range 600 {
		if i%4 == 0 {
			s = detect.Gated(detect.New(set, detect.Options{})).NewScanner() // to which every keyword is new
		}
		hits += checkVersions(t, s, twin, r, samples, []byte("\n= \"':,._-x0\xc3\xa4\n"), 8)
	}
	require.Greater(t, hits, 5000)
}

// FuzzDelta is TestDeltasFindWhatWholesDo with noise of the fuzzer's choice.
func FuzzDelta(f *testing.F) {
	set := mixedRules(f)
	samples := builtinSamples(f, 6)
	f.Add(int64(1), []byte("token = \n"))
	f.Add(int64(2), []byte("-----\n"))
	twin := detect.New(set, detect.Options{}).NewScanner()
	f.Fuzz(func(t *testing.T, seed int64, noise []byte) {
		s := detect.Gated(detect.New(set, detect.Options{})).NewScanner()
		checkVersions(t, s, twin, rand.New(rand.NewSource(seed)), samples, noise, 4)
	})
}

// Rules that are tried on lines or on everything are known when their keyword is first
// met, in a base, by another worker, or in new bytes.
func TestDeltaMeetsRulesThatHaveNoWindows(t *testing.T) {
	set := loaded(t, `
[[rules]]
id = 'line'
regex = 'long=[a-z]+;'
keywords = ['long=']
[[rules]]
id = 'whole'
regex = 'BEGIN[a-z\n]+END'
keywords = ['begin']
`)
	const base = "x\nlong=ab\nBEGIN\n"
	for name, c := range map[string]struct {
		data   string
		copies []leak.Copy
		want   int
	}{
		"in the base":          {"x\nlong=ab\nBEGIN\n;a\nEND", []leak.Copy{{At: 0, From: 0, Len: 16}}, 0},
		"ended far from there": {"x\nlong=ab\nBEGIN\na\nEND", []leak.Copy{{At: 0, From: 0, Len: 16}}, 1},
		"both":                 {"x\nlong=ab;\nBEGIN\nEND", []leak.Copy{{At: 0, From: 0, Len: 9}, {At: 10, From: 9, Len: 7}}, 2},
		"in new bytes":         {"x\nlong=ab;\nBEGIN\nEND", []leak.Copy{{At: 0, From: 0, Len: 2}}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			d := detect.New(set, detect.Options{})
			s, other := d.NewScanner(), d.NewScanner()
			trace := s.SearchDelta([]byte(c.data), c.copies, other.Search([]byte(base)), len(base))
			found := s.Findings(leak.Unit{Data: []byte(c.data)}, trace)
			assert.Len(t, found, c.want)
			assert.Equal(t, told(other.Findings(leak.Unit{Data: []byte(c.data)}, other.Search([]byte(c.data)))), told(found))
		})
	}
	t.Run("met first in a delta", func(t *testing.T) {
		s := detect.New(set, detect.Options{}).NewScanner()
		data := []byte("x\nlong=ab;\ny")
		trace := s.SearchDelta(data, []leak.Copy{{At: 0, From: 0, Len: 2}, {At: 11, From: 2, Len: 1}}, s.Search([]byte("x\ny")), 3)
		require.Len(t, s.Findings(leak.Unit{Data: data}, trace), 1)
		data = []byte("x\nlong=ab\n;\ny")
		trace = s.SearchDelta(data, []leak.Copy{{At: 0, From: 0, Len: 9}}, trace, 12)
		assert.Empty(t, s.Findings(leak.Unit{Data: data}, trace))
	})
}
