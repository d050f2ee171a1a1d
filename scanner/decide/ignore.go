package decide

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Ignore is a .leaksieveignore or .gitleaksignore file: a fingerprint a line,
// "#" begins a comment. Fingerprints are ours, or gitleaks' "commit:path:rule:line"
// and "path:rule:line".
type Ignore struct {
	file    string
	entries []ignoreEntry
}

type ignoreEntry struct {
	line        int
	fingerprint string // ours; else the rest
	commit      string
	path, rule  string
	at          int
	reason      string
	used        bool
}

// ReadIgnore reads the file; nil when there is none.
func ReadIgnore(path string) (*Ignore, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading ignore file: %w", err)
	}
	ig := &Ignore{file: filepath.Base(path)}
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		text, comment := splitComment(strings.TrimSpace(line))
		if text == "" {
			continue
		}
		e, err := parseIgnore(text)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		e.line, e.reason = n, strings.TrimSpace(comment)
		ig.entries = append(ig.entries, e)
	}
	return ig, nil
}

// splitComment cuts the line at a "#" that begins it or stands behind a space: a
// path may hold one, too.
func splitComment(line string) (text, comment string) {
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return strings.TrimSpace(line[:i]), line[i+1:]
		}
	}
	return line, ""
}

func parseIgnore(text string) (e ignoreEntry, err error) {
	if IsFingerprint(text) {
		return ignoreEntry{fingerprint: text}, nil
	}
	parts := strings.Split(text, ":")
	if len(parts) < 3 {
		return e, fmt.Errorf("%q is no fingerprint; write one from a report, or commit:path:rule:line", text)
	}
	n := len(parts)
	if e.at, err = strconv.Atoi(parts[n-1]); err != nil {
		return e, fmt.Errorf("%q is no fingerprint: %q is not a line number", text, parts[n-1])
	}
	e.rule = parts[n-2]
	if n > 3 && len(parts[0]) >= 7 && strings.Trim(parts[0], "0123456789abcdef") == "" {
		e.commit, parts = parts[0], parts[1:]
	}
	e.path = strings.Join(parts[:len(parts)-2], ":")
	return e, nil
}

// fingerprintPrefix begins every fingerprint of ours; the number is the version
// of how it is made.
const fingerprintPrefix = "ls1-"

// IsFingerprint reports whether s has the form of our fingerprints.
func IsFingerprint(s string) bool {
	hex, ok := strings.CutPrefix(s, fingerprintPrefix)
	return ok && len(hex) == 32 && strings.Trim(hex, "0123456789abcdef") == ""
}

func (*Ignore) by() string { return leak.SuppressedByIgnore }

func (ig *Ignore) match(f *leak.Finding) (reason string, ok bool) {
	for i := range ig.entries {
		e := &ig.entries[i]
		if !e.matches(f) {
			continue
		}
		e.used = true
		if !ok {
			reason, ok = fmt.Sprintf("%s:%d", ig.file, e.line), true
			if e.reason != "" {
				reason += ": " + e.reason
			}
		}
	}
	return reason, ok
}

func (e *ignoreEntry) matches(f *leak.Finding) bool {
	if e.fingerprint != "" {
		return e.fingerprint == f.Fingerprint
	}
	if e.rule != f.Rule || e.path != f.Origin.Path || e.at != f.Start.Line {
		return false
	}
	return e.commit == "" || f.Exposure.First != nil && strings.HasPrefix(f.Exposure.First.ID, e.commit)
}

func (ig *Ignore) unused() (out []string) {
	for _, e := range ig.entries {
		if !e.used {
			out = append(out, fmt.Sprintf("%s:%d", ig.file, e.line))
		}
	}
	return out
}
