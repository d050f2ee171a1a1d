package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/revoke"
	"github.com/leaksieve/leaksieve/reporters"
	"github.com/leaksieve/leaksieve/scanner"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// planPrinter writes the plan and what became of it.
type planPrinter struct {
	a     *app
	json  bool
	steps []*revoke.Step
	lost  []scanner.Lost
	sent  bool // --yes was given
	paint reporters.Painter
}

// heading is what stands first in a block.
type heading struct {
	text    string
	urgency reporters.Urgency
}

// headings are what the text calls a step before anything is done.
var (
	headings = map[revoke.Status]heading{
		revoke.Ready: {"REVOKE", reporters.Alarming}, revoke.Open: {"GO ON", reporters.Alarming}, revoke.ByHand: {"BY HAND", reporters.Pending}, revoke.Past: {"DONE", reporters.Settled},
	}
	headingLost = heading{"LOST", reporters.Pending}
)

func (p *planPrinter) plan() error {
	if p.json {
		return nil
	}
	for _, s := range p.steps {
		if err := p.text(s); err != nil {
			return err
		}
	}
	for _, l := range p.lost {
		f := l.Finding
		if err := p.block(headingLost, &f, [][2]string{{"where", reporters.Where(f)}, {"why", l.Err.Error()}, {"id", id(&f)}}); err != nil {
			return err
		}
	}
	return nil
}

func id(f *leak.Finding) string { return f.Rule + "  " + f.Fingerprint }

// text writes a step of the plan.
func (p *planPrinter) text(s *revoke.Step) error {
	f := s.First()
	lines := [][2]string{{"secret", f.Secret.String()}, {"where", places(s)}}
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, [2]string{label, text})
		}
	}
	switch s.Status {
	case revoke.Ready, revoke.Open:
		how := s.Describe()
		if len(s.Hosts) > 0 {
			how += " at " + strings.Join(s.Hosts, ", then ")
		}
		add("how", how)
		add("effect", s.Way.Effect)
		add("before", s.Why)
	case revoke.Past:
		add("when", s.Why)
	case revoke.ByHand:
		add("why", s.Why)
		lines = append(lines, byHand(s)...)
	}
	add("id", id(f))
	return p.block(headings[s.Status], f, lines)
}

// byHand is what people have to do.
func byHand(s *revoke.Step) (lines [][2]string) {
	label := "do"
	for _, step := range s.Way.Steps {
		lines = append(lines, [2]string{label, step})
		label = ""
	}
	if s.Way.Page != "" && !slices.ContainsFunc(s.Way.Steps, func(step string) bool { return strings.Contains(step, s.Way.Page) }) {
		lines = append(lines, [2]string{"page", s.Way.Page})
	}
	if s.Way.Page == "" && s.Way.Docs != "" {
		lines = append(lines, [2]string{"about", s.Way.Docs})
	}
	return lines
}

// places is where a secret stands, in a line.
func places(s *revoke.Step) string {
	text := reporters.Where(*s.First())
	switch n := len(s.Findings) - 1; {
	case n == 1:
		text += ", and one more place"
	case n > 1:
		text += fmt.Sprintf(", and %d more places", n)
	}
	return text
}

