package verify

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/sourcegraph/conc/pool"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Recorder is told of everything that is sent. Verify calls it from several goroutines
// at once, Before and After in pairs.
type Recorder interface {
	// Before is called before a secret is sent. If it returns an error the secret is
	// not, nor is any other.
	Before(Question) error
	// After is called with what came of it. An error ends the asking.
	After(Question, leak.Verdict) error
}

// Question is one time that an issuer is asked.
type Question struct {
	Issuer   string // name
	Host     string
	Findings []*leak.Finding // where the secret stands, in the order that they were given
}

// Options say how Verify asks.
type Options struct {
	Parallel int      // how many at once; 0: 8
	Recorder Recorder // nil: nobody is told
	// Requests are those of the user's own rules, by rule; they come before ours.
	Requests map[string]*request.Compiled
	// Introspections are servers of the user that know tokens of his own (RFC 7662).
	Introspections []Introspection
	// Databases has passwords of databases tried at the hosts that the user named.
	Databases bool
	// Refuse are rules whose findings are not sent, and why: "the repository's own
	// configuration says what it finds".
	Refuse map[string]string
}

// Verify asks the issuers about the secrets of findings and puts what they said into
// Finding.Verdict. Each secret is asked about once, with the parts that it was found
// with, wherever it stands. Left without a verdict are findings that are suppressed and
// those that nobody can be asked about. The error is that of ctx or of the Recorder; what
// was not asked for its sake is "unknown".
func Verify(ctx context.Context, client *outbound.Client, o Options, findings []*leak.Finding) error {
	v := &verifier{client: client, o: o, down: map[string]string{}}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	p := pool.New().WithMaxGoroutines(cmp.Or(o.Parallel, 8))
	for _, g := range v.group(findings) {
		p.Go(func() {
			verdict, err := v.ask(ctx, g)
			if err != nil {
				stop(err)
			}
			for _, f := range g.findings {
				own := verdict
				f.Verdict = &own
			}
		})
	}
	p.Wait()
	return context.Cause(ctx)
}

type verifier struct {
	client *outbound.Client
	o      Options

	mu   sync.Mutex
	down map[string]string // hosts that cannot be reached, and why
}

// group is the findings of one secret with the same parts.
type group struct {
	issuer   *Issuer
	cred     leak.Credential
	findings []*leak.Finding
	refuse   string // why it is not asked about
}

// loose reports whether the parts that it is asked about with may be another's wherever
// it stands.
func (g *group) loose() bool {
	return !slices.ContainsFunc(g.findings, func(f *leak.Finding) bool { return !f.Loose() })
}

// group returns the secrets to ask about, in the order of their first findings.
func (v *verifier) group(findings []*leak.Finding) []*group {
	var groups []*group
	by := map[any]*group{}
	for _, f := range findings {
		issuer := v.issuer(f)
		if issuer == nil || f.Decision.Suppressed {
			continue
		}
		k := keyOf(f, issuer)
		if by[k] == nil {
			by[k] = &group{issuer: issuer, cred: f.Credential()}
			groups = append(groups, by[k])
		}
		by[k].findings = append(by[k].findings, f)
	}
	return v.takeTurns(groups)
}

// Of one issuer so many secrets are asked about, and so many passwords of one user of a
// database are tried: a repository that is made to hold more would keep the user waiting,
// or guess.
const (
	maxAsked   = 1000
	maxGuesses = 3
)

// takeTurns mixes the issuers, so that one with many secrets, which has a rate of its
// own, does not keep the others waiting.
func (v *verifier) takeTurns(groups []*group) []*group {
	seen, guesses := map[string]int{}, map[string]int{}
	turn := map[*group]int{}
	for _, g := range groups {
		turn[g] = seen[g.issuer.Name]
		if seen[g.issuer.Name]++; turn[g] >= maxAsked {
			g.refuse = fmt.Sprintf("%d secrets of one issuer are asked about in a run", maxAsked)
		}
		if t := g.cred.Token; t != nil && databaseOf(t) == g.issuer {
			user := t.Host + "\x00" + t.Subject
			if guesses[user]++; guesses[user] > maxGuesses {
				g.refuse = fmt.Sprintf("%d passwords of one user are tried in a run", maxGuesses)
			}
		}
	}
	slices.SortStableFunc(groups, func(a, b *group) int { return cmp.Compare(turn[a], turn[b]) })
	return groups
}

