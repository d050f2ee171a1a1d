package decide

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Baseline is a report of findings that are known: ours (JSON or JSONL), or
// gitleaks' JSON. A finding of it is suppressed when it is found again.
type Baseline struct {
	file   string
	ours   map[string]bool // fingerprint -> used
	theirs []gitleaksFinding
	byFile map[ruleAndFile][]int // in theirs
}

type ruleAndFile struct{ rule, file string }

// ReadBaseline reads the file. One that is no report is an error: a baseline
// that accepts nothing by mistake is found out sooner than one that accepts all.
func ReadBaseline(path string) (*Baseline, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading baseline: %w", err)
	}
	return ParseBaseline(path, b)
}

// ParseBaseline reads the content of a baseline. An error names the line.
func ParseBaseline(path string, data []byte) (*Baseline, error) {
	data = bytes.TrimPrefix(data, utf8BOM)
	bl := &Baseline{file: filepath.Base(path), ours: map[string]bool{}, byFile: map[ruleAndFile][]int{}}
	read, kind := bl.readOurs, "of leaksieve or gitleaks"
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		read, kind = bl.readTheirs, "of gitleaks"
	}
	if at, err := read(data); err != nil {
		var wrongType *json.UnmarshalTypeError
		if errors.As(err, &wrongType) {
			err = inWords(wrongType)
		}
		line := 1 + bytes.Count(data[:min(max(at, 0), int64(len(data)))], []byte("\n"))
		return nil, fmt.Errorf("baseline %s:%d: not a report %s: %w", path, line, kind, err)
	}
	return bl, nil
}

// readOurs reads one JSON document or a document a line. at is about where an
// error is.
func (bl *Baseline) readOurs(data []byte) (at int64, err error) {
	type finding struct{ Fingerprint string }
	dec := json.NewDecoder(bytes.NewReader(data))
	known, open := false, false
	for {
		var doc struct {
			Schema   int
			Type     string
			Finding  *finding
			Findings []finding
		}
		start := dec.InputOffset()
		if err := dec.Decode(&doc); err == io.EOF {
			break
		} else if err != nil {
			return jsonOffset(err, start, data), err
		}
		known = known || doc.Schema > 0 || doc.Type == "run"
		open = (open || doc.Type == "run") && doc.Type != "summary"
		if doc.Finding != nil {
			doc.Findings = append(doc.Findings, *doc.Finding)
		}
		for _, f := range doc.Findings {
			if !IsFingerprint(f.Fingerprint) {
				return start + 1, errors.New("a finding has no fingerprint")
			}
			bl.ours[f.Fingerprint] = false
		}
	}
	if !known {
		return 0, errors.New(`it has no "schema"`)
	}
	if open {
		return int64(len(data)), errors.New("it has no summary, it was cut short")
	}
	return 0, nil
}

// jsonOffset returns where in data an error is that came up in the value that
// begins at start.
func jsonOffset(err error, start int64, data []byte) int64 {
	var syntax *json.SyntaxError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return syntax.Offset
	case errors.As(err, &wrongType):
		return start + wrongType.Offset
	}
	return int64(len(data)) // it ends too early
}

func inWords(e *json.UnmarshalTypeError) error {
	have, _, _ := strings.Cut(e.Value, " ") // without the number itself
	if e.Field == "" {
		return fmt.Errorf("a JSON %s stands where an object should", have)
	}
	return fmt.Errorf("the value of %s is a JSON %s", e.Field, have)
}

// gitleaksFinding is what matters of a finding in a gitleaks JSON report.
type gitleaksFinding struct {
	rule, file, commit string
	line               int
	secret             leak.Secret // or, when redacted, what was left of its beginning
	redacted           bool
	used               bool
}

func (bl *Baseline) readTheirs(data []byte) (at int64, err error) {
	var all []struct {
		RuleID, Commit, File, Secret string
		StartLine                    int
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return jsonOffset(err, 0, data), err
	}
	for i, g := range all {
		if g.RuleID == "" {
			return 0, fmt.Errorf("finding %d has no RuleID", i+1)
		}
		f := gitleaksFinding{rule: g.RuleID, file: path.Clean(g.File), commit: g.Commit, line: g.StartLine}
		shown, cut := strings.CutSuffix(g.Secret, "...") // --redact=NUMBER leaves the beginning, --redact one word
		if g.Secret == "REDACTED" {
			shown = ""
		}
		f.secret, f.redacted = leak.NewSecret(shown), cut || shown == ""
		key := ruleAndFile{f.rule, f.file}
		bl.byFile[key] = append(bl.byFile[key], len(bl.theirs))
		bl.theirs = append(bl.theirs, f)
	}
	return 0, nil
}

func (*Baseline) by() string { return leak.SuppressedByBaseline }

func (bl *Baseline) match(f *leak.Finding, names []string) (string, bool) {
	_, ok := bl.ours[f.Fingerprint]
	if ok {
		bl.ours[f.Fingerprint] = true
	}
	for _, name := range names {
		for _, i := range bl.byFile[ruleAndFile{name, f.Origin.Path}] {
			if g := &bl.theirs[i]; g.matches(f) {
				g.used, ok = true, true
			}
		}
	}
	return "known in " + bl.file, ok
}

// matches compares the secrets, of a finding of the same rule in the same file;
// where the report hides them, the line and the commit instead.
func (g *gitleaksFinding) matches(f *leak.Finding) bool {
	if !g.redacted {
		return g.secret == f.Secret
	}
	if g.commit != "" && f.Exposure.First != nil && g.commit != f.Exposure.First.ID {
		return false
	}
	return g.line == f.Start.Line && strings.HasPrefix(f.Secret.Reveal(), g.secret.Reveal())
}

func (bl *Baseline) unused() (out []string) {
	for fp, used := range bl.ours {
		if !used {
			out = append(out, fmt.Sprintf("%s: %s", bl.file, fp))
		}
	}
	for _, g := range bl.theirs {
		if !g.used {
			out = append(out, fmt.Sprintf("%s: %s in %s", bl.file, g.rule, g.file))
		}
	}
	return out
}
