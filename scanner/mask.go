package scanner

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// mask hides the secrets of a run wherever else they may stand in its report:
// paths, refs, messages, authors, lines of other findings.
func (r *Result) mask(m *masker) {
	for i := range r.Findings {
		m.finding(&r.Findings[i])
	}
	for i := range r.Skips {
		m.origin(&r.Skips[i].Origin)
		m.hide(&r.Skips[i].Detail)
	}
	m.hide(&r.Run.Remote)
	m.hideInNames(&r.Run.Target, &r.Run.Root, &r.Run.Branch)
	m.remotes(r.Run.Remotes)
	for i := range r.Run.Repositories {
		o := &r.Run.Repositories[i]
		m.hideInNames(&o.Name, &o.Target, &o.Root, &o.Branch)
		m.hide(&o.Remote)
		m.remotes(o.Remotes)
	}
	r.Summary.Unused = m.all(r.Summary.Unused, m.hide)
}

// shortestMasked is the length below which a secret is not looked for in other
// text: it would hide every word that has it inside.
const shortestMasked = 5

// shortestLine is the same for one line of a secret of several.
const shortestLine = 16

// masker finds secrets in text by their first shortestMasked bytes.
type masker struct {
	byHead  map[string][]hidden
	commits map[*leak.Commit]*leak.Commit // masked already
	tokens  map[*leak.Token]*leak.Token   // the same
}

// hidden is one way in which a secret may be written, and its mask.
type hidden struct {
	text, mask string
	word       bool // hidden only where it stands by itself
	named      bool // it was found in the name of a file or ref
}

// plainWord is what may be a bad password and is a part of many other words:
// "secret" must not hide half of "secret_token.rb".
var plainWord = regexp.MustCompile(`^[A-Za-z]+(?:[-_.][A-Za-z]+)*$`)

// longestWord is the length from which a plain word is hidden like any secret.
const longestWord = 16

func isWord(clear string) bool { return len(clear) < longestWord && plainWord.MatchString(clear) }

// newMasker knows the secrets of findings, and others that are hidden only.
func newMasker(findings []leak.Finding, others map[leak.Secret]bool) *masker {
	m := &masker{byHead: map[string][]hidden{}, commits: map[*leak.Commit]*leak.Commit{nil: nil}, tokens: map[*leak.Token]*leak.Token{nil: nil}}
	known, named := map[leak.Secret]bool{}, map[leak.Secret]bool{}
	for i := range findings {
		if k := findings[i].Origin.Kind; k == leak.KindPath || k == leak.KindRef {
			named[findings[i].Secret] = true
		}
	}
	for i := range findings {
		f := &findings[i]
		switch {
		case f.Origin.Kind == leak.KindFile && f.Start.Line == 0: // the file itself is the secret, and its name is told
		case f.Decision.By == leak.SuppressedByAllowlist && isWord(f.Secret.Reveal()): // a placeholder
		default:
			m.add(known, f.Secret, named[f.Secret])
		}
		for _, p := range f.Parts {
			if !p.Identifier {
				m.add(known, p.Secret, named[p.Secret])
			}
		}
	}
	for s := range others {
		if !isWord(s.Reveal()) { // most likely a placeholder
			m.add(known, s, named[s])
		}
	}
	for _, same := range m.byHead { // the longest first: a secret may begin another
		slices.SortStableFunc(same, func(a, b hidden) int { return len(b.text) - len(a.text) })
	}
	return m
}

func (m *masker) add(known map[leak.Secret]bool, s leak.Secret, named bool) {
	if known[s] {
		return
	}
	known[s] = true
	word := isWord(s.Reveal())
	for _, text := range spellings(s.Reveal()) {
		head := text[:shortestMasked]
		m.byHead[head] = append(m.byHead[head], hidden{text, s.String(), word, named})
	}
}

