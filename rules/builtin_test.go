package rules_test

import (
	"bytes"
	"hash/fnv"
	"math/rand"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/decide"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// detectors are kept: to make one takes longer than to use it once.
var detectors = map[*rules.Set]*detect.Detector{}

// found returns the ids of the rules that report something in a sample.
func found(set *rules.Set, s rules.Sample) []string {
	decider := decide.New(decide.Options{Set: set})
	ids := []string{}
	if detectors[set] == nil {
		detectors[set] = detect.New(set, detect.Options{})
	}
	for _, f := range detectors[set].Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: s.Path}, Data: []byte(s.Data)}) {
		if decider.Decide(&f); !f.Decision.Suppressed && !slices.Contains(ids, f.Rule) {
			ids = append(ids, f.Rule)
		}
	}
	slices.Sort(ids)
	return ids
}

func sampleFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("builtin/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// readSamples draws the samples of a file, the same each time.
func readSamples(t *testing.T, file string) []rules.Sample {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	h := fnv.New64a()
	_, _ = h.Write([]byte(file))
	samples, err := rules.ParseSamples(data, rand.New(rand.NewSource(int64(h.Sum64()))))
	require.NoError(t, err, file)
	return samples
}

func TestBuiltinSamples(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, file := range sampleFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, s := range readSamples(t, file) {
				got := found(set, s)
				switch {
				case s.Not != "":
					assert.NotContains(t, got, s.Not, "%s:%d: %s", file, s.Line, s.Data)
				case s.Want == nil:
					assert.Empty(t, got, "%s:%d", file, s.Line)
				default:
					assert.Equal(t, s.Want, got, "%s:%d: %s", file, s.Line, s.Data)
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
			assert.NotEmpty(t, r.Keywords, "without, it is tried everywhere")
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

// Each rule has samples of its own: some that it finds and some that it nearly
// finds. The near misses of "want none" are those of the rule whose samples stand
// before them; others may be found by a rule of another file, a generic one that
// does not ask for the issuer's form.
func TestBuiltinRulesHaveHitsAndNearMisses(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	hits, misses := map[string]int{}, map[string]int{}
	for _, file := range sampleFiles(t) {
		beside, err := os.ReadFile(strings.TrimSuffix(file, ".txtar") + ".toml")
		require.NoError(t, err)
		var of []string
		for _, s := range readSamples(t, file) {
			own := slices.DeleteFunc(slices.Clone(s.Want), func(id string) bool { return !strings.Contains(string(beside), `= "`+id+`"`) })
			switch {
			case s.Not != "":
				require.NotNil(t, set.Rule(s.Not), "%s:%d: no rule has the id %q", file, s.Line, s.Not)
				misses[s.Not]++
			case len(own) > 0:
				of = own
				for _, id := range own {
					require.NotNil(t, set.Rule(id), "%s:%d: no rule has the id %q", file, s.Line, id)
					hits[id]++
				}
			default:
				for _, id := range of {
					misses[id] += len(rules.Surroundings)
				}
			}
		}
	}
	for _, r := range set.Rules {
		if r.SkipReport {
			continue // seen as a part of others
		}
		assert.GreaterOrEqual(t, hits[r.ID], 5, "%s: samples that are found", r.ID)
		assert.GreaterOrEqual(t, misses[r.ID], 3*len(rules.Surroundings), "%s: samples that are nearly found", r.ID)
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
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, pattern := range []string{"builtin/*", "*.go", "testdata/*.*"} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Empty(t, found(set, rules.Sample{Path: "rules/" + file, Data: string(data)}), "%s holds a token", file)
		}
	}
}
