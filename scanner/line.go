package scanner

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// hashLines gives every finding the hash of its line with all secrets masked, for
// a hash of a secret could be guessed, and of its fingerprint, which cannot be and
// is another one once the secret is. Lines that are the same in one place are told
// apart by their order.
func (r *Result) hashLines(m *masker) {
	type place struct {
		origin leak.Origin
		hash   string
	}
	seen := map[place]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		line, _ := m.line(f)
		h := sha256.Sum256([]byte(strings.Join(strings.Fields(line), " ") + "\n" + f.Fingerprint))
		hash := hex.EncodeToString(h[:8])
		p := place{f.Origin, hash}
		seen[p]++
		f.LineHash = fmt.Sprintf("%s:%d", hash, seen[p])
	}
}

// line returns a finding's line with all secrets masked, and where its own is.
func (m *masker) line(f *leak.Finding) (line string, at int) {
	before, rest := f.Line[:f.LineAt], f.Line[f.LineAt:]
	before = m.beside(before)
	if after, ok := strings.CutPrefix(rest, f.Secret.String()); ok {
		return before + f.Secret.String() + m.beside(after), len(before)
	}
	return before + m.beside(rest), len(before)
}

// tokenLike is what may well be a secret although no rule says so: beside one
// secret often stands another, such as the key to an id.
var tokenLike = regexp.MustCompile(`[A-Za-z0-9+/_-]{20,}={0,2}`)

// wideToken is that in UTF-16 and UTF-32, too, and several times slower to find.
var wideToken = regexp.MustCompile(`[A-Za-z0-9+/_-](?:\x00{0,3}[A-Za-z0-9+/_-]){19,}(?:\x00{0,3}=){0,2}`)

// beside is text for what stands on the line of a secret, where whatever has the
// looks of one is hidden too.
func (m *masker) beside(s string) string {
	like := tokenLike
	if strings.Contains(s, "\x00") {
		like = wideToken
	}
	return like.ReplaceAllStringFunc(m.text(s), func(found string) string {
		word := strings.ReplaceAll(found, "\x00", "")
		numbers := len(strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }))
		if numbers < 2 && (numbers == 0 || strings.ContainsAny(word, "/_-")) || !strings.ContainsFunc(word, unicode.IsLetter) || rules.Entropy(word) < tokenEntropy {
			return found
		}
		return leak.NewSecret(word).String()
	})
}

// tokenEntropy is the least in bits per character: 20 random hexadecimal digits
// have about 3.3.
const tokenEntropy = 3

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
