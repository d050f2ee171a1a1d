package rules_test

import (
	"bytes"
	"hash/fnv"
	"math/rand"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// scan is what leaksieve does with the built-in rules and no flag. It is for one
// goroutine.
type scan struct {
	det     *detect.Detector
	scanner *detect.Scanner
	decider *decide.Decider
}

var builtin = sync.OnceValues(func() (*detect.Detector, error) {
	set, err := rules.Builtin()
	return detect.New(set, detect.Options{Least: leak.ConfidenceMedium}), err
})

func newScan(t *testing.T) scan {
	t.Helper()
	det, err := builtin()
	require.NoError(t, err)
	set, err := rules.Builtin()
	require.NoError(t, err)
	return scan{det, det.NewScanner(), decide.New(decide.Options{Set: set})}
}

// of returns what is reported in content.
func (s scan) of(path, data string) []leak.Finding {
	all := s.scanner.Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: path}, Data: []byte(data)})
	return slices.DeleteFunc(all, func(f leak.Finding) bool {
		if !s.det.Judge(&f) {
			return true
		}
		s.decider.Decide(&f)
		return f.Decision.Suppressed
	})
}

// rules returns the ids of the rules that report something in content.
func (s scan) rules(path, data string) []string {
	ids := []string{}
	for _, f := range s.of(path, data) {
		ids = append(ids, f.Rule)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// scanned is a sample with the rules that report something in it.
type scanned struct {
	rules.Sample
	Got []string
}

var (
	scanningAll sync.Once
	allScanned  map[string][]scanned
)

// scannedSamples returns the samples of all files, by file. They are scanned once
// for all tests.
func scannedSamples(t *testing.T) map[string][]scanned {
	t.Helper()
	scanningAll.Do(func() {
		files := sampleFiles(t)
		lists := make([][]scanned, len(files))
		var wg sync.WaitGroup
		var next atomic.Int64
		for range runtime.GOMAXPROCS(0) {
			worker := newScan(t)
			wg.Go(func() {
				for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
					samples, err := readSamples(files[i])
					if !assert.NoError(t, err, files[i]) {
						continue
					}
					for _, s := range samples {
						lists[i] = append(lists[i], scanned{s, worker.rules(s.Path, s.Data)})
					}
				}
			})
		}
		wg.Wait()
		allScanned = map[string][]scanned{}
		for i, file := range files {
			allScanned[file] = lists[i]
		}
	})
	return allScanned
}

func sampleFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("builtin/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// readSamples draws the samples of a file, the same each time.
func readSamples(file string) ([]rules.Sample, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(file))
	return rules.ParseSamples(data, rand.New(rand.NewSource(int64(h.Sum64()))))
}

func TestBuiltinSamples(t *testing.T) {
	all := scannedSamples(t)
	for _, file := range sampleFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, s := range all[file] {
				if !s.Holds(s.Got) {
					t.Errorf("%s:%d: want %s, found %q in:\n%s", file, s.Line, s.Wants(), s.Got, s.Data)
				}
			}
		})
	}
}

func TestBuiltinRulesAreGenerated(t *testing.T) {
	const file = "builtin_rules.go"
	want, err := rules.Generated()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile(file, want, 0o600))
	}
	have, err := os.ReadFile(file)
	require.NoError(t, err)
	if !bytes.Equal(have, want) {
		t.Fatalf("%s is not what builtin/*.toml say: run `go generate ./rules`", file)
	}
}

