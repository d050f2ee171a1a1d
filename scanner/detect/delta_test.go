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
// search of the whole.
func checkVersions(t *testing.T, set *rules.Set, s *detect.Scanner, r *rand.Rand, samples []string, noise []byte, depth int) (hits int) {
	base := mixed(r, samples, noise)
	trace := s.Search(base)
	for range depth {
		v := edited(r, base, samples, noise)
		u := leak.Unit{Data: v.data}
		next := s.SearchDelta(v.data, v.copies, trace, len(base))
		want := told(s.Findings(u, s.Search(v.data)))
		require.Equal(t, want, told(s.Findings(u, next)), "base %q\ndata %q\ncopies %v", base, v.data, v.copies)
		hits += len(want)
		base, trace = slices.Clone(v.data), next
		if len(base) > 1<<15 {
			break
		}
	}
	return hits
}

func TestDeltasFindWhatWholesDo(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	samples := builtinSamples(t, 4)
	s := detect.New(set, detect.Options{}).NewScanner()
	r := rand.New(rand.NewSource(5))
	hits := 0
	for range 600 {
		hits += checkVersions(t, set, s, r, samples, []byte("\n= \"':,._-x0\xc3\xa4\n"), 8)
	}
	require.Greater(t, hits, 5000)
}

// FuzzDelta is TestDeltasFindWhatWholesDo with noise of the fuzzer's choice.
func FuzzDelta(f *testing.F) {
	set, err := rules.Builtin()
	require.NoError(f, err)
	samples := builtinSamples(f, 6)
	f.Add(int64(1), []byte("token = \n"))
	f.Add(int64(2), []byte("-----\n"))
	s := detect.New(set, detect.Options{}).NewScanner()
	f.Fuzz(func(t *testing.T, seed int64, noise []byte) {
		checkVersions(t, set, s, rand.New(rand.NewSource(seed)), samples, noise, 4)
	})
}