func (p *planPrinter) block(h heading, f *leak.Finding, lines [][2]string) error {
	title := f.Description
	if title == "" {
		title = f.Rule
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s\n", p.paint.Heading(h.urgency, h.text), p.paint.Title(reporters.Printable(title)))
	for _, l := range lines {
		paint := func(s string) string { return s }
		switch l[0] {
		case "secret":
			paint = p.paint.Secret
		case "where":
			paint = p.paint.Place
		case "id":
			paint = p.paint.Quiet
		}
		for i, part := range broken(reporters.Printable(l[1])) {
			if i > 0 {
				l[0] = ""
			}
			fmt.Fprintf(&b, "  %-8s%s\n", l[0], paint(part))
		}
	}
	return p.a.print("%s\n", b.String())
}

// broken breaks a text at spaces where it is too long for a line.
func broken(text string) (lines []string) {
	const width = 78 - 10
	line := ""
	for _, word := range strings.Split(text, " ") {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = word
			continue
		}
		if line != "" || len(lines) > 0 {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// step says what became of a step, as soon as that is known.
func (p *planPrinter) step(s *revoke.Step) {
	if p.json {
		return
	}
	f := s.First()
	text := string(s.Answer.Outcome)
	if s.Answer.Reason != "" {
		text += " (" + s.Answer.Reason + ")"
	}
	_ = p.a.print("%s  %s  %s: %s\n", f.Fingerprint, f.Rule, f.Secret, reporters.Printable(text))
	if s.Answer.Outcome == revoke.Refused {
		_ = p.block(headings[revoke.ByHand], f, append(byHand(s), [2]string{"id", id(f)}))
	}
}

// tally counts steps by what is to be said of them.
type tally struct{ revoked, dead, past, hand, failed, unknown, ready, left int }

func (p *planPrinter) tally() (t tally) {
	for _, s := range p.steps {
		switch {
		case s.Status == revoke.ByHand:
			t.hand++
		case s.Status == revoke.Past:
			t.past++
		case !p.sent:
			t.ready++
		}
		if !p.sent || s.Status == revoke.ByHand || s.Status == revoke.Past {
			continue
		}
		switch s.Answer.Outcome {
		case revoke.Revoked:
			t.revoked++
		case revoke.Dead:
			t.dead++
		case revoke.Refused:
			t.hand++
		case revoke.Failed:
			t.failed++
		case "":
			t.left++
		default:
			t.unknown++
		}
	}
	return t
}

// code is the exit code.
func (p *planPrinter) code() int {
	switch t := p.tally(); {
	case t.failed+t.unknown+t.left+len(p.lost) > 0:
		return exitIncomplete
	case t.hand > 0:
		return exitFindings
	}
	return exitClean
}

func (p *planPrinter) end() error {
	if p.json {
		return p.document()
	}
	t := p.tally()
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{
		{t.ready, "to revoke"}, {t.revoked, "revoked"}, {t.dead, "dead already"}, {t.past, "done before"}, {t.hand, "to do by hand"},
		{t.failed, "failed"}, {t.unknown, "not known"}, {t.left, "left"}, {len(p.lost), "not read again"},
	} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	if len(parts) == 0 {
		return p.a.print("no secrets to revoke\n")
	}
	urgency := reporters.Settled
	if t.ready+t.failed+t.unknown+t.left+len(p.lost) > 0 {
		urgency = reporters.Alarming
	} else if t.hand > 0 {
		urgency = reporters.Pending
	}
	text := p.paint.Heading(urgency, strings.Join(parts, ", "))
	if t.ready > 0 {
		text += "; nothing was sent, --yes does it"
	}
	return p.a.print("%s\n", text)
}

// planStep is a step in JSON.
type planStep struct {
	Rule        string         `json:"rule"`
	Fingerprint string         `json:"fingerprint"`
	SecretID    string         `json:"secretId,omitempty"`
	Secret      leak.Secret    `json:"secret"` // its mask
	Places      []string       `json:"places"`
	Kind        revoke.Kind    `json:"kind"`
	Issuer      string         `json:"issuer,omitempty"`
	Status      revoke.Status  `json:"status"`
	Why         string         `json:"why,omitempty"`
	Sends       string         `json:"sends,omitempty"`
	Hosts       []string       `json:"hosts,omitempty"`
	Effect      string         `json:"effect,omitempty"`
	Steps       []string       `json:"steps,omitempty"` // to do by hand
	Page        string         `json:"page,omitempty"`
	Docs        string         `json:"docs,omitempty"`
	Outcome     revoke.Outcome `json:"outcome,omitempty"`
	Reason      string         `json:"reason,omitempty"`
}

type lostStep struct {
	Rule        string `json:"rule"`
	Fingerprint string `json:"fingerprint"`
	Place       string `json:"place"`
	Why         string `json:"why"`
}

// document writes the plan and the outcome as JSON.
func (p *planPrinter) document() error {
	doc := struct {
		Schema int        `json:"schema"`
		Sent   bool       `json:"sent"`
		Steps  []planStep `json:"steps"`
		Lost   []lostStep `json:"lost"`
	}{Schema: 1, Sent: p.sent, Steps: []planStep{}, Lost: []lostStep{}}
	for _, s := range p.steps {
		f := s.First()
		d := planStep{Rule: f.Rule, Fingerprint: f.Fingerprint, SecretID: f.SecretID, Secret: f.Secret, Kind: s.Way.Kind, Issuer: s.Way.Name, Status: s.Status, Why: s.Why,
			Hosts: s.Hosts, Effect: s.Way.Effect, Docs: s.Way.Docs, Outcome: s.Answer.Outcome, Reason: s.Answer.Reason}
		for _, g := range s.Findings {
			d.Places = append(d.Places, reporters.Where(g))
		}
		if s.Way.Do != nil {
			d.Sends = s.Describe()
		}
		if s.Status == revoke.ByHand || s.Answer.Outcome == revoke.Refused {
			d.Steps, d.Page = s.Way.Steps, s.Way.Page
		}
		doc.Steps = append(doc.Steps, d)
	}
	for _, l := range p.lost {
		doc.Lost = append(doc.Lost, lostStep{l.Finding.Rule, l.Finding.Fingerprint, reporters.Where(l.Finding), l.Err.Error()})
	}
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	return p.a.print("%s", plainJSON(b.String()))
}
