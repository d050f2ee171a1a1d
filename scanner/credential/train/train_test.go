package train_test

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/credential/train"
)

// corpus writes a small labelled corpus: in each of eight repositories, passwords
// that are drawn and placeholders that are written. It returns its folder.
func corpus(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	r := rand.New(rand.NewSource(1))
	labels := "path,line_start,line_end,truth,value_start,value_end,category\n"
	placeholders := []string{"changeme", "your_password", "password", "secret", "example", "test", "placeholder", "my_secret_key"}
	for repo := range 8 {
		path := fmt.Sprintf("data/repo%d/config/app.yml", repo)
		var text strings.Builder
		for n := range 40 {
			name := []string{"password", "db_password", "secret_key", "api_token"}[r.Intn(4)]
			value, truth := placeholders[r.Intn(len(placeholders))], "F"
			if n%2 == 0 {
				b := make([]byte, 14)
				for i := range b {
					b[i] = "bcdfghjkmnpqrstvwxz23456789BCDFGHJKM"[r.Intn(36)]
				}
				value, truth = string(b), "T"
			}
			fmt.Fprintf(&text, "%s: %q\n", name, value)
			labels += fmt.Sprintf("%s,%d,%d,%s,%d,%d,Password\n", path, n+1, n+1, truth, len(name)+3, len(name)+3+len(value))
		}
		write(t, dir, path, text.String())
	}
	write(t, dir, "labels.csv", labels)
	write(t, dir, "text/words.txt", strings.Repeat("the password of an example is a placeholder for your secret key and a test\n", 20))
	for n := range 5 {
		write(t, dir, fmt.Sprintf("clean/file%d.go", n), "package main\n\nconst passwordField = \"password\"\nvar token = next()\n")
		write(t, dir, fmt.Sprintf("text/%d.txt", n), "the password of an example is a placeholder for your secret key and a test\nthe words of another one\n")
	}
	return dir
}

func write(t *testing.T, dir, path, text string) {
	t.Helper()
	path = filepath.Join(dir, filepath.FromSlash(path))
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

func options(t *testing.T, dir string) train.Options {
	t.Helper()
	set, err := rules.Builtin()
	require.NoError(t, err)
	s := train.Defaults
	s.Trees = 40
	return train.Options{Corpus: dir, Text: []string{filepath.Join(dir, "text")}, Clean: []string{filepath.Join(dir, "clean")}, Rules: set, Folds: 4, Settings: s}
}

func TestAModelLearns(t *testing.T) {
	dir := corpus(t)
	var models [][]byte
	for range 2 {
		m, err := train.Read(options(t, dir))
		require.NoError(t, err)
		r, err := m.Measure()
		require.NoError(t, err)
		assert.Len(t, r.Rows, 8*40)
		c := train.Count(r.Rows, r.Levels.Medium)
		assert.Greater(t, c.Precision(), 0.95)
		assert.Greater(t, c.Recall(), 0.95)
		models = append(models, m.Train(r.Levels).Encode())
	}
	assert.Equal(t, models[0], models[1], "the same input gives the same model")

	m, err := credential.Decode(models[0])
	require.NoError(t, err)
	score := func(value string) float64 {
		line := `db_password: "` + value + `"`
		c, ok := credential.Find([]byte(line), 3, 11)
		require.True(t, ok)
		return m.Score(&c, "config/app.yml")
	}
	assert.Greater(t, score("x7kq"+"Gm2vTz9wBd"), m.Medium)
	assert.Less(t, score("your_password"), m.Medium)
}

func TestReadMistakes(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, dir string, o *train.Options)
		want  string
	}{
		"no corpus":     {func(_ *testing.T, _ string, o *train.Options) { o.Corpus = "nowhere" }, "reading labels: "},
		"no column":     {func(t *testing.T, dir string, _ *train.Options) { write(t, dir, "labels.csv", "path,truth\n") }, `labels.csv: no column "line_start"`},
		"no repository": {func(t *testing.T, dir string, _ *train.Options) { spoilLabels(t, dir, "data/repo0/config", "data") }, `labels.csv: line 2: path "data/app.yml" is not FOLDER/REPOSITORY/…`},
		"outside":       {func(t *testing.T, dir string, _ *train.Options) { spoilLabels(t, dir, "data/repo0", "../data/repo0") }, `labels.csv: line 2: path "../data/repo0/config/app.yml" is not FOLDER/REPOSITORY/…`},
		"no truth":      {func(t *testing.T, dir string, _ *train.Options) { spoilLabels(t, dir, ",1,1,T,", ",1,1,Q,") }, `labels.csv: line 2: truth is T or F, not "Q"`},
		"no line":       {func(t *testing.T, dir string, _ *train.Options) { spoilLabels(t, dir, ",1,1,", ",x,1,") }, `labels.csv: line 2: no lines from "x" to "1"`},
		"no label": {func(t *testing.T, dir string, _ *train.Options) {
			write(t, dir, "labels.csv", "path,line_start,line_end,truth,value_start,value_end,category\n")
		}, "labels.csv: no line is labelled"},
		"no words": {func(t *testing.T, dir string, o *train.Options) {
			write(t, dir, "few/a.txt", "hello world\n")
			o.Text = []string{filepath.Join(dir, "few")}
		}, "the text has no common words"},
		"no file":  {func(t *testing.T, dir string, _ *train.Options) { spoilLabels(t, dir, "repo0", "repo9") }, "reading labelled file: "},
		"one fold": {func(_ *testing.T, _ string, o *train.Options) { o.Folds = 1 }, "a model is measured on at least 2 folds"},
		"no text":  {func(_ *testing.T, _ string, o *train.Options) { o.Text = []string{"nowhere"} }, "nowhere"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := corpus(t)
			o := options(t, dir)
			c.spoil(t, dir, &o)
			_, err := train.Read(o)
			require.Error(t, err)
			assert.Contains(t, err.Error(), c.want)
		})
	}
}

func spoilLabels(t *testing.T, dir, old, with string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "labels.csv"))
	require.NoError(t, err)
	write(t, dir, "labels.csv", strings.ReplaceAll(string(b), old, with))
}
