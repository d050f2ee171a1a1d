package rules_test

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential/train"
)

// In README.md all below generatedFrom is written by TestReadme with -update.
const (
	readme        = "README.md"
	generatedFrom = "<!-- What follows is written by `go test ./rules -run TestReadme -update`. -->\n"
	corpusTable   = "testdata/corpus.tsv"
)

func TestReadme(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	if dir := os.Getenv("LEAKSIEVE_CORPUS"); dir != "" && *update {
		writeCorpusTable(t, dir)
	}
	data, err := os.ReadFile(readme)
	require.NoError(t, err)
	head, _, ok := strings.Cut(string(data), generatedFrom)
	require.True(t, ok, "%s has no line %q", readme, generatedFrom)
	want := head + generatedFrom + tables(t, set)
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(want), 0o600))
	} else if want != string(data) {
		t.Fatalf("%s is not what the rules, their samples and %s say: run `go test ./rules -run TestReadme -update`", readme, corpusTable)
	}
}

// tables returns one table of rules for each of the files, which are issuers.
func tables(t *testing.T, set *rules.Set) string {
	t.Helper()
	files, err := filepath.Glob("builtin/*.toml")
	require.NoError(t, err)
	samples, corpus := tallies(t, set), readCorpusTable(t)
	byID := map[string]*rules.Rule{}
	for _, r := range set.Rules {
		byID[r.ID] = r
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n## The %d rules of %d issuers\n", len(set.Rules), len(files))
	for _, file := range files {
		ids := idsOf(t, file)
		if len(ids) == 0 {
			continue // only allowlists
		}
		inCorpus := slices.ContainsFunc(ids, func(id string) bool { return corpus[id] != [2]int{} })
		fmt.Fprintf(&b, "\n### %s\n\n", strings.TrimSuffix(filepath.Base(file), ".toml"))
		columns := []string{"Rule", "What it is", "Severity", "What it can do, where it is revoked", "Found", "Silent"}
		if inCorpus {
			columns = append(columns, "Corpus")
		}
		row(&b, columns)
		row(&b, slices.Repeat([]string{"---"}, len(columns)))
		for _, id := range ids {
			r := byID[id]
			cells := []string{"`" + id + "`", cell(r.Description), string(r.Severity), cell(r.Help), "", ""}
			if s := samples[id]; r.SkipReport {
				cells[2] = "part"
			} else {
				cells[4], cells[5] = fmt.Sprintf("%d of %d", s.Found, s.Hits), fmt.Sprintf("%d of %d", s.Silent, s.Misses)
			}
			if n := corpus[id]; n != [2]int{} {
				cells = append(cells, fmt.Sprintf("%d right, %d wrong", n[0], n[1]))
			} else if inCorpus {
				cells = append(cells, "")
			}
			row(&b, cells)
		}
	}
	return b.String()
}

func row(b *strings.Builder, cells []string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

// cell escapes what would end a cell or begin an element or emphasis, the latter not
// in code.
func cell(text string) string {
	var b strings.Builder
	code := false
	for _, r := range text {
		switch {
		case r == '`':
			code = !code
		case r == '\n':
			r = ' '
		case r == '|', !code && strings.ContainsRune(`<*_[\`, r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func TestCells(t *testing.T) {
	for text, want := range map[string]string{
		"plain, (text).":      "plain, (text).",
		"a|b":                 `a\|b`,
		"two\nlines":          "two lines",
		"`a|b <c> *`, <d> *e": "`a\\|b <c> *`, \\<d> \\*e",
		"snake_case [x]":      `snake\_case \[x]`,
	} {
		assert.Equal(t, want, cell(text))
	}
}

// idsOf returns the ids of the rules of a file, in order.
func idsOf(t *testing.T, file string) (ids []string) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	var doc struct{ Rules []struct{ ID string } }
	require.NoError(t, toml.Unmarshal(data, &doc), file)
	for _, r := range doc.Rules {
		ids = append(ids, r.ID)
	}
	return ids
}

// readCorpusTable returns of each rule on how many labelled lines that hold a
// credential it found one, and on how many that hold none.
func readCorpusTable(t *testing.T) map[string][2]int {
	t.Helper()
	f, err := os.Open(corpusTable)
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	require.NoError(t, err)
	out := map[string][2]int{}
	for _, row := range rows[1:] {
		right, err := strconv.Atoi(row[1])
		require.NoError(t, err)
		wrong, err := strconv.Atoi(row[2])
		require.NoError(t, err)
		out[row[0]] = [2]int{right, wrong}
	}
	return out
}

// writeCorpusTable counts in the labelled files below dir, see train.ReadLabels. A
// line without a credential counts where none that has one touches it.
func writeCorpusTable(t *testing.T, dir string) {
	t.Helper()
	labels, err := train.ReadLabels(dir)
	require.NoError(t, err)
	byPath := map[string][]train.Label{}
	for _, l := range labels {
		byPath[l.Path] = append(byPath[l.Path], l)
	}
	user, counts := newScan(t), map[string][2]int{}
	for path, of := range byPath {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		require.NoError(t, err)
		found := user.of(strings.SplitN(path, "/", 3)[2], string(data))
		for _, l := range of {
			credential := func(o train.Label) bool { return o.Credential && o.Line <= l.LastLine && l.Line <= o.LastLine }
			if !l.Credential && slices.ContainsFunc(of, credential) {
				continue
			}
			here := map[string]bool{}
			for _, f := range found {
				if f.Start.Line <= l.LastLine && l.Line <= f.End.Line && !here[f.Rule] {
					here[f.Rule] = true
					n := counts[f.Rule]
					n[count(!l.Credential)]++
					counts[f.Rule] = n
				}
			}
		}
	}
	text := "rule\tright\twrong\n"
	for _, id := range slices.Sorted(maps.Keys(counts)) {
		text += fmt.Sprintf("%s\t%d\t%d\n", id, counts[id][0], counts[id][1])
	}
	require.NoError(t, os.WriteFile(corpusTable, []byte(text), 0o600))
}
