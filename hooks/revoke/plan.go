package revoke

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/hooks/verify"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Options are what taking back needs of the world and of the user.
type Options struct {
	Client   *outbound.Client
	Log      *audit.Log // what was done before, and what is done now
	Verifier Verifier   // asks whether a secret lives; nil: nobody
	Settings *settings.Revoke
	Callback callback.Options
	// Requests are those of the rules in files that the user named, by rule.
	Requests map[string]*request.Compiled
	Run      *leak.Run // what was scanned: its rules say what to do by hand
	Again    bool      // also what the log shows as done, or as begun where nobody can be asked
	// Sleep waits between questions; it returns ctx's error.
	Sleep Sleep
}

// Status says where a secret stands before anything is done; the values are part of the
// output of `leaksieve revoke -f json`.
type Status string

// Statuses of a Step.
const (
	Ready  Status = "ready"   // it can be sent
	ByHand Status = "by-hand" // nothing can be sent
	Past   Status = "done"    // the audit log shows that it was taken back
	Open   Status = "open"    // the audit log shows that it was begun, and not what became of it
)

// Step is one secret to take back.
type Step struct {
	Way      *Way
	Cred     leak.Credential
	Findings []leak.Finding // where it stands, in the order that they were given
	Status   Status
	Why      string // it is by hand, done or open, in words
	Hosts    []string
	Answer   Answer // what became of it; zero before that

	ways []*outbound.Conn
	id   string // of the operation that is open, or of this one

	begun time.Time // of the operation that is open
}

// First is the finding that stands for the secret.
func (s *Step) First() *leak.Finding { return &s.Findings[0] }

// Subject is the secret as the audit log has it.
func (s *Step) Subject() audit.Subject { return audit.Of(s.First()) }