// spellings returns how a secret may be written in a report: as it is, with
// escape sequences, in a URL, in UTF-16 and UTF-32, and each line of it by itself.
func spellings(clear string) []string {
	quoted := strconv.Quote(clear)
	out := []string{clear, quoted[1 : len(quoted)-1], url.PathEscape(clear), url.QueryEscape(clear)}
	for _, nuls := range []string{"\x00", "\x00\x00\x00"} { // the same for ASCII in both byte orders
		out = append(out, strings.Join(strings.Split(clear, ""), nuls))
	}
	if strings.Contains(clear, "\n") {
		for line := range strings.Lines(clear) {
			line = strings.TrimSpace(line)
			if len(line) >= shortestLine && !strings.HasPrefix(line, "-----") { // BEGIN and END tell nothing
				out = append(out, line)
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return len(s) < shortestMasked })
}

// text returns s with every secret replaced by its mask. Of secrets that
// overlap, nothing shows but the mask of the first.
func (m *masker) text(s string) string { return m.masked(s, false) }

// masked is text for content, or for the name of a file or ref. In names a plain
// word is left that was not found in one: everybody knows that rails has a folder
// called "rails", so that a mask there would tell a password, and hide where to
// look for it.
func (m *masker) masked(s string, name bool) string {
	var b strings.Builder
	copied := 0
	for i := 0; i < len(s); i++ {
		h, ok := m.at(s, i, name)
		if !ok {
			continue
		}
		end := i + len(h.text)
		for j := i + 1; j < end; j++ {
			if next, ok := m.at(s, j, name); ok {
				end = max(end, j+len(next.text))
			}
		}
		b.WriteString(s[copied:i])
		b.WriteString(h.mask)
		copied, i = end, end-1
	}
	b.WriteString(s[copied:])
	return b.String()
}

// at returns the longest secret that begins at s[i].
func (m *masker) at(s string, i int, name bool) (hidden, bool) {
	if len(s)-i >= shortestMasked {
		for _, h := range m.byHead[s[i:i+shortestMasked]] {
			left := h.word && (name && !h.named || insideWord(s, i, i+len(h.text)))
			if strings.HasPrefix(s[i:], h.text) && !left {
				return h, true
			}
		}
	}
	return hidden{}, false
}

// insideWord reports whether s[from:to] is a part of a longer name or word.
func insideWord(s string, from, to int) bool {
	return from > 0 && isWordByte(s[from-1]) || to < len(s) && isWordByte(s[to])
}

func isWordByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}

func (m *masker) hide(texts ...*string) {
	for _, t := range texts {
		*t = m.text(*t)
	}
}

func (m *masker) hideInNames(names ...*string) {
	for _, n := range names {
		*n = m.masked(*n, true)
	}
}

// all returns a masked copy: findings share their slices.
func (m *masker) all(texts []string, hide func(...*string)) []string {
	out := slices.Clone(texts)
	for i := range out {
		hide(&out[i])
	}
	return out
}

func (m *masker) origin(o *leak.Origin) { m.hideInNames(&o.Repo, &o.Path, &o.Ref) }

func (m *masker) finding(f *leak.Finding) {
	m.origin(&f.Origin)
	f.Line, f.LineAt = m.line(f)
	m.hide(&f.Decision.Reason)
	e := &f.Exposure
	e.First, e.Last = m.commit(e.First), m.commit(e.Last)
	e.Refs, e.Remotes, e.Authors = m.all(e.Refs, m.hideInNames), m.all(e.Remotes, m.hideInNames), m.all(e.Authors, m.hide)
	f.Within.Keys = m.all(f.Within.Keys, m.hide)
	m.hide(&f.Within.Object)
	m.hide(&f.Within.Item)
	m.answers(f)
}

// commit returns a masked copy: findings share their commits.
func (m *masker) commit(c *leak.Commit) *leak.Commit {
	masked, ok := m.commits[c]
	if !ok {
		n := *c
		m.hide(&n.Author, &n.Email, &n.Message)
		masked, m.commits[c] = &n, &n
	}
	return masked
}