// keyOf tells secrets apart: by rule, value, parts, and what the issuer is asked with
// besides.
func keyOf(f *leak.Finding, issuer *Issuer) any {
	type key struct {
		rule, host, account string
		secret              leak.Secret
		next                any
	}
	k := key{rule: f.Rule, secret: f.Secret}
	if f.Token != nil && issuer.Local {
		k.host = f.Token.Host
	}
	if f.Token != nil && issuer.Ask != nil {
		k.account = f.Token.Account
	}
	if databaseOf(f.Token) == issuer { // one password may be that of several users
		k.account = f.Token.Subject + "\x00" + detailOf(f.Token, "Database")
	}
	parts := slices.Clone(f.Parts)
	slices.SortStableFunc(parts, func(a, b leak.Part) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Secret.Reveal(), b.Secret.Reveal()))
	})
	for _, p := range parts {
		k.next = key{rule: p.Rule, secret: p.Secret, next: k.next}
	}
	return k
}

// issuer returns who can be asked about a finding, or nil: what the user wrote comes first.
func (v *verifier) issuer(f *leak.Finding) *Issuer {
	if r := v.o.Requests[f.Rule]; r != nil {
		return &Issuer{Name: f.Rule, Title: f.Rule, Bases: []string{r.Base()}, Request: r}
	}
	for i := range v.o.Introspections {
		if v.o.Introspections[i].covers(f) {
			return v.o.Introspections[i].issuer()
		}
	}
	switch i := issuers[f.Rule]; {
	case i != nil || f.Token == nil:
		return i
	case families[f.Token.Family] != nil:
		return families[f.Token.Family]
	case v.o.Databases:
		return databaseOf(f.Token)
	}
	return nil
}

// ask asks each host in turn until one takes the token. It is inactive if all that
// there are say so. An error is one of the Recorder.
func (v *verifier) ask(ctx context.Context, g *group) (leak.Verdict, error) {
	unknown := func(reason string) leak.Verdict {
		return scrub(leak.Verdict{State: leak.StateUnknown, Issuer: g.issuer.Title, Reason: reason}, &g.cred)
	}
	switch why := cmp.Or(g.refuse, v.o.Refuse[g.cred.Rule]); {
	case why != "":
		return unknown("not asked: " + why), nil
	case g.issuer.Cannot != "":
		return unknown(g.issuer.Cannot), nil
	case !g.cred.Secret.Known():
		return unknown("the secret itself is not known, as in a report that was saved without"), nil
	}
	hosts := v.client.For(g.issuer.Name, g.issuer.Bases...)
	ways, err := hosts.Ways(g.host())
	if err != nil {
		return unknown(reasonOf(err)), nil
	}
	var worst *leak.Verdict
	for _, way := range ways {
		verdict, err := v.at(ctx, way, g)
		if err != nil || verdict.State == leak.StateActive {
			return verdict, err
		}
		if worst == nil || worst.State == leak.StateInactive {
			worst = &verdict
		}
	}
	if worst.State == leak.StateInactive && g.loose() {
		worst.State = leak.StateUnknown
		worst.Reason += "; what it was asked about with stands some lines away and may be another's"
	}
	if all, _ := hosts.Ways(""); worst.State == leak.StateInactive && g.issuer.Beside && len(ways) < len(all) {
		worst.State = leak.StateUnknown
		worst.Reason = "the host that stands beside it does not know it (" + worst.Reason + "), another of yours may"
	}
	return *worst, nil
}

// host returns where the credential says that it is used, if that counts.
func (g *group) host() string {
	if g.cred.Token == nil || !g.issuer.Local {
		return ""
	}
	if databaseOf(g.cred.Token) == g.issuer {
		return hostOnly(g.cred.Token.Host) // its port may be the usual one; askDatabase compares
	}
	return g.cred.Token.Host
}