func TestBuiltinRulesAreWhole(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	assert.GreaterOrEqual(t, len(set.Rules), 60)
	ids := map[string]bool{}
	for _, r := range set.Rules {
		t.Run(r.ID, func(t *testing.T) {
			assert.False(t, ids[r.ID], "the id is unique")
			ids[r.ID] = true
			assert.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$`, r.ID)
			assert.NotEmpty(t, r.Description)
			assert.Greater(t, len(strings.Fields(r.Help)), 7, "help says what the holder can do and where to revoke it")
			assert.NotZero(t, r.Severity.Rank())
			assert.NotEmpty(t, r.Refs)
			for _, ref := range r.Refs {
				u, err := url.Parse(ref)
				require.NoError(t, err)
				assert.Equal(t, "https", u.Scheme)
				assert.NotEmpty(t, u.Host)
			}
			assert.NotEmpty(t, r.Tags)
			assertNoRepeats(t, r.Tags)
			assertNoRepeats(t, r.Keywords)
			assertNoRepeats(t, r.Refs)
			assert.Equal(t, r.Content(), len(r.Keywords) > 0, "without, content is searched for it everywhere; a path has none")
			for _, k := range r.Keywords {
				assert.Equal(t, strings.ToLower(k), k)
				assert.GreaterOrEqual(t, len(k), 2, "a shorter keyword is everywhere")
			}
		})
	}
}

func assertNoRepeats(t *testing.T, words []string) {
	t.Helper()
	sorted := slices.Sorted(slices.Values(words))
	assert.Equal(t, sorted, slices.Compact(slices.Clone(sorted)))
}

// tally counts the samples of a rule.
type tally struct {
	Hits, Found    int
	Misses, Silent int // near misses, and those in which the rule reports nothing
	alone          int // misses that stand in one surrounding only
}

// tallies counts the samples by rule. Samples in which none of their file's rules is
// to report anything are near misses of the rule whose hits stand before them; a rule
// of another file, a generic one that does not ask for the issuer's form, may.
func tallies(t *testing.T, set *rules.Set) map[string]*tally {
	t.Helper()
	out := map[string]*tally{}
	for _, r := range set.Rules {
		out[r.ID] = &tally{}
	}
	for file, samples := range scannedSamples(t) {
		beside, err := os.ReadFile(strings.TrimSuffix(file, ".txtar") + ".toml")
		require.NoError(t, err)
		under := map[int]int{} // samples under the header on a line
		for _, s := range samples {
			under[s.Line]++
		}
		var of []string // rules whose hits stood last
		for _, s := range samples {
			own := slices.DeleteFunc(slices.Clone(s.Want), func(id string) bool { return !strings.Contains(string(beside), `= "`+id+`"`) })
			near := of
			if s.Not != "" {
				near = []string{s.Not}
			} else if len(own) > 0 {
				of, near = own, nil
			}
			for _, id := range slices.Concat(own, near) {
				require.NotNil(t, out[id], "%s:%d: no rule has the id %q", file, s.Line, id)
			}
			for _, id := range own {
				out[id].Hits++
				out[id].Found += count(slices.Contains(s.Got, id))
			}
			for _, id := range near {
				out[id].Misses++
				out[id].alone += count(under[s.Line] == 1)
				out[id].Silent += count(!slices.Contains(s.Got, id))
			}
		}
	}
	return out
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Each rule has samples of its own: some that it finds and some that it nearly finds.
func TestBuiltinRulesHaveHitsAndNearMisses(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	of := tallies(t, set)
	for _, r := range set.Rules {
		if r.SkipReport {
			continue // seen as a part of others
		}
		assert.GreaterOrEqual(t, of[r.ID].Hits, 5, "%s: samples that are found", r.ID)
		lines := of[r.ID].alone + (of[r.ID].Misses-of[r.ID].alone)/len(rules.Surroundings)
		assert.GreaterOrEqual(t, lines, 3, "%s: samples that are nearly found", r.ID)
	}
}

// Each rule file has its samples beside it, and no sample file is left over.
func TestRuleFilesAndSampleFilesPair(t *testing.T) {
	files, err := filepath.Glob("builtin/*.toml")
	require.NoError(t, err)
	var want []string
	for _, f := range files {
		want = append(want, strings.TrimSuffix(f, ".toml")+".txtar")
	}
	assert.Equal(t, want, sampleFiles(t))
}

// The files of this package as they are stored hold nothing that any rule finds,
// so that no scanner stumbles over the repository.
func TestStoredFilesHoldNoToken(t *testing.T) {
	for _, pattern := range []string{"builtin/*", "*.go", "*.md", "testdata/*.*"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			user := newScan(t)
			for _, file := range files {
				data, err := os.ReadFile(file)
				require.NoError(t, err)
				for _, f := range user.of("rules/"+file, string(data)) {
					assert.Fail(t, "a stored token", "%s:%d: %s", file, f.Start.Line, f.Rule)
				}
			}
		})
	}
}
