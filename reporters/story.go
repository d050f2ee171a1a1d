package reporters

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Story is all that is known of one secret.
type Story struct {
	Run      leak.Run
	Findings []leak.Finding // where it stands, in order; the first is the one that was asked for
	Siblings []leak.Finding // other secrets of the same account
	Now      time.Time
	Steps    []Step // what to do, in order
}

// Step is one thing that a leak's owner has to do.
type Step struct {
	Title string
	Text  string   // prose
	Lines []string // commands or code, as they are
	Refs  []string
}

// WriteStory writes a page about one secret.
func WriteStory(w io.Writer, s *Story, o Options) error {
	width := o.Width
	if width <= 0 {
		width = 80
	}
	t := &textReport{out: out{w: w}, o: o, width: width}
	p := &storyPage{textReport: t, s: s, f: &s.Findings[0]}
	p.title()
	p.what()
	p.places()
	p.since()
	p.shared()
	p.grade()
	p.steps()
	return t.err
}

// storyPage writes the sections of a story.
type storyPage struct {
	*textReport
	s *Story
	f *leak.Finding
}

func (p *storyPage) title() {
	p.heading(*p.f)
	p.field("id", dim, p.f.Rule+"  "+p.f.Fingerprint)
	if secret := show(p.f.Secret, p.o.ShowSecrets); secret != "" { // the file itself is one else
		p.field("secret", red, secret)
	}
	for _, part := range p.f.Parts {
		p.field("with", "", fmt.Sprintf("%s of %s, line %d", show(part.Secret, p.o.ShowSecrets), part.Rule, part.Start.Line))
	}
	if p.f.Decision.Suppressed {
		p.prose("allowed", p.f.Decision.Reason)
	}
}

func (p *storyPage) section(title string) { p.printf("\n%s\n", p.paint(bold, title)) }

// line writes a paragraph that begins with a label, if there is anything to say.
func (p *storyPage) line(label, text string) {
	if text != "" {
		p.prose(label, text)
	}
}

func (p *storyPage) what() {
	p.section("What it is and can do")
	for _, rule := range p.s.Run.Rules {
		if rule.ID == p.f.Rule {
			p.line("rule", rule.Help)
		}
	}
	t := p.f.Token
	if t == nil {
		p.line("token", "it says nothing of itself: whose it is and until when it is good, its issuer knows")
	} else {
		p.line("token", tokenInWords(t, ""))
		p.line("can", scopeInWords(t))
		p.line("life", lifeInWords(t, p.s.Now))
		switch {
		case t.Expires != nil && t.Expires.Before(p.s.Now):
			p.line("", "it has expired: nothing should accept it any more")
		case t.NeverExpires:
			p.line("", "no token should live for ever: give the next one an end")
		}
		switch {
		case t.Binding != nil:
			p.line("needs", t.Binding.Note)
		case t.Encrypted:
			p.line("needs", "its passphrase, which can be guessed at leisure")
		}
		label := "more"
		for _, more := range moreInWords(t) {
			p.line(label, more)
			label = ""
		}
	}
	if p.f.Verdict == nil {
		p.line("alive", "not asked; `--verify` asks its issuer")
	} else {
		p.line("alive", verdictInWords(p.f.Verdict, p.s.Now))
	}
}

// maxPlaces is how many places a story lists.
const maxPlaces = 50

func (p *storyPage) places() {
	n := len(p.s.Findings)
	p.section("Where it stands: " + plural(n, "place"))
	for i, f := range p.s.Findings {
		if i == maxPlaces {
			p.line("", grouped(n-maxPlaces)+" more")
			break
		}
		p.field("", cyan, where(f))
		if f.Line != "" {
			p.field("", dim, "  "+fit(Printable(f.Line), p.room()-2))
		}
		if held := heldInWords(f.Exposure); held != "" {
			p.line("", held)
		}
	}
}

