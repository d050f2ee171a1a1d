package reporters

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(Format{
	Name: "text",
	Doc:  "for a person at a terminal",
	New: func(w io.Writer, o Options) Reporter {
		if o.Width <= 0 {
			o.Width = 80
		}
		return &textReport{out: out{w: w}, o: o, skipped: map[leak.SkipReason]int{}}
	},
})

// textReport writes a block for each finding, then what was not read, then one
// line that sums up.
type textReport struct {
	out
	o       Options
	help    map[string]string
	skipped map[leak.SkipReason]int
}

// Colours, as ANSI SGR parameters.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	green  = "32"
	cyan   = "36"
)

func (r *textReport) paint(style, s string) string {
	if !r.o.Color || s == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (r *textReport) Begin(run leak.Run) error {
	r.help = make(map[string]string, len(run.Rules))
	for _, rule := range run.Rules {
		r.help[rule.ID] = rule.Help
	}
	return nil
}

func severityStyle(s leak.Severity) string {
	switch s {
	case leak.SeverityLow:
		return cyan
	case leak.SeverityMedium:
		return yellow
	}
	return red + ";" + bold
}

func (r *textReport) Finding(f leak.Finding) error {
	if f.Decision.Suppressed && !r.o.Verbose {
		return r.err
	}
	title := f.Description
	if title == "" {
		title = f.Rule
	}
	r.printf("%s  %s  %s\n", r.paint(severityStyle(f.Severity), strings.ToUpper(string(f.Severity))),
		r.paint(bold, Printable(title)), r.paint(dim, f.Rule))
	r.field("where", r.paint(cyan, where(f)))
	secret := f.Secret.String()
	if r.o.ShowSecrets {
		secret = show(f.Secret)
	}
	r.field("secret", r.paint(red, Printable(secret)))
	if f.Line != "" && f.Origin.Kind != leak.KindPath {
		r.field("line", r.paint(dim, r.fit(Printable(f.Line))))
	}
	r.exposure(f.Exposure)
	for _, p := range f.Parts {
		r.field("with", fmt.Sprintf("%s %s, line %d", p.Rule, Printable(p.Secret.String()), p.Start.Line))
	}
	if len(f.Via) > 0 {
		r.field("via", strings.Join(f.Via, " > "))
	}
	if f.Decision.Suppressed {
		r.field("allowed", Printable(f.Decision.Reason))
	} else if help := r.help[f.Rule]; help != "" {
		r.field("do", r.wrap(Printable(help)))
	}
	r.field("id", r.paint(dim, f.Fingerprint))
	r.printf("\n")
	return r.err
}

const labelWidth = 10

func (r *textReport) field(label, text string) {
	r.printf("  %-*s%s\n", labelWidth-2, label, text)
}

// where is path:line:column, or the place in words.
func where(f leak.Finding) string {
	o := f.Origin
	at := Printable(o.Path)
	switch {
	case o.Kind == leak.KindStdin && at == "":
		at = "<stdin>"
	case o.Kind == leak.KindRef || o.Kind == leak.KindReflog:
		at = Printable(o.Ref)
	case at == "":
		at = placeInWords(leak.Origin{Kind: o.Kind, Object: o.Object})
	}
	if o.Repo != "" {
		at = Printable(o.Repo) + ": " + at
	}
	if f.Start.Line > 0 {
		at += fmt.Sprintf(":%d:%d", f.Start.Line, f.Start.Column)
	}
	if o.Kind != leak.KindFile && o.Kind != leak.KindStdin && !strings.HasPrefix(at, "the ") {
		at += " (" + placeInWords(leak.Origin{Kind: o.Kind, Object: o.Object, Ref: Printable(o.Ref)}) + ")"
	}
	return at
}

// exposure says whose it is and since when.
func (r *textReport) exposure(e leak.Exposure) {
	if c := e.First; c != nil {
		r.field("since", r.commit(c))
		if subject := Printable(c.Message); subject != "" {
			r.field("", r.paint(dim, r.fit(subject)))
		}
	}
	if e.Last != nil {
		r.field("until", r.commit(e.Last))
	}
	var held []string
	if e.First != nil && len(e.Refs) > 0 {
		if e.AtHead {
			held = append(held, "in HEAD")
		} else {
			held = append(held, "in history only")
		}
	}
	if len(e.Refs) > 0 {
		refs := make([]string, 0, 3)
		for _, ref := range e.Refs[:min(3, len(e.Refs))] {
			refs = append(refs, Printable(strings.TrimPrefix(strings.TrimPrefix(ref, "refs/heads/"), "refs/")))
		}
		text := "on " + strings.Join(refs, ", ")
		if n := max(e.RefCount, len(e.Refs)) - len(refs); n > 0 {
			text += fmt.Sprintf(" and %d more", n)
		}
		held = append(held, text)
	}
	if len(e.HeldBy) > 0 {
		held = append(held, "held only by: "+strings.Join(e.HeldBy, ", "))
	}
	if e.Occurrences > 1 {
		held = append(held, fmt.Sprintf("in %d versions", e.Occurrences))
	}
	if len(held) > 0 {
		r.field("held", strings.Join(held, "; "))
	}
}

func (r *textReport) commit(c *leak.Commit) string {
	text := fmt.Sprintf("%.12s", c.ID)
	if !c.Date.IsZero() {
		text += "  " + c.Date.Format("2006-01-02")
	}
	if c.Author != "" {
		text += "  " + Printable(c.Author)
	}
	if c.Email != "" {
		text += " <" + Printable(c.Email) + ">"
	}
	return r.fit(text)
}

// maxNamedSkips is how many things of one reason are named without --verbose.
const maxNamedSkips = 10

func (r *textReport) Skip(s leak.Skip) error {
	if s.Expected && !r.o.Verbose {
		return r.err
	}
	r.skipped[s.Reason]++
	switch n := r.skipped[s.Reason]; {
	case n <= maxNamedSkips || r.o.Verbose:
		r.printf("%s %s  %s\n", r.paint(yellow, "not read:"), skipped(s), r.paint(dim, string(s.Reason)))
	case n == maxNamedSkips+1:
		r.printf("%s more that are %s; --verbose names all\n", r.paint(yellow, "not read:"), s.Reason)
	}
	return r.err
}

func skipped(s leak.Skip) string {
	var parts []string
	if s.Origin.Repo != "" {
		parts = append(parts, Printable(s.Origin.Repo))
	}
	for _, p := range []string{s.Origin.Path, s.Origin.Ref, s.Origin.Object} {
		if p != "" {
			parts = append(parts, Printable(p))
		}
	}
	text := strings.Join(parts, " ")
	if s.Count > 1 {
		text += fmt.Sprintf(" %d objects", s.Count)
	}
	if s.Detail != "" {
		text = strings.TrimSpace(text + ": " + Printable(s.Detail))
	}
	return strings.TrimPrefix(text, ": ")
}

func (r *textReport) End(s leak.Summary) error {
	if r.o.Verbose {
		for _, u := range s.Unused {
			r.printf("%s %s\n", r.paint(yellow, "unused:"), Printable(u))
		}
	}
	r.printf("%s\n", r.summary(s))
	return r.err
}

func (r *textReport) summary(s leak.Summary) string {
	head := r.paint(green, "no leaks found")
	if s.Findings > 0 {
		head = r.paint(red+";"+bold, plural(s.Findings, "leak")+" found")
	}
	if s.Suppressed > 0 {
		head += fmt.Sprintf(" (%s allowed)", grouped(s.Suppressed))
	}
	return head + "; " + Receipt(s)
}

// Receipt says in one line what was read.
func Receipt(s leak.Summary) string {
	var parts []string
	for _, o := range s.Objects {
		if o.Listed == 0 {
			continue
		}
		part := plural(o.Scanned, o.Type)
		if o.Type == "missing" {
			part = grouped(o.Listed) + " missing"
		} else if o.Skipped > 0 {
			part = fmt.Sprintf("%s of %s", grouped(o.Scanned), plural(o.Listed, o.Type))
		}
		parts = append(parts, part)
	}
	what := "nothing to scan"
	if len(parts) > 0 {
		what = "scanned " + strings.Join(parts, ", ") + ", " + size(s.Bytes)
	}
	if s.Complete {
		return what + "; complete"
	}
	return what + "; INCOMPLETE: " + grouped(s.Skips) + " not read"
}

func plural(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return grouped(n) + " " + word
}

// grouped writes 1234567 as 1,234,567.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func size(n int64) string {
	const units = "kMGT"
	if n < 1000 {
		return fmt.Sprintf("%d B", n)
	}
	f := float64(n) / 1000
	i := 0
	for f >= 999.95 && i < len(units)-1 {
		f /= 1000
		i++
	}
	return fmt.Sprintf("%.1f %cB", f, units[i])
}

// fit cuts text to the width of the terminal.
func (r *textReport) fit(s string) string {
	return runewidth.Truncate(s, max(20, r.o.Width-labelWidth), "…")
}

// wrap breaks text into lines that fit behind a label.
func (r *textReport) wrap(s string) string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
		if line != "" && runewidth.StringWidth(line)+1+runewidth.StringWidth(word) > max(20, r.o.Width-labelWidth) {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	lines = append(lines, line)
	return strings.Join(lines, "\n"+strings.Repeat(" ", labelWidth))
}

// Printable makes text safe and honest to print: control characters, invalid
// bytes, and the marks that change the direction of writing or have no width
// are written as escapes.
func Printable(s string) string {
	var b strings.Builder
	for i, c := range s {
		switch {
		case c == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "\\x%02x", s[i])
		case c == '\n' || c == '\t':
			b.WriteString(strings.Trim(strconv.QuoteRune(c), "'"))
		case c < 0x20 || c == 0x7f:
			fmt.Fprintf(&b, "\\x%02x", c)
		case unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\u2028' || c == '\u2029':
			fmt.Fprintf(&b, "\\u%04x", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
