// Package train makes the credential model from labelled lines and from text that
// holds no credentials, and measures it on repositories that it has not seen.
package train

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/credential"
	"github.com/leaksieve/leaksieve/scanner/detect"
)

// Label is a line of labels.csv: a value on a line of a file, and whether it is a
// credential.
type Label struct {
	Path                 string // slash-separated, from the folder of labels.csv; its second element is the repository
	Line, LastLine       int    // 1-based
	Credential           bool
	ValueStart, ValueEnd int // bytes from the beginning of Line; -1 when not known
	Category             string
}

// Repo returns the repository that the line is of.
func (l Label) Repo() string {
	parts := strings.SplitN(l.Path, "/", 3)
	return parts[min(1, len(parts)-1)]
}

// ReadLabels reads DIR/labels.csv, which has the columns path, line_start, line_end,
// truth (T or F), value_start, value_end and category, in any order.
func ReadLabels(dir string) ([]Label, error) {
	f, err := os.Open(filepath.Join(dir, "labels.csv"))
	if err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("reading labels: %w", err)
	}
	column := map[string]int{}
	for i, name := range head {
		column[name] = i
	}
	for _, name := range []string{"path", "line_start", "line_end", "truth", "value_start", "value_end", "category"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("%s: no column %q", f.Name(), name)
		}
	}
	var out []Label
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) && len(out) > 0 {
			return out, nil
		}
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: no line is labelled", f.Name())
		}
		if err != nil {
			return nil, fmt.Errorf("reading labels: %w", err)
		}
		number := func(name string) int {
			n, err := strconv.Atoi(row[column[name]])
			if err != nil {
				return -1
			}
			return n
		}
		l := Label{
			Path: row[column["path"]], Line: number("line_start"), LastLine: number("line_end"), Credential: row[column["truth"]] == "T",
			ValueStart: number("value_start"), ValueEnd: number("value_end"), Category: row[column["category"]],
		}
		at, _ := r.FieldPos(0)
		switch truth := row[column["truth"]]; {
		case truth != "T" && truth != "F":
			return nil, fmt.Errorf("%s: line %d: truth is T or F, not %q", f.Name(), at, truth)
		case l.Line < 1 || l.LastLine < l.Line:
			return nil, fmt.Errorf("%s: line %d: no lines from %q to %q", f.Name(), at, row[column["line_start"]], row[column["line_end"]])
		case strings.Count(l.Path, "/") < 2 || !filepath.IsLocal(filepath.FromSlash(l.Path)):
			return nil, fmt.Errorf("%s: line %d: path %q is not FOLDER/REPOSITORY/…", f.Name(), at, l.Path)
		}
		out = append(out, l)
	}
}

// Example is a candidate with its label.
type Example struct {
	credential.Candidate
	Path, Repo string
	Line       int
	Credential bool
	Weight     float64
}

// place is where a candidate's value stands in a file.
type place struct{ line, from, to int } // to and from count from the line's beginning

// candidates calls found with the candidates in data, each value once.
func candidates(s *detect.Scanner, data []byte, found func(c credential.Candidate, at place)) {
	heads := []int{0}
	for i, b := range data {
		if b == '\n' {
			heads = append(heads, i+1)
		}
	}
	seen := map[int]bool{}
	s.Candidates(data, func(c credential.Candidate, from, to int) {
		if seen[from] {
			return
		}
		seen[from] = true
		line := sort.SearchInts(heads, from+1)
		c.Line = bytes.Clone(c.Line)
		found(c, place{line, from - heads[line-1], to - heads[line-1]})
	})
}

// ReadExamples returns the candidates on labelled lines below dir. A candidate is a
// credential when a value that is one lies in it; candidates beside one, which
// nobody has labelled, are left out.
func ReadExamples(s *detect.Scanner, dir string, labels []Label) ([]Example, error) {
	var out []Example
	err := eachFile(dir, labels, func(path string, data []byte, of []Label) {
		byLine := map[int][]Label{}
		for _, l := range of {
			for n := l.Line; n <= l.LastLine; n++ {
				byLine[n] = append(byLine[n], l)
			}
		}
		candidates(s, data, func(c credential.Candidate, at place) {
			here := byLine[at.line]
			if len(here) == 0 {
				return
			}
			e := Example{Candidate: c, Path: within(path), Repo: here[0].Repo(), Line: at.line, Weight: 1}
			known := true
			for _, l := range here {
				if !l.Credential {
					continue
				}
				known = false
				if l.Line != l.LastLine || l.ValueStart < 0 || l.ValueStart < at.to && at.from < max(l.ValueEnd, l.ValueStart+1) {
					e.Credential, known = true, true
					break
				}
			}
			if known {
				out = append(out, e)
			}
		})
	})
	return out, err
}

// within returns a path without the folders of corpus and repository.
func within(path string) string { return strings.SplitN(path, "/", 3)[2] }

// eachFile calls do with each labelled file, in the order of the labels.
func eachFile(dir string, labels []Label, do func(path string, data []byte, of []Label)) error {
	byPath := map[string][]Label{}
	var paths []string
	for _, l := range labels {
		if byPath[l.Path] == nil {
			paths = append(paths, l.Path)
		}
		byPath[l.Path] = append(byPath[l.Path], l)
	}
	for _, path := range paths {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			return fmt.Errorf("reading labelled file: %w", err)
		}
		do(path, data, byPath[path])
	}
	return nil
}

// ReadClean returns the candidates in the text files below dirs, which hold no
// credentials to speak of, each with this weight.
func ReadClean(s *detect.Scanner, dirs []string, weight float64) ([]Example, error) {
	var out []Example
	for _, dir := range dirs {
		err := eachText(dir, func(path string, data []byte) {
			candidates(s, data, func(c credential.Candidate, at place) {
				out = append(out, Example{Candidate: c, Path: path, Repo: filepath.Base(dir), Line: at.line, Weight: weight})
			})
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