// since says how long it has been exposed, to whom and by whom.
func (p *storyPage) since() {
	var first, last *leak.Commit
	authors, remotes, refs, held := map[string]bool{}, map[remote]bool{}, 0, map[string]bool{}
	head := false
	for i := range p.s.Findings {
		e := &p.s.Findings[i].Exposure
		if c := e.First; c != nil && (first == nil || c.Date.Before(first.Date)) {
			first = c
		}
		for _, c := range []*leak.Commit{e.First, e.Last} {
			if c != nil && (last == nil || c.Date.After(last.Date)) {
				last = c
			}
		}
		for _, a := range e.Authors {
			authors[a] = true
		}
		for _, r := range e.Remotes {
			remotes[remote{p.s.Findings[i].Origin.Repo, r}] = true
		}
		for _, h := range e.HeldBy {
			held[h] = true
		}
		refs, head = max(refs, e.RefCount, len(e.Refs)), head || e.AtHead
	}
	if first == nil && len(held) == 0 {
		return
	}
	p.section("Since when, and who could read it")
	if first != nil {
		p.line("since", commitInWords(first))
		p.field("", dim, fit(Printable(first.Message), p.room()))
		p.line("exposed", fmt.Sprintf("for %s", plural(max(0, int(p.s.Now.Sub(first.Date).Hours()/24)), "day")))
	}
	if last != nil && last != first {
		p.line("last", commitInWords(last))
	}
	p.line("by", strings.Join(sortedKeys(authors), ", "))
	if head {
		p.line("now", "it stands in HEAD")
	} else if first != nil {
		p.line("now", "not in HEAD any more, but whoever clones the repository has it")
	}
	if refs > 0 {
		p.line("refs", "in the history of "+plural(refs, "ref"))
	}
	if len(held) > 0 {
		p.line("held", "by no ref, but in the object store: "+strings.Join(sortedKeys(held), ", "))
	}
	p.remotes(remotes)
}

// remote is a remote of one of the repositories of a run.
type remote struct{ repo, name string }

func (p *storyPage) remotes(reached map[remote]bool) {
	told := false
	for _, repo := range append([]leak.Repository{{Remotes: p.s.Run.Remotes}}, p.s.Run.Repositories...) {
		for _, r := range repo.Remotes {
			if reached[remote{repo.Name, r.Name}] {
				told = true
				p.line("pushed", r.Name+", "+r.URL+": "+remoteInWords(&r))
			}
		}
	}
	if !told {
		p.line("pushed", "no remote's tracking ref reaches it")
	}
}

func remoteInWords(r *leak.Remote) string {
	if r.Public != nil {
		return map[bool]string{true: "public: anybody can read it", false: "not public"}[*r.Public]
	}
	return map[leak.Hosting]string{leak.HostingForge: "a host of public and private repositories", leak.HostingPublic: "a host with a public name",
		leak.HostingPrivate: "on a private network", leak.HostingLocal: "on this machine"}[r.Hosting]
}

func (p *storyPage) shared() {
	p.section("Who else uses it")
	if text := blastInWords(p.f.Blast); text != "" {
		p.line("shared", text)
	} else {
		p.line("shared", "nobody, as far as this run saw")
	}
	for _, f := range p.s.Siblings {
		p.line("account", f.Description+" "+f.Secret.String()+" in "+where(f))
	}
}

func (p *storyPage) grade() {
	g := p.f.Grade
	if g == nil {
		return
	}
	p.section("Why it is " + string(p.f.Severity))
	p.line("rule", string(g.Base))
	for _, r := range g.Reasons {
		mark := "·"
		if r.Change != 0 {
			mark = fmt.Sprintf("%+d", r.Change)
		}
		p.line(mark, r.Text)
	}
}

func (p *storyPage) steps() {
	p.section("What to do")
	for i, s := range p.s.Steps {
		p.printf("  %s\n", p.paint(bold, fmt.Sprintf("%d. %s", i+1, Printable(s.Title))))
		if s.Text != "" {
			for _, l := range wrap(Printable(strings.Join(strings.Fields(s.Text), " ")), p.width-5) {
				p.printf("     %s\n", l)
			}
		}
		for _, l := range s.Lines {
			p.printf("%s\n", strings.TrimRight("       "+Printable(l), " "))
		}
		for _, r := range s.Refs {
			p.printf("     %s\n", p.paint(dim, Printable(r)))
		}
	}
}

func sortedKeys(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
