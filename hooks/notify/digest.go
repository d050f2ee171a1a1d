package notify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Digest is what a message says. Every text in it is one line of characters that
// print, without a secret and of bounded length, and may be chosen by whoever wrote the
// repository.
type Digest struct {
	Title      string  `json:"title"`
	Repository string  `json:"repository"` // its remote, else what was scanned
	Branch     string  `json:"branch,omitempty"`
	Revision   string  `json:"revision,omitempty"`
	New        int     `json:"new"`   // secrets
	Known      int     `json:"known"` // findings that were told before or are not severe enough
	Counts     []Count `json:"counts"`
	Items      []Item  `json:"items"`                // the worst first
	More       int     `json:"more"`                 // secrets that are not in Items
	Incomplete int     `json:"incomplete,omitempty"` // things that could not be read
}

// Count is how many new secrets there are of a severity.
type Count struct {
	Severity leak.Severity `json:"severity"`
	New      int           `json:"new"`
}

// Item is one secret.
type Item struct {
	Severity    leak.Severity `json:"severity"`
	Rule        string        `json:"rule"`
	Description string        `json:"description,omitempty"`
	State       leak.State    `json:"state,omitempty"` // what the issuer says
	Where       string        `json:"where"`           // path:line of the first place
	Places      int           `json:"places"`          // of the run
	Since       string        `json:"since,omitempty"` // in words
	Blast       string        `json:"blast,omitempty"` // in words
	Fix         string        `json:"fix,omitempty"`   // what the rule says can be done with it, and where it is taken back
	Fingerprint string        `json:"fingerprint"`
}

// group is what was found of one secret.
type group struct {
	key      string
	findings []*leak.Finding // in the order of reports; the first is shown
	severity leak.Severity   // the worst
}

// keyOf is what a secret is remembered by.
func keyOf(f *leak.Finding) string { return cmp.Or(f.SecretID, f.Fingerprint) }

// newFor returns the secrets that are not told yet and severe enough, the worst first.
func newFor(findings []leak.Finding, least leak.Severity, told map[string]bool) []group {
	byKey := map[string]*group{}
	for i := range findings {
		f := &findings[i]
		if f.Decision.Suppressed || told[keyOf(f)] {
			continue
		}
		g := byKey[keyOf(f)]
		if g == nil {
			g = &group{key: keyOf(f)}
			byKey[g.key] = g
		}
		g.findings = append(g.findings, f)
		if f.Severity.Rank() > g.severity.Rank() {
			g.severity = f.Severity
		}
	}
	var news []group
	for _, g := range byKey {
		if g.severity.Rank() >= least.Rank() {
			slices.SortFunc(g.findings, compare)
			news = append(news, *g)
		}
	}
	slices.SortFunc(news, func(a, b group) int {
		return cmp.Or(
			cmp.Compare(b.severity.Rank(), a.severity.Rank()),
			cmp.Compare(lives(b.findings[0]), lives(a.findings[0])),
			compare(a.findings[0], b.findings[0]),
			strings.Compare(a.key, b.key),
		)
	})
	return news
}

func compare(a, b *leak.Finding) int {
	switch {
	case leak.Less(a, b):
		return -1
	case leak.Less(b, a):
		return 1
	}
	return 0
}

// lives orders secrets by what their issuers say.
func lives(f *leak.Finding) int {
	if f.Verdict == nil {
		return 1
	}
	return map[leak.State]int{leak.StateActive: 2, leak.StateUnknown: 1}[f.Verdict.State]
}

// Bounds of a digest.
const (
	defaultTop = 10
	maxTop     = 20  // what every medium has room for
	maxText    = 200 // characters
)

// digest sums up what is new. all are the findings of the run, whose secrets must stand
// nowhere in it.
func (o *Options) digest(run leak.Run, news []group, all []leak.Finding, sum leak.Summary) Digest {
	w := writer{now: o.Now(), clean: o.cleaner(all), help: map[string]string{}, foreign: map[string]bool{}}
	for _, r := range run.Rules {
		if w.help[r.ID] = r.Help; r.Foreign {
			w.foreign[r.ID] = true
		}
	}
	d := Digest{
		Repository: w.clean(cmp.Or(run.Remote, run.Target)), Branch: w.clean(run.Branch), Revision: w.clean(run.Revision),
		New: len(news), Known: sum.Findings, Counts: count(news), Incomplete: sum.Skips, Items: []Item{},
	}
	top := min(cmp.Or(o.Settings.Top, defaultTop), maxTop)
	for i, g := range news {
		d.Known -= len(g.findings)
		if i < top {
			d.Items = append(d.Items, w.item(g))
		} else {
			d.More++
		}
	}
	d.Known = max(d.Known, 0)
	d.Title = fmt.Sprintf("leaksieve: %s in %s (%s)", plural(d.New, "new secret", "new secrets"), d.Repository, countsText(d.Counts))
	return d
}

func count(news []group) (counts []Count) {
	for _, s := range []leak.Severity{leak.SeverityCritical, leak.SeverityHigh, leak.SeverityMedium, leak.SeverityLow} {
		n := 0
		for _, g := range news {
			if g.severity == s {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, Count{s, n})
		}
	}
	return counts
}

