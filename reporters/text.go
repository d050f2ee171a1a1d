package reporters

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

var _ = register(Format{
	Name: "text",
	Doc:  "for a person at a terminal",
	New: func(w io.Writer, o Options) Reporter {
		width := o.Width
		if width <= 0 {
			width = 80
		}
		return &textReport{out: out{w: w}, o: o, width: width, told: map[string]bool{},
			named: skipCounts{}, unnamed: skipCounts{}, leftOut: skipCounts{}}
	},
})

// textReport writes a block for each finding, then what was not read, then one
// line that sums up.
type textReport struct {
	out
	o     Options
	width int
	help  map[string]string
	told  map[string]bool // rules whose help was given

	named, unnamed, leftOut skipCounts
}

// Colours, as ANSI SGR parameters.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	yellow = "33"
	green  = "32"
	cyan   = "36"
	alarm  = red + ";" + bold
)

func (r *textReport) paint(style, s string) string { return Painter(r.o.Color).paint(style, s) }

func (r *textReport) Begin(run leak.Run) error {
	r.help = make(map[string]string, len(run.Rules))
	for _, rule := range run.Rules {
		r.help[rule.ID] = rule.Help
	}
	return r.err
}

func (r *textReport) Finding(f leak.Finding) error {
	if f.Decision.Suppressed && !r.o.Verbose {
		return r.err
	}
	r.heading(f)
	r.field("where", cyan, where(f))
	r.content(f)
	if f.Confidence != "" && f.Confidence != leak.ConfidenceHigh {
		r.field("sure", "", string(f.Confidence)+" confidence: judged by its name and its form")
	}
	r.answers(f)
	r.exposure(f.Exposure)
	for _, p := range f.Parts {
		r.field("with", "", fmt.Sprintf("%s of %s, line %d", show(p.Secret, r.o.ShowSecrets), p.Rule, p.Start.Line))
	}
	if len(f.Via) > 0 {
		r.prose("via", strings.Join(f.Via, " > "))
	}
	if f.Decision.Suppressed {
		r.prose("allowed", f.Decision.Reason)
	} else if help := r.help[f.Rule]; help != "" && !r.told[f.Rule] {
		r.told[f.Rule] = true // once is enough: a rule may find hundreds
		r.prose("do", help)
	}
	r.field("id", dim, f.Rule+"  "+f.Fingerprint)
	r.printf("\n")
	return r.err
}

// answers says what is known of the token, whoever else holds it, and why it is as
// urgent as it is.
func (r *textReport) answers(f leak.Finding) {
	say := func(label, text string) {
		if text != "" {
			r.prose(label, text)
		}
	}
	say("alive", verdictInWords(f.Verdict, r.o.Now))
	if t := f.Token; t != nil {
		say("token", tokenInWords(t, f.Description))
		if len(t.Scopes) > 0 || r.help[f.Rule] == "" { // else the rule's help says it
			say("can", scopeInWords(t))
		}
		say("life", lifeInWords(t, r.o.Now))
		if t.Binding != nil {
			say("needs", t.Binding.Note)
		}
		label := "more"
		for _, more := range moreInWords(t) {
			say(label, more)
			label = ""
		}
	}
	say("shared", blastInWords(f.Blast))
	say("graded", gradeInWords(f.Grade, f.Severity))
}

// heading is the severity and what it is.
func (r *textReport) heading(f leak.Finding) {
	label, style := Printable(strings.ToUpper(string(f.Severity))), alarm
	switch f.Severity {
	case leak.SeverityLow:
		style = cyan
	case leak.SeverityMedium:
		style = yellow
	case "":
		label = "LEAK"
	}
	if f.Decision.Suppressed {
		label, style = "ALLOWED", dim
	}
	title := f.Description
	if title == "" {
		title = f.Rule
	}
	lines := wrap(Printable(title), r.width-len(label)-2)
	r.printf("%s  %s\n", r.paint(style, label), r.paint(bold, lines[0]))
	for _, line := range lines[1:] {
		r.printf("%*s  %s\n", len(label), "", r.paint(bold, line))
	}
}

// content shows the line with the mask in it, and the secret where that does not.
func (r *textReport) content(f leak.Finding) {
	mask := Printable(f.Secret.String())
	before, mark, after := around(Printable(f.Line), mask, r.room())
	if secret := show(f.Secret, r.o.ShowSecrets); secret != "" && (mark != mask || before+after == "" || r.o.ShowSecrets) {
		r.field("secret", red, secret)
	}
	if before+after != "" {
		r.label("line")
		r.printf("%s%s%s\n", r.paint(dim, before), r.paint(red, mark), r.paint(dim, after))
	}
}

const labelWidth = 10

// room is how many columns there are behind a label.
func (r *textReport) room() int { return max(20, r.width-labelWidth) }

func (r *textReport) label(s string) { r.printf("  %-*s", labelWidth-2, s) }

// field writes what must not be broken or cut, as it is copied.
func (r *textReport) field(label, style, text string) {
	r.label(label)
	r.printf("%s\n", r.paint(style, Printable(text)))
}