// at asks at one host, and lets the Recorder know.
func (v *verifier) at(ctx context.Context, way *outbound.Conn, g *group) (leak.Verdict, error) {
	verdict := leak.Verdict{State: leak.StateUnknown, Issuer: g.issuer.Title, Host: way.Host()}
	if ctx.Err() != nil {
		verdict.Reason = "not asked: interrupted"
		return verdict, nil
	}
	if why := v.isDown(way); why != "" {
		verdict.Reason = "not asked: " + why
		return verdict, nil
	}
	q := Question{Issuer: g.issuer.Name, Host: way.Host(), Findings: g.findings}
	if v.o.Recorder != nil {
		if err := v.o.Recorder.Before(q); err != nil {
			verdict.Reason = "not asked: the record of it could not be written"
			return verdict, err
		}
	}
	said, err := g.issuer.ask(ctx, way, &g.cred)
	if err != nil {
		v.remember(way, err)
		said = leak.Verdict{State: leak.StateUnknown, Reason: reasonOf(err)}
	}
	said.Issuer, said.Host = g.issuer.Title, way.Host()
	said = scrub(said, &g.cred)
	if v.o.Recorder != nil {
		err = v.o.Recorder.After(q, said)
		return said, err
	}
	return said, nil
}

// remember keeps what will be no better for the next secret, so that a thousand of them
// do not each wait for a network that is not there.
func (v *verifier) remember(way *outbound.Conn, err error) {
	var e *outbound.Error
	if !errors.As(err, &e) {
		return
	}
	switch e.Kind {
	case outbound.NoNetwork, outbound.Certificate, outbound.Refused, outbound.ProxyFailed:
		v.mu.Lock()
		defer v.mu.Unlock()
		v.down[way.Issuer()+" "+way.Host()] = reasonOf(e)
	}
}

func (v *verifier) isDown(way *outbound.Conn) string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.down[way.Issuer()+" "+way.Host()]
}

// reasonOf returns an error in words, with what to try.
func reasonOf(err error) string {
	var e *outbound.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "interrupted"
	case errors.As(err, &e) && e.Hint() != "":
		return e.Error() + "; " + e.Hint()
	}
	return err.Error()
}

// hidden stands for text of an answer that repeats the secret.
const hidden = "(not shown: it repeats the secret)"

// shown is how many characters of a secret in a row may stand in what an issuer says:
// fewer than would help anybody, more than a word has in common with it by chance.
const shown = 10

// scrub takes the secret out of what an issuer said. Error messages like to quote it,
// whole or but for its middle.
func scrub(v leak.Verdict, cred *leak.Credential) leak.Verdict {
	secret := spellings(cred.Secret.Reveal())
	clean := func(s string) string {
		if slices.ContainsFunc(secret, func(form string) bool { return repeats(s, form) }) {
			return hidden
		}
		for _, part := range cred.Parts {
			if clear := part.Reveal(); len(clear) >= shown && strings.Contains(s, clear) {
				return hidden
			}
		}
		return s
	}
	v.Reason, v.Owner, v.Account = clean(v.Reason), clean(v.Owner), clean(v.Account)
	v.Scopes = slices.Clone(v.Scopes)
	for i, s := range v.Scopes {
		v.Scopes[i] = clean(s)
	}
	v.Details = slices.Clone(v.Details)
	for i, d := range v.Details {
		v.Details[i] = leak.Detail{Name: clean(d.Name), Value: clean(d.Value)}
	}
	return v
}

// spellings returns the forms in which a secret is sent: as it is, escaped, and in base64,
// which begins in one of three ways behind other text.
func spellings(secret string) []string {
	secret = withoutHost(secret)
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret)}
	for skip := range min(3, len(secret)) {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(secret[skip:]))
		forms = append(forms, encoded[:max(0, len(encoded)-2)]) // the end depends on what follows
	}
	return slices.DeleteFunc(forms, func(s string) bool { return s == "" })
}

// withoutHost returns what follows the host of a URL, such as a webhook, whose host is
// no secret; one with a user in it is left whole.
func withoutHost(secret string) string {
	_, after, ok := strings.Cut(secret, "://")
	host, path, more := strings.Cut(after, "/")
	if !ok || !more || path == "" || strings.Contains(host, "@") {
		return secret
	}
	return path
}

// repeats reports whether text has shown bytes in a row, or all, of a secret.
func repeats(text, secret string) bool {
	if len(secret) <= shown {
		return strings.Contains(text, secret)
	}
	for at := 0; at+shown <= len(secret); at++ {
		if strings.Contains(text, secret[at:at+shown]) {
			return true
		}
	}
	return false
}
