package train

import (
	"errors"
	"hash/fnv"
	"io"
	"log/slog"
	"slices"
	"strconv"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/detect"
)

// Options say what a model is made from.
type Options struct {
	Corpus   string     // folder with labels.csv
	Text     []string   // folders whose text teaches how people write
	Clean    []string   // folders of source text that holds next to no credentials; may be empty
	Rules    *rules.Set // which find what is to be judged
	Folds    int        // into which the repositories are divided to measure; at least 2
	Settings Settings
	Log      *slog.Logger // may be nil
}

// Material is what is read of Options, once.
type Material struct {
	Options
	Labels   []Label
	Language *credential.Language
	words    []string
	examples []Example // on labelled lines
	clean    []Example // each different one once
}

// Weights of examples against those on labelled lines. Clean text has a few
// credentials in it after all; words stand for what the corpus does not show.
const (
	cleanWeight = 0.3
	wordsWeight = 1.0
	// notationWeight is that of each of the notationTimes lines that are made of one.
	notationWeight = 0.25
	notationTimes  = 2
)

// Read reads the corpus and the text.
func Read(o Options) (*Material, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.Folds < 2 {
		return nil, errors.New("a model is measured on at least 2 folds")
	}
	m := &Material{Options: o}
	var err error
	if m.Labels, err = ReadLabels(o.Corpus); err != nil {
		return nil, err
	}
	if m.Language, m.words, err = ReadLanguage(o.Text); err != nil {
		return nil, err
	}
	if len(m.words) == 0 {
		return nil, errors.New("the text has no common words: give more of it")
	}
	s := detect.New(o.Rules, detect.Options{Model: &credential.Model{Language: m.Language}}).NewScanner()
	if m.examples, err = ReadExamples(s, o.Corpus, m.Labels); err != nil {
		return nil, err
	}
	all, err := ReadClean(s, o.Clean, cleanWeight)
	if err != nil {
		return nil, err
	}
	m.clean = distinct(all)
	o.Log.Info("read", "labels", len(m.Labels), "examples", len(m.examples), "clean", len(all), "distinct", len(m.clean))
	return m, nil
}

// distinct leaves of examples with the same name and value in one tree the first.
func distinct(all []Example) []Example {
	type key struct {
		repo, name, value string
		syntax            credential.Syntax
	}
	seen := map[key]bool{}
	return slices.DeleteFunc(slices.Clone(all), func(e Example) bool {
		k := key{e.Repo, string(e.Candidate.Line[e.Name:e.NameEnd]), string(e.Text()), e.Syntax}
		again := seen[k]
		seen[k] = true
		return again
	})
}

// Fold returns the number of the fold that a repository is in.
func Fold(repo string, folds int) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(repo))
	return int(h.Sum32() % uint32(folds))
}

// Fit returns a model, without levels of confidence, of the repositories that keep
// says.
func (m *Material) Fit(keep func(repo string) bool) *credential.Model {
	of := func(all []Example) []Example {
		return slices.DeleteFunc(slices.Clone(all), func(e Example) bool { return !keep(e.Repo) })
	}
	labelled := InOtherNotations(WithWords(of(m.examples), m.Language, m.words, wordsWeight), notationTimes, notationWeight)
	return m.fit(append(labelled, m.hard(labelled, of(m.clean))...))
}

const (
	easyClean = 1500 // examples a tree
	quickly   = 80   // trees of the model that looks for the hard ones
	hardFrom  = -2.0 // scores of what is hard; what is above is a credential more often than not
	hardTo    = 2.5
)

// hard returns of clean examples some of each tree and those that a first model
// takes for credentials.
func (m *Material) hard(labelled, clean []Example) []Example {
	if len(clean) == 0 {
		return nil
	}
	size := map[string]int{}
	for _, e := range clean {
		size[e.Repo]++
	}
	var out []Example
	for i, e := range clean {
		if Fold(strconv.Itoa(i), size[e.Repo]) < easyClean {
			out = append(out, e)
		}
	}
	first := *m
	first.Settings.Trees = quickly
	model := first.fit(append(slices.Clone(labelled), out...))
	for _, e := range clean {
		if s := model.Score(&e.Candidate, e.Path); s > hardFrom && s < hardTo {
			out = append(out, e)
		}
	}
	return out
}

func (m *Material) fit(examples []Example) *credential.Model {
	rows := make([]row, len(examples))
	for i := range examples {
		e := &examples[i]
		m.Language.Describe(&e.Candidate, &rows[i].f)
		credential.DescribePath(e.Path, e.Bare(), &rows[i].f)
		rows[i].weight = e.Weight
		if e.Credential {
			rows[i].y = 1
		}
	}
	model := &credential.Model{Language: m.Language}
	model.Content, model.Path, model.Bias = boost(rows, m.Settings)
	return model
}

// Report is what a model's kind is worth on repositories that it has not seen.
type Report struct {
	Rows   []Row     // labelled lines, each judged by a model that has not seen its repository
	Alarms []Example // in clean text that are judged a credential of low confidence or more, likewise
	Scores []float64 // of Alarms
	Levels Levels
}

// Levels are the least scores of the levels of confidence.
type Levels struct{ Low, Medium, High float64 }

// The precision that judged lines of a level of confidence and better must have.
const (
	lowPrecision    = 0.80
	mediumPrecision = 0.955
	highPrecision   = 0.985 // 0.97 is promised
)

// Measure judges each fold by a model of the others.
func (m *Material) Measure() (*Report, error) {
	r := &Report{}
	type alarm struct {
		e Example
		s float64
	}
	var alarms []alarm
	for k := range m.Folds {
		in := func(repo string) bool { return Fold(repo, m.Folds) == k }
		model := m.Fit(func(repo string) bool { return !in(repo) })
		rows, err := Scan(m.Rules, model, m.Corpus, slices.DeleteFunc(slices.Clone(m.Labels), func(l Label) bool { return !in(l.Repo()) }))
		if err != nil {
			return nil, err
		}
		r.Rows = append(r.Rows, rows...)
		for _, e := range m.clean {
			if in(e.Repo) {
				alarms = append(alarms, alarm{e, model.Score(&e.Candidate, e.Path)})
			}
		}
		m.Log.Info("judged", "fold", k+1, "of", m.Folds, "rows", len(rows))
	}
	r.Levels = levels(r.Rows)
	for _, a := range alarms {
		if a.s >= r.Levels.Low {
			r.Alarms, r.Scores = append(r.Alarms, a.e), append(r.Scores, a.s)
		}
	}
	return r, nil
}

// levels returns the least scores from which on judged lines have the precision.
func levels(rows []Row) Levels {
	judged := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !r.Judged || r.Structured != "" })
	slices.SortFunc(judged, func(a, b Row) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	l := Levels{}
	found := 0
	for i, r := range judged {
		if r.Credential {
			found++
		}
		if i+1 < len(judged) && judged[i+1].Score == r.Score {
			continue // a level takes all of a score
		}
		switch p := float64(found) / float64(i+1); {
		case p >= highPrecision:
			l.High, l.Medium, l.Low = r.Score, r.Score, r.Score
		case p >= mediumPrecision:
			l.Medium, l.Low = r.Score, r.Score
		case p >= lowPrecision:
			l.Low = r.Score
		}
	}
	return l
}

// Train returns the model of all of the material, with levels of confidence.
func (m *Material) Train(l Levels) *credential.Model {
	model := m.Fit(func(string) bool { return true })
	model.Low, model.Medium, model.High = l.Low, l.Medium, l.High
	return model
}