// Plan returns a step for each distinct secret, in the order of the findings, whose
// secrets must be known. Nothing is sent.
func Plan(ctx context.Context, o *Options, findings []leak.Finding) ([]*Step, error) {
	past, err := history(ctx, o.Log)
	if err != nil {
		return nil, fmt.Errorf("reading the audit log: %w", err)
	}
	var steps []*Step
	by := map[leak.Secret]*Step{}
	for _, f := range findings {
		if s := by[f.Secret]; s != nil {
			s.add(f)
			continue
		}
		s := &Step{Findings: []leak.Finding{f}, Cred: f.Credential()}
		by[f.Secret] = s
		steps = append(steps, s)
	}
	for _, s := range steps {
		o.lead(s)
		if err := o.plan(s, past); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

// add notes a further place of the secret. What stands beside it there may complete it.
func (s *Step) add(f leak.Finding) {
	s.Findings = append(s.Findings, f)
	for rule, part := range f.Credential().Parts {
		if _, ok := s.Cred.Parts[rule]; !ok {
			s.Cred.Parts[rule] = part
		}
	}
	if s.Cred.Token == nil {
		s.Cred.Token = f.Token
	}
}

// lead puts a finding first whose rule knows how the secret is taken back: another may
// have found it by its name alone. Those of foreign rules come last.
func (o *Options) lead(s *Step) {
	own := func(f leak.Finding) bool { return !o.foreign(f.Rule) }
	i := slices.IndexFunc(s.Findings, func(f leak.Finding) bool { return own(f) && ways[f.Rule] != nil && ways[f.Rule].Kind == Self })
	if i < 0 && !own(s.Findings[0]) {
		i = slices.IndexFunc(s.Findings, own)
	}
	if i > 0 {
		f := s.Findings[i]
		s.Findings = slices.Insert(slices.Delete(s.Findings, i, i+1), 0, f)
		s.Cred.Rule = f.Rule
	}
}

// foreign reports whether the scanned repository decides what a rule finds. It would
// choose what is sent to an issuer, and what the user's program is called with.
func (o *Options) foreign(rule string) bool {
	return o.Run != nil && slices.ContainsFunc(o.Run.Rules, func(r leak.Rule) bool { return r.ID == rule && r.Foreign })
}

// plan finds the way of a step and where it stands. What the settings have for all rules
// stands in where the secret alone will not do.
func (o *Options) plan(s *Step, past map[string]audit.Past) (err error) {
	if rule := s.First().Rule; o.foreign(rule) {
		s.Way, s.Status = o.help(rule), ByHand
		s.Why = "nothing is sent: the configuration of the repository decides what this rule finds; name it with -c if you trust it"
		o.recall(s, past)
		return nil
	}
	if s.Way, err = o.way(s); err != nil {
		return err
	}
	if o.place(s); s.Status == ByHand && o.Settings != nil && !o.Settings.Callback.None() {
		if s.Way, err = o.callback(o.Settings.Callback); err != nil {
			return err
		}
		o.place(s)
	}
	o.recall(s, past)
	return nil
}

// place says whether a step can be sent, and where to.
func (o *Options) place(s *Step) {
	s.Status, s.Why = Ready, ""
	switch {
	case s.Way.Do == nil:
		s.Status = ByHand
	case s.lacks() != "":
		s.Status, s.Why = ByHand, s.lacks()
	case s.Way.Kind == Self:
		o.route(s)
	}
}

// way returns how a secret is taken back: what the settings have for its rule, the
// request of the user's own rule, what is built in, what the rule says.
func (o *Options) way(s *Step) (*Way, error) {
	rule := s.First().Rule
	if o.Settings != nil {
		if c, ok := o.Settings.Rules[rule]; ok && !c.None() {
			return o.callback(c)
		}
	}
	if r := o.Requests[rule]; r != nil {
		return asked(rule, r), nil
	}
	if w, err := o.oauth(s); w != nil || err != nil {
		return w, err
	}
	if w := For(&s.Cred); w != nil {
		return w, nil
	}
	return o.help(rule), nil
}

// help is the way of a rule that has none of its own: what the rule itself says.
func (o *Options) help(rule string) *Way {
	w := &Way{Kind: Page}
	i := -1
	if o.Run != nil {
		i = slices.IndexFunc(o.Run.Rules, func(r leak.Rule) bool { return r.ID == rule })
	}
	if i >= 0 {
		r := o.Run.Rules[i]
		if r.Help != "" {
			w.Steps = append(w.Steps, r.Help)
		}
		for _, ref := range r.Refs {
			u, err := url.Parse(ref)
			if err != nil || u.Scheme != "https" {
				continue
			}
			if w.Docs == "" {
				w.Docs = ref
			}
			if onPage(&r, u.Hostname()) {
				w.Page, w.Docs = ref, ref
				break
			}
		}
	}
	if len(w.Steps) == 0 {
		w.Steps = []string{"Ask whoever gave it out to revoke it, and put another in its place."}
	}
	return w
}

// lacks says which part of the credential is needed and was not found.
func (s *Step) lacks() string {
	if len(s.Way.Needs) == 0 || s.Cred.Part(s.Way.Needs...).Known() {
		return ""
	}
	return "what belongs to it was not found beside it (" + strings.Join(s.Way.Needs, " or ") + ")"
}

// route finds the hosts that the secret may go to.
func (o *Options) route(s *Step) {
	host := ""
	if i := verify.For(s.First().Rule); i != nil && i.Local && s.Cred.Token != nil {
		host = s.Cred.Token.Host
	}
	conns, err := o.Client.For(s.Way.Name, s.Way.Bases...).Ways(host)
	var e *outbound.Error
	if errors.As(err, &e) {
		s.Status, s.Why = ByHand, e.Error()
		if e.Hint() != "" {
			s.Why += "; " + e.Hint()
		}
		return
	}
	s.ways = conns
	for _, c := range conns {
		s.Hosts = append(s.Hosts, c.Host())
	}
}

// history returns what was done before to each secret last, by fingerprint and by id.
func history(ctx context.Context, log *audit.Log) (map[string]audit.Past, error) {
	past := map[string]audit.Past{}
	if log == nil {
		return past, nil
	}
	all, err := log.Past(ctx, "")
	for _, p := range all {
		if p.Begun.Action != audit.Revoke && p.Begun.Action != audit.Callback {
			continue
		}
		for _, key := range []string{p.Begun.Fingerprint, p.Begun.SecretID} {
			if key != "" {
				past[key] = p
			}
		}
	}
	return past, err
}

// recall says what the log shows of a step.
func (o *Options) recall(s *Step, past map[string]audit.Past) {
	var last *audit.Past
	for i := range s.Findings {
		for _, key := range []string{s.Findings[i].Fingerprint, s.Findings[i].SecretID} {
			if p, ok := past[key]; ok && (last == nil || p.Begun.Seq > last.Begun.Seq) {
				last = &p
			}
		}
	}
	if last == nil || o.Again {
		return
	}
	begun := last.Begun
	s.begun = begun.Time
	switch {
	case last.Ended != nil && last.Ended.Outcome == audit.Done:
		s.Status, s.Why = Past, fmt.Sprintf("%s by run %s (%s)", last.Ended.Time.Format("2006-01-02 15:04"), begun.Run, last.Ended.Detail)
	case s.Status != Ready:
	case last.Ended == nil:
		s.Status, s.id = Open, begun.Operation
		s.Why = fmt.Sprintf("run %s began it at %s and was stopped before it was done", begun.Run, begun.Time.Format("2006-01-02 15:04"))
	case last.Ended.Outcome == audit.Unknown:
		s.Status, s.id = Open, begun.Operation
		s.Why = fmt.Sprintf("run %s sent it at %s, and it was not known what became of it", begun.Run, begun.Time.Format("2006-01-02 15:04"))
	}
}
