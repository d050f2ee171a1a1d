package decide

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Baseline is a report of findings that are known: ours (JSON or JSONL), or
// gitleaks' JSON. A finding of it is suppressed when it is found again.
type Baseline struct {
	file         string
	fingerprints map[string]bool // ours; true once used
	theirs       []gitleaksFinding
}

// gitleaksFinding is what matters of a finding in a gitleaks JSON report.
type gitleaksFinding struct {
	RuleID, Commit, File, Secret string
	StartLine                    int
	used                         bool
}

// ReadBaseline reads the file. One that is no report is an error: a baseline
// that accepts nothing by mistake is found out sooner than one that accepts all.
func ReadBaseline(path string) (*Baseline, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading baseline: %w", err)
	}
	bl := &Baseline{file: filepath.Base(path), fingerprints: map[string]bool{}}
	trimmed := bytes.TrimSpace(b)
	switch {
	case bytes.HasPrefix(trimmed, []byte("[")):
		if err := json.Unmarshal(trimmed, &bl.theirs); err != nil {
			return nil, fmt.Errorf("baseline %s is not a gitleaks report: %w", path, err)
		}
		for _, g := range bl.theirs {
			if g.RuleID == "" {
				return nil, fmt.Errorf("baseline %s is not a gitleaks report: a finding has no RuleID", path)
			}
		}
	default:
		if err := bl.readOurs(trimmed); err != nil {
			return nil, fmt.Errorf("baseline %s is not a report of leaksieve or gitleaks: %w", path, err)
		}
	}
	return bl, nil
}

// readOurs reads one JSON document or a document a line.
func (bl *Baseline) readOurs(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	known, open := false, false
	for dec.More() {
		var doc struct {
			Schema   int
			Type     string
			Finding  *leak.Finding
			Findings []leak.Finding
		}
		if err := dec.Decode(&doc); err != nil {
			return err
		}
		known = known || doc.Schema > 0 || doc.Type == "run"
		open = (open || doc.Type == "run") && doc.Type != "summary"
		if doc.Finding != nil {
			doc.Findings = append(doc.Findings, *doc.Finding)
		}
		for _, f := range doc.Findings {
			bl.fingerprints[f.Fingerprint] = false
		}
	}
	if !known {
		return errors.New("it has no \"schema\"")
	}
	if open {
		return errors.New("it has no summary, it was cut short")
	}
	return nil
}

func (*Baseline) by() string { return leak.SuppressedByBaseline }

func (bl *Baseline) match(f *leak.Finding) (string, bool) {
	_, ok := bl.fingerprints[f.Fingerprint]
	if ok {
		bl.fingerprints[f.Fingerprint] = true
	}
	for i := range bl.theirs {
		if g := &bl.theirs[i]; g.matches(f) {
			g.used, ok = true, true
		}
	}
	return "known in " + bl.file, ok
}

// What gitleaks writes for secrets it was told to hide: all of it, or the end.
const (
	redacted = "REDACTED"
	cutShort = "..."
)

// matches compares by rule, file and secret; where the report hides the secret,
// by what it shows of it, line and commit instead.
func (g *gitleaksFinding) matches(f *leak.Finding) bool {
	if g.RuleID != f.Rule || g.File != f.Origin.Path {
		return false
	}
	secret := f.Secret.Reveal()
	shown, cut := strings.CutSuffix(g.Secret, cutShort)
	switch {
	case g.Secret == secret:
		return true
	case g.Secret == redacted:
	case !cut && g.Secret != "", !strings.HasPrefix(secret, shown):
		return false
	}
	if g.Commit != "" && f.Exposure.First != nil && g.Commit != f.Exposure.First.ID {
		return false
	}
	return g.StartLine == f.Start.Line
}

func (bl *Baseline) unused() (out []string) {
	for fp, used := range bl.fingerprints {
		if !used {
			out = append(out, fmt.Sprintf("%s: %s", bl.file, fp))
		}
	}
	for _, g := range bl.theirs {
		if !g.used {
			out = append(out, fmt.Sprintf("%s: %s in %s", bl.file, g.RuleID, g.File))
		}
	}
	return out
}
