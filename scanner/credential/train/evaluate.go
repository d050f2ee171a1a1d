package train

import (
	"slices"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/detect"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Row is a labelled row with how sure a scan was that something stands on it.
type Row struct {
	Label
	Score      float64 // of the surest finding that the model judged there
	Judged     bool    // there is such a one
	Structured string  // rule that found something there by its form, "" for none
}

// Scan scans the labelled files with a model that has not seen their repositories
// and returns the rows. A row that is none counts only on lines without one that
// is.
func Scan(set *rules.Set, m *credential.Model, dir string, labels []Label) ([]Row, error) {
	all := *m
	all.Low = -100
	det := detect.New(set, detect.Options{Model: &all})
	s := det.NewScanner()
	var out []Row
	err := eachFile(dir, labels, func(path string, data []byte, of []Label) {
		found := s.Scan(leak.Unit{Origin: leak.Origin{Kind: leak.KindFile, Path: within(path)}, Data: data})
		for _, l := range of {
			onTrue := func(o Label) bool { return o.Credential && o.Line <= l.LastLine && l.Line <= o.LastLine }
			if !l.Credential && slices.ContainsFunc(of, onTrue) {
				continue
			}
			r := Row{Label: l}
			for i := range found {
				f := &found[i]
				if f.Start.Line > l.LastLine || f.End.Line < l.Line {
					continue
				}
				if f.Confidence != "" {
					r.Structured = f.Rule
					continue
				}
				score := f.Score + all.PathScore(within(path), f.Named, f.Bare)
				if !r.Judged || score > r.Score {
					r.Judged, r.Score = true, score
				}
			}
			out = append(out, r)
		}
	})
	return out, err
}

// Counts are of rows.
type Counts struct{ Found, Missed, Alarms int }

// Precision is the share of rows found that are credentials.
func (c Counts) Precision() float64 { return float64(c.Found) / float64(max(c.Found+c.Alarms, 1)) }

// Recall is the share of credentials found.
func (c Counts) Recall() float64 { return float64(c.Found) / float64(max(c.Found+c.Missed, 1)) }

// F1 is the harmonic mean of both.
func (c Counts) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// Count counts rows as found from a score on.
func Count(rows []Row, least float64) (c Counts) {
	for _, r := range rows {
		found := r.Structured != "" || r.Judged && r.Score >= least
		switch {
		case found && r.Credential:
			c.Found++
		case found:
			c.Alarms++
		case r.Credential:
			c.Missed++
		}
	}
	return c
}
