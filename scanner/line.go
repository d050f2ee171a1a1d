package scanner

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// hashLines gives every finding the hash of its line, with all secrets masked:
// a hash of a secret could be guessed. Lines that are the same in one place are
// told apart by their order.
func (r *Result) hashLines(m *masker) {
	type place struct {
		origin leak.Origin
		hash   string
	}
	seen := map[place]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		line, _ := m.line(f)
		h := sha256.Sum256([]byte(strings.Join(strings.Fields(line), " ")))
		hash := hex.EncodeToString(h[:8])
		p := place{f.Origin, hash}
		seen[p]++
		f.LineHash = fmt.Sprintf("%s:%d", hash, seen[p])
	}
}

// line returns a finding's line with all secrets masked, and where its own is.
func (m *masker) line(f *leak.Finding) (line string, at int) {
	before, rest := f.Line[:f.LineAt], f.Line[f.LineAt:]
	before = m.text(before)
	if after, ok := strings.CutPrefix(rest, f.Secret.String()); ok {
		return before + f.Secret.String() + m.text(after), len(before)
	}
	return before + m.text(rest), len(before)
}

const lineWidth = 200

// cutLine shortens a line to about lineWidth bytes around the mask at at.
func cutLine(line string, at int) string {
	if len(line) <= lineWidth {
		return line
	}
	from := max(0, min(at-lineWidth/2, len(line)-lineWidth))
	to := min(len(line), from+lineWidth)
	for from > 0 && !utf8.RuneStart(line[from]) {
		from--
	}
	for to < len(line) && !utf8.RuneStart(line[to]) {
		to++
	}
	out := line[from:to]
	if from > 0 {
		out = "…" + out
	}
	if to < len(line) {
		out += "…"
	}
	return out
}