func countsText(counts []Count) string {
	parts := make([]string, len(counts))
	for i, c := range counts {
		parts[i] = fmt.Sprintf("%d %s", c.New, c.Severity)
	}
	return strings.Join(parts, ", ")
}

// worst returns the highest severity of a digest.
func (d *Digest) worst() leak.Severity {
	if len(d.Counts) == 0 {
		return ""
	}
	return d.Counts[0].Severity
}

// footer says what the items do not.
func (d *Digest) footer() string {
	var parts []string
	if d.More > 0 {
		parts = append(parts, fmt.Sprintf("and %d more", d.More))
	}
	if d.Known > 0 {
		parts = append(parts, plural(d.Known, "finding is", "findings are")+" not told here, known or less severe")
	}
	if d.Incomplete > 0 {
		parts = append(parts, fmt.Sprintf("the scan is not complete: %s not be read", plural(d.Incomplete, "thing could", "things could")))
	}
	return strings.Join(append(parts, "`leaksieve explain FINGERPRINT` tells the whole story"), "; ")
}

// writer puts findings in words.
type writer struct {
	now   time.Time
	clean func(string) string
	help  map[string]string // by rule

	foreign map[string]bool // rules of the scanned repository
}

func (w *writer) item(g group) Item {
	f := g.findings[0]
	it := Item{
		Severity: g.severity, Rule: w.clean(f.Rule), Description: w.clean(f.Description), Where: w.clean(where(f)), Places: len(g.findings),
		Since: w.clean(since(f, w.now)), Blast: w.clean(blast(f, len(g.findings))), Fix: w.clean(w.help[f.Rule]), Fingerprint: w.clean(f.Fingerprint),
	}
	if w.foreign[f.Rule] { // it would tell people what to do in our name
		it.Description, it.Fix = "what a rule of the repository's own finds", ""
	}
	if f.Verdict != nil {
		it.State = f.Verdict.State
	}
	return it
}

func where(f *leak.Finding) string {
	place := cmp.Or(f.Origin.Path, f.Origin.Ref, string(f.Origin.Kind))
	if f.Origin.Repo != "" {
		place = f.Origin.Repo + "/" + place
	}
	if f.Origin.Kind != leak.KindFile && f.Origin.Kind != leak.KindStdin && f.Origin.Path != "" {
		place = string(f.Origin.Kind) + " " + place
	}
	if f.Start.Line > 0 {
		place = fmt.Sprintf("%s:%d", place, f.Start.Line)
	}
	return place
}

// since says since when a finding is exposed, and where to.
func since(f *leak.Finding, now time.Time) string {
	first := f.Exposure.First
	if first == nil {
		return ""
	}
	text := fmt.Sprintf("since %s, commit %.10s", first.Date.UTC().Format(time.DateOnly), first.ID)
	if days := int(now.Sub(first.Date).Hours() / 24); days > 0 {
		text = fmt.Sprintf("since %s (%s), commit %.10s", first.Date.UTC().Format(time.DateOnly), plural(days, "day", "days"), first.ID)
	}
	if len(f.Exposure.Remotes) > 0 {
		text += ", pushed to " + strings.Join(f.Exposure.Remotes, ", ")
	}
	if !f.Exposure.AtHead {
		text += ", in the history alone"
	}
	return text
}

// blast says who else holds the secret, which was found at so many places.
func blast(f *leak.Finding, places int) string {
	b := f.Blast
	switch {
	case b == nil && places > 1:
		return plural(places, "place", "places")
	case b == nil || b.Places < 2 && len(b.Account) == 0:
		return ""
	}
	parts := []string{plural(b.Places, "place", "places"), plural(b.Files, "file", "files")}
	if n := len(b.Services); n > 1 {
		parts = append(parts, fmt.Sprintf("%d services", n))
	}
	if n := len(b.Repositories); n > 1 {
		parts = append(parts, fmt.Sprintf("%d repositories", n))
	}
	if n := len(b.Account); n > 0 {
		parts = append(parts, plural(n, "other secret", "other secrets")+" of the same account")
	}
	return strings.Join(parts, ", ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// cleaner returns what makes a text one of a Digest.
func (o *Options) cleaner(all []leak.Finding) func(string) string {
	var secrets []leak.Secret
	for i := range all {
		secrets = append(secrets, all[i].Secret)
		for _, p := range all[i].Parts {
			secrets = append(secrets, p.Secret)
		}
	}
	mask := callback.Masker(secrets...)
	return func(s string) string {
		s = mask(s)
		if o.Hide != nil {
			s = o.Hide(s)
		}
		s = strings.Join(strings.Fields(strings.Map(printable, strings.ToValidUTF8(s, "\uFFFD"))), " ")
		if r := []rune(s); len(r) > maxText {
			s = string(r[:maxText-1]) + "…"
		}
		return s
	}
}

// printable replaces what is no character to be seen: controls, and those that change
// the direction of what follows or have no width.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t':
		return ' '
	case unicode.IsGraphic(r):
		return r
	}
	return unicode.ReplacementChar
}