// prose writes text in as many lines as it takes.
func (r *textReport) prose(label, text string) {
	text = strings.Join(strings.Fields(text), " ")
	for _, line := range wrap(Printable(text), r.room()) {
		r.field(label, "", line)
		label = ""
	}
}

// Where is the place of a finding in a line: path:line:column, or in words.
func Where(f leak.Finding) string { return where(f) }

// where is path:line:column, or the place in words.
func where(f leak.Finding) string {
	o := f.Origin
	at, column := o.Path, ":%d:%d"
	switch {
	case o.Kind == leak.KindStdin && at == "":
		at = "<stdin>"
	case at != "" && (o.Kind == leak.KindFile || o.Kind == leak.KindStdin):
	case o.Kind == leak.KindRef:
		at = o.Ref + " (" + placeInWords(o) + ")"
	case at == "":
		at, column = placeInWords(o), ", line %d, column %d"
	default:
		at, column = at+" ("+placeInWords(o)+")", ", line %d, column %d"
	}
	if o.Repo != "" {
		at = o.Repo + ": " + at
	}
	if f.Start.Line > 0 {
		at += fmt.Sprintf(column, f.Start.Line, f.Start.Column)
	}
	return at
}

// placeInWords names where a finding stands.
func placeInWords(o leak.Origin) string {
	switch o.Kind {
	case leak.KindFile:
		if o.Path == "" && o.Object != "" {
			return fmt.Sprintf("blob %.12s", o.Object)
		}
		return "a file"
	case leak.KindSymlink:
		return "the target of a symbolic link"
	case leak.KindCommitMessage:
		return fmt.Sprintf("the message of commit %.12s", o.Object)
	case leak.KindTagMessage:
		return fmt.Sprintf("the message of tag %.12s", o.Object)
	case leak.KindIdentity:
		return fmt.Sprintf("the identity in %.12s", o.Object)
	case leak.KindHeader:
		return fmt.Sprintf("a header of %.12s", o.Object)
	case leak.KindPath:
		return "a file name"
	case leak.KindRef:
		return "the name of a ref"
	case leak.KindReflog:
		return "the reflog of " + o.Ref
	case leak.KindStdin:
		return "standard input"
	}
	return string(o.Kind)
}

// exposure says whose it is, since when, and where it can still be had.
func (r *textReport) exposure(e leak.Exposure) {
	if c := e.First; c != nil {
		r.prose("since", commitInWords(c))
		if c.Message != "" {
			r.field("", dim, fit(Printable(c.Message), r.room()))
		}
	}
	if e.Last != nil {
		r.prose("last", commitInWords(e.Last))
	}
	if held := heldInWords(e); held != "" {
		r.prose("held", held)
	}
}

func commitInWords(c *leak.Commit) string {
	text := fmt.Sprintf("%.12s", c.ID)
	if !c.Date.IsZero() {
		text += " " + c.Date.Format("2006-01-02")
	}
	if c.Author != "" {
		text += " " + c.Author
	}
	if c.Email != "" {
		text += " <" + c.Email + ">"
	}
	return text
}

// maxNamedRefs is how many refs of a finding are named.
const maxNamedRefs = 3

func heldInWords(e leak.Exposure) string {
	var held []string
	refs, count := e.Refs, max(e.RefCount, len(e.Refs))
	if i := slices.Index(refs, "HEAD"); i >= 0 && (e.AtHead || len(refs) > 1) { // said already, or by its branch
		refs, count = slices.Concat(refs[:i], refs[i+1:]), count-1
	}
	switch {
	case e.AtHead:
		held = append(held, "in HEAD")
	case e.First != nil && len(refs) > 0:
		held = append(held, "not in HEAD")
	}
	if len(refs) > 0 {
		named := refs[:min(maxNamedRefs, len(refs))]
		text := "in the history of " + strings.Join(mapped(named, shortRef), ", ")
		if n := count - len(named); n > 0 {
			text += " and " + grouped(n) + " more"
		}
		held = append(held, text)
	}
	if len(e.Remotes) > 0 {
		held = append(held, "on the remote "+strings.Join(e.Remotes, ", "))
	}
	if len(e.HeldBy) > 0 {
		held = append(held, "only by "+strings.Join(e.HeldBy, ", "))
	}
	if e.Occurrences > 1 {
		held = append(held, "in "+plural(e.Occurrences, "version"))
	}
	return strings.Join(held, "; ")
}

func shortRef(ref string) string {
	return strings.TrimPrefix(strings.TrimPrefix(ref, "refs/heads/"), "refs/")
}

func (r *textReport) End(s leak.Summary) error {
	r.endSkips()
	if r.o.Verbose {
		for _, u := range s.Unused {
			r.printf("%s %s\n", r.paint(yellow, "unused:"), Printable(u))
		}
	}
	style := green
	switch {
	case s.Findings > 0:
		style = alarm
	case !s.Complete:
		style = yellow
	}
	lines := []string{Conclusion(s)}
	if r.o.Width > 0 {
		lines = wrap(lines[0], r.width)
	}
	// The verdict alone is coloured; a narrow terminal may break it.
	first, rest, _ := strings.Cut(strings.Join(lines, "\n"), ";")
	r.printf("%s;%s\n", r.paint(style, first), rest)
	return r.err
}
