package decide

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Ignore is a .leaksieveignore or .gitleaksignore file: a fingerprint a line.
// Fingerprints are ours, or gitleaks' "commit:path:rule:line" and
// "path:rule:line". "#" at the beginning of a line or after a blank begins a
// comment, which is the reason.
type Ignore struct {
	file    string
	entries []ignoreEntry
	ours    map[string][]int // fingerprint -> entries
	theirs  map[place][]int
}

type ignoreEntry struct {
	line   int
	commit string // of a gitleaks fingerprint; may be abbreviated, "" for any
	reason string
	used   bool
}

// place is what a gitleaks fingerprint says besides the commit.
type place struct {
	path, rule string
	line       int
}

// ReadIgnore reads the file; nil when there is none.
func ReadIgnore(path string) (*Ignore, error) {
	st, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var b []byte
	switch {
	case err != nil:
	case !st.Mode().IsRegular(): // to open a pipe would wait for ever
		err = fmt.Errorf("%s is not a regular file", path)
	case st.Size() > maxIgnore:
		err = fmt.Errorf("%s has %d bytes, more than the %d that are read", path, st.Size(), maxIgnore)
	default:
		b, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("reading ignore file: %w", err)
	}
	return ParseIgnore(path, b)
}

// maxIgnore has room for a million fingerprints.
const maxIgnore = 64 << 20

var (
	utf8BOM          = []byte("\xef\xbb\xbf")
	errNoFingerprint = errors.New("not a fingerprint; write one from a report, or commit:path:rule:line")
)

// ParseIgnore reads the content of an ignore file. An error names the line and
// does not repeat it: somebody may have put a secret there.
func ParseIgnore(path string, data []byte) (*Ignore, error) {
	ig := &Ignore{file: filepath.Base(path), ours: map[string][]int{}, theirs: map[place][]int{}}
	n := 0
	for line := range strings.Lines(string(bytes.TrimPrefix(data, utf8BOM))) {
		n++
		text, reason := cutComment(strings.TrimSpace(line))
		if text == "" {
			continue
		}
		at := len(ig.entries)
		e := ignoreEntry{line: n, reason: reason}
		if IsFingerprint(text) {
			ig.ours[text] = append(ig.ours[text], at)
		} else {
			commit, p, ok := cutPlace(text)
			if !ok {
				return nil, fmt.Errorf("%s:%d: %w", path, n, errNoFingerprint)
			}
			e.commit = commit
			ig.theirs[p] = append(ig.theirs[p], at)
		}
		ig.entries = append(ig.entries, e)
	}
	return ig, nil
}

// cutComment splits at the first "#" that no text stands directly before:
// "C#/main.cs" is a path.
func cutComment(line string) (text, comment string) {
	for i, r := range line {
		if r == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
		}
	}
	return line, ""
}

// cutPlace reads a fingerprint of gitleaks. A path may have colons in it.
func cutPlace(text string) (commit string, p place, ok bool) {
	parts := strings.Split(text, ":")
	n := len(parts)
	if n < 3 {
		return "", p, false
	}
	line, err := strconv.ParseUint(parts[n-1], 10, 31)
	if n > 3 && len(parts[0]) >= minCommit && strings.Trim(parts[0], "0123456789abcdef") == "" {
		commit, parts = parts[0], parts[1:]
	}
	p = place{path: strings.Join(parts[:len(parts)-2], ":"), rule: parts[len(parts)-2], line: int(line)}
	return commit, p, err == nil && p.path != "" && p.rule != ""
}

// minCommit is how many characters an abbreviated commit id has at least.
const minCommit = 7

// fingerprintPrefix begins every fingerprint of ours; the number is the version
// of how it is made.
const fingerprintPrefix = "ls1-"

// IsFingerprint reports whether s has the form of our fingerprints.
func IsFingerprint(s string) bool {
	hex, ok := strings.CutPrefix(s, fingerprintPrefix)
	return ok && len(hex) == 32 && strings.Trim(hex, "0123456789abcdef") == ""
}

func (*Ignore) by() string { return leak.SuppressedByIgnore }

func (ig *Ignore) match(f *leak.Finding, names []string) (reason string, ok bool) {
	for _, i := range ig.ours[f.Fingerprint] {
		reason, ok = ig.use(i, reason, ok)
	}
	for _, name := range names {
		for _, i := range ig.theirs[place{f.Origin.Path, name, f.Start.Line}] {
			c := ig.entries[i].commit
			if c == "" || f.Exposure.First != nil && strings.HasPrefix(f.Exposure.First.ID, c) {
				reason, ok = ig.use(i, reason, ok)
			}
		}
	}
	return reason, ok
}

// use marks entry i and returns its reason, unless there is one already.
func (ig *Ignore) use(i int, reason string, ok bool) (string, bool) {
	e := &ig.entries[i]
	e.used = true
	if ok {
		return reason, true
	}
	reason = fmt.Sprintf("%s:%d", ig.file, e.line)
	if e.reason != "" {
		reason += ": " + e.reason
	}
	return reason, true
}

func (ig *Ignore) unused() (out []string) {
	for _, e := range ig.entries {
		if !e.used {
			out = append(out, fmt.Sprintf("%s:%d", ig.file, e.line))
		}
	}
	return out
}
