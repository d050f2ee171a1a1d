package revoke

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/audit"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// found is a finding of a made-up secret.
func found(rule, secret, fingerprint string) leak.Finding {
	return leak.Finding{Rule: rule, Secret: leak.NewSecret(secret), Fingerprint: fingerprint, SecretID: fmt.Sprintf("sid1-%x", sha256.Sum256([]byte(secret))),
		Origin: leak.Origin{Kind: leak.KindFile, Path: fingerprint + ".env"}, Start: leak.Position{Line: 1, Column: 1}}
}

// bench is what a run needs: a server, a log, and what the issuer says of a secret.
type bench struct {
	*Options
	t      *testing.T
	server *outboundtest.Server
	states []leak.State // what the issuer says, one after another; the last goes on
	asked  int
	slept  []time.Duration
}

func newBench(t *testing.T, h http.Handler) *bench {
	b := &bench{t: t, server: outboundtest.New(t, h)}
	log, err := audit.Open(t.Context(), audit.Options{Path: filepath.Join(t.TempDir(), "audit.jsonl")})
	require.NoError(t, err)
	b.Options = &Options{Client: b.server.Client(), Log: log, Settings: &settings.Revoke{}, Run: &leak.Run{Target: "shop"}}
	b.Sleep = func(_ context.Context, d time.Duration) error { b.slept = append(b.slept, d); return nil }
	b.Verifier = func(context.Context, leak.Finding) (leak.Verdict, bool, error) {
		if len(b.states) == 0 {
			return leak.Verdict{}, false, nil
		}
		b.asked++
		state := b.states[0]
		if len(b.states) > 1 {
			b.states = b.states[1:]
		}
		return leak.Verdict{State: state}, true, nil
	}
	b.Callback.Env = map[string]string{"PATH": os.Getenv("PATH"), "HOME": t.TempDir()}
	b.Callback.Client = b.Client
	return b
}

func (b *bench) plan(findings ...leak.Finding) []*Step {
	b.t.Helper()
	steps, err := Plan(b.t.Context(), b.Options, findings)
	require.NoError(b.t, err)
	return steps
}

// do plans and does it, and returns the steps.
func (b *bench) do(findings ...leak.Finding) []*Step {
	b.t.Helper()
	steps := b.plan(findings...)
	require.NoError(b.t, Do(b.t.Context(), b.Options, steps, func(*Step) {}))
	return steps
}

// sent is what has arrived, as method and path.
func (b *bench) sent() (lines []string) {
	for _, r := range b.server.Requests() {
		lines = append(lines, r.Method+" "+r.Path)
	}
	return lines
}

// begin leaves a revocation open, as a run does that was killed.
func (b *bench) begin(f leak.Finding, action audit.Action) {
	_, err := b.Log.Begin(b.t.Context(), audit.Entry{Action: action, Subject: audit.Of(&f)})
	require.NoError(b.t, err)
}

var fastly = found("fastly-api-token", drawn, "ls1-1")

func TestPlanHasAStepForEachSecret(t *testing.T) {
	b := newBench(t, noContent.handler())
	other := fastly
	other.Fingerprint, other.Parts = "ls1-2", []leak.Part{{Rule: "x", Secret: leak.NewSecret("part")}}
	steps := b.plan(fastly, found("stripe-live-secret-key", "another"+drawn, "ls1-3"), other)
	require.Len(t, steps, 2)
	assert.Len(t, steps[0].Findings, 2)
	assert.True(t, steps[0].Cred.Part("x").Known(), "what stands beside any of its places")
	assert.Equal(t, []string{"api.fastly.com"}, steps[0].Hosts)
	assert.Equal(t, Ready, steps[0].Status)
	assert.Equal(t, ByHand, steps[1].Status)
	assert.Empty(t, b.sent())
}

func TestTheRuleThatKnowsTheIssuerLeads(t *testing.T) {
	b := newBench(t, noContent.handler())
	s := b.plan(found("generic-api-key", drawn, "ls1-0"), fastly)[0]
	assert.Equal(t, "fastly-api-token", s.First().Rule)
	assert.Len(t, s.Findings, 2)
	assert.Equal(t, Ready, s.Status)
}

// What the scanned repository calls a token of an issuer is sent to nobody, nor is the
// user's program called for it.
func TestWhatTheRepositoryDecidesOnIsNotSent(t *testing.T) {
	programs(t)
	b := newBench(t, noContent.handler())
	b.Run.Rules = []leak.Rule{{ID: "github-pat", Foreign: true, Help: "Delete it."}, {ID: "vercel-token"}}
	b.Settings.Callback = settings.Callback{Exec: []string{"true"}}
	b.Settings.Rules = map[string]settings.Callback{"github-pat": {Exec: []string{"true"}}}
	s := b.do(found("github-pat", drawn, "ls1-1"))[0]
	assert.Equal(t, ByHand, s.Status)
	assert.Contains(t, s.Why, "name it with -c")
	assert.Equal(t, []string{"Delete it."}, s.Way.Steps)
	assert.Empty(t, b.sent())

	// Where a rule of ours finds the same secret, that one counts.
	s = b.do(found("github-pat", "2"+drawn, "ls1-2"), found("vercel-token", "2"+drawn, "ls1-3"))[0]
	assert.Equal(t, "vercel", s.Way.Name)
	assert.Equal(t, Ready, s.Status)
}

func TestACallbackStandsInWhereTheSecretAloneWillNotDo(t *testing.T) {
	programs(t)
	b := newBench(t, noContent.handler())
	b.Settings.Callback = settings.Callback{Exec: []string{"true"}}
	for _, rule := range []string{"vault-service-token", "aws-secret-access-key"} { // no host, no id
		s := b.plan(found(rule, rule+drawn, "ls1-"+rule))[0]
		assert.Equal(t, Callback, s.Way.Kind)
		assert.Equal(t, Ready, s.Status)
	}
}

func TestEachRuleHasAnAnswer(t *testing.T) {
	b := newBench(t, noContent.handler())
	b.Run.Rules = []leak.Rule{{ID: "acme", Help: "Revoke it at acme.", Refs: []string{"no page", "https://acme.example/docs"}}, {ID: "bare"}}
	acme, bare := b.plan(found("acme", "1"+drawn, "ls1-1"))[0], b.plan(found("bare", "2"+drawn, "ls1-2"))[0]
	assert.Equal(t, Page, acme.Way.Kind)
	assert.Equal(t, []string{"Revoke it at acme."}, acme.Way.Steps)
	assert.Equal(t, "https://acme.example/docs", acme.Way.Page)
	assert.NotEmpty(t, bare.Way.Steps)
	assert.Equal(t, ByHand, bare.Status)
}

// A standard says how a token is written: nobody can revoke anything there.
func TestAPageIsTheIssuers(t *testing.T) {
	for _, c := range []struct {
		rule       leak.Rule
		page, docs string
	}{
		{leak.Rule{Refs: []string{"https://www.rfc-editor.org/rfc/rfc7617"}}, "", "https://www.rfc-editor.org/rfc/rfc7617"},
		{leak.Rule{Refs: []string{"https://datatracker.ietf.org/doc/rfc1", "https://acme.example/keys"}}, "https://acme.example/keys", "https://acme.example/keys"},
		{leak.Rule{Refs: []string{"https://notietf.org/keys"}}, "https://notietf.org/keys", "https://notietf.org/keys"},
		{leak.Rule{Refs: []string{"https://acme.example/manual"}, Tags: []string{"acme", "generic"}}, "", "https://acme.example/manual"},
		{leak.Rule{Refs: []string{"http://acme.example/keys"}}, "", ""},
		{leak.Rule{}, "", ""},
	} {
		c.rule.ID = "acme"
		w := (&Options{Run: &leak.Run{Rules: []leak.Rule{c.rule}}}).help("acme")
		assert.Equal(t, []string{c.page, c.docs}, []string{w.Page, w.Docs}, c.rule.Refs)
	}
}

// A password of a database is changed as that database has it.
func TestPasswordsOfDatabases(t *testing.T) {
	b := newBench(t, noContent.handler())
	for kind, want := range map[string]string{
		"PostgreSQL password": "ALTER USER", "MySQL password": "IDENTIFIED BY", "SQL Server password": "ALTER LOGIN", "Redis password": "ACL SETUSER", "MongoDB password": "changeUserPassword",
		"SMTP password": "Change the password of its user", "": "Change the password of its user",
	} {
		f := found("url-password", kind+drawn, "ls1-"+kind)
		if kind != "" {
			f.Token = &leak.Token{Kind: kind}
		}
		s := b.plan(f)[0]
		assert.Equal(t, ByHand, s.Status)
		assert.Contains(t, s.Way.Steps[0], want)
		assert.Empty(t, s.Way.Page)
	}
	for kind, w := range databases {
		assert.Regexp(t, `^https://`, w.Docs, kind)
		assert.NotEmpty(t, w.Steps, kind)
	}
}

// Whatever is found, the plan says who can take it back, and how or where.
func TestEveryBuiltInRuleHasAnAnswer(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	b := newBench(t, noContent.handler())
	var findings []leak.Finding
	for i, r := range set.Rules {
		b.Run.Rules = append(b.Run.Rules, leak.Rule{ID: r.ID, Help: r.Help, Refs: r.Refs, Tags: r.Tags})
		findings = append(findings, found(r.ID, fmt.Sprint(i, drawn), fmt.Sprint("ls1-", i)))
	}
	kinds := map[Kind]int{}
	for _, s := range b.plan(findings...) {
		kinds[s.Way.Kind]++
		assert.NotEmpty(t, s.Way.Steps, s.First().Rule)
		assert.Equal(t, s.Status == Ready, len(s.Hosts) > 0, s.First().Rule)
	}
	t.Log(kinds)
	assert.Equal(t, len(set.Rules), kinds[Self]+kinds[Admin]+kinds[Page])
}

// programs skips a test that runs some where they are not.
func programs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no sh")
	}
}

func TestWhatTheUserHasComesFirst(t *testing.T) {
	programs(t)
	const login = "https://login.acme.example"
	f := found("fastly-api-token", issued(login), "ls1-1")
	page := found("stripe-live-secret-key", drawn, "ls1-2")
	own := request.Must(request.Request{Method: "DELETE", URL: "https://api.acme.example/token", Headers: map[string]string{"X-Key": "{{secret}}"}, Done: []string{"status 204"}})
	exec := settings.Callback{Exec: []string{"true"}}
	for name, c := range map[string]struct {
		change func(b *bench)
		kind   Kind
		does   string
		page   Kind // of a rule that has a page alone
	}{
		"nothing":            {func(*bench) {}, Self, "DELETE /tokens/self", Page},
		"a callback for all": {func(b *bench) { b.Settings.Callback = exec }, Self, "DELETE /tokens/self", Callback},
		"one for the rule":   {func(b *bench) { b.Settings.Rules = map[string]settings.Callback{f.Rule: exec} }, Callback, "", Page},
		"none for the rule":  {func(b *bench) { b.Settings.Rules = map[string]settings.Callback{f.Rule: {}} }, Self, "DELETE /tokens/self", Page},
		"the rule's request": {func(b *bench) { b.Requests = map[string]*request.Compiled{f.Rule: own} }, Self, "DELETE /token", Page},
		"a server's endpoint": {func(b *bench) {
			b.Settings.OAuth = []settings.OAuth{{Issuer: login, Endpoint: login + "/revoke"}}
		}, Self, "POST /revoke", Page},
		"all of them": {func(b *bench) {
			b.Settings.Callback, b.Settings.Rules, b.Requests = exec, map[string]settings.Callback{f.Rule: exec}, map[string]*request.Compiled{f.Rule: own}
		}, Callback, "", Callback},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, noContent.handler())
			c.change(b)
			s := b.plan(f)[0]
			assert.Equal(t, c.kind, s.Way.Kind)
			if c.does != "" {
				assert.Equal(t, c.does, s.Describe())
			} else {
				assert.NotEmpty(t, s.Describe())
			}
			assert.Equal(t, c.page, b.plan(page)[0].Way.Kind)
		})
	}
}

func TestWhatIsDoneIsNotDoneAgain(t *testing.T) {
	b := newBench(t, noContent.handler())
	b.states = []leak.State{leak.StateInactive}
	assert.Equal(t, Revoked, b.do(fastly)[0].Answer.Outcome)
	require.Equal(t, []string{"DELETE /tokens/self"}, b.sent())
	moved := fastly // to another file
	moved.Fingerprint = "ls1-moved"
	s := b.do(moved)[0]
	assert.Equal(t, Past, s.Status)
	assert.Contains(t, s.Why, "revoked")
	assert.Len(t, b.sent(), 1)
	b.Again = true
	assert.Equal(t, Ready, b.do(fastly)[0].Status)
	assert.Len(t, b.sent(), 2)
}

func TestWhatFailedIsDoneAgain(t *testing.T) {
	b := newBench(t, outboundtest.Sequence(outboundtest.Answer(429, `{}`), noContent.handler()))
	assert.Equal(t, Failed, b.do(fastly)[0].Answer.Outcome)
	s := b.do(fastly)[0]
	assert.Equal(t, Ready, s.Status)
	assert.Equal(t, Revoked, s.Answer.Outcome)
}

// The record has a line before what is sent, and one after it that says what came of it;
// neither holds the secret.
func TestTheRecordComesFirst(t *testing.T) {
	b := newBench(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	var before []audit.Record
	b.Verifier = nil
	old := ways["fastly-api-token"].Do
	w := *ways["fastly-api-token"]
	w.Do = func(ctx context.Context, n *Net, s *Step) Answer {
		require.NoError(t, audit.Read(t.Context(), b.Log.Path(), func(r audit.Record) error { before = append(before, r); return nil }))
		return old(ctx, n, s)
	}
	steps := b.plan(fastly)
	steps[0].Way = &w
	require.NoError(t, Do(t.Context(), b.Options, steps, func(*Step) {}))
	require.Len(t, before, 1)
	assert.Equal(t, audit.Before, before[0].Phase)
	assert.Equal(t, "api.fastly.com", before[0].Target)
	assert.Equal(t, fastly.Fingerprint, before[0].Fingerprint)
	past, err := b.Log.Past(t.Context(), audit.Revoke)
	require.NoError(t, err)
	require.Len(t, past, 1)
	assert.Equal(t, audit.Done, past[0].Ended.Outcome)
	data, err := os.ReadFile(b.Log.Path())
	require.NoError(t, err)
	assert.NotContains(t, string(data), drawn)
}

func TestNothingIsSentWithoutARecord(t *testing.T) {
	b := newBench(t, noContent.handler())
	steps := b.plan(fastly, found("buildkite-token", "2"+drawn, "ls1-2"))
	require.NoError(t, os.Remove(b.Log.Path()))
	require.NoError(t, os.Mkdir(b.Log.Path(), 0o700))
	require.Error(t, Do(t.Context(), b.Options, steps, func(*Step) {}))
	assert.Empty(t, b.sent())
}

func TestItStopsBetweenSteps(t *testing.T) {
	b := newBench(t, noContent.handler())
	ctx, cancel := context.WithCancel(t.Context())
	steps := b.plan(fastly, found("buildkite-token", "2"+drawn, "ls1-2"))
	require.NoError(t, Do(ctx, b.Options, steps, func(*Step) { cancel() }))
	assert.Equal(t, Revoked, steps[0].Answer.Outcome)
	assert.Empty(t, steps[1].Answer.Outcome)
	assert.Len(t, b.sent(), 1)
}

// A run was killed between the line before and the line after.
func TestWhatWasBegunIsGoneOnWith(t *testing.T) {
	programs(t)
	const dead, lives, unknown = leak.StateInactive, leak.StateActive, leak.StateUnknown
	exec := settings.Callback{Exec: []string{"true"}}
	hook := settings.Callback{Webhook: "https://rotate.acme.example/hook"}
	for name, c := range map[string]struct {
		states   []leak.State // none: nobody can be asked
		callback *settings.Callback
		again    bool
		want     Outcome
		sends    int
	}{
		"it was done":                                {states: []leak.State{dead}, want: Dead},
		"it was not done":                            {states: []leak.State{lives, dead}, want: Revoked, sends: 1},
		"whether it lives cannot be found out":       {states: []leak.State{unknown}, want: Unknown},
		"nobody can be asked: the request tells":     {want: Revoked, sends: 1},
		"by a program, nobody can be asked":          {callback: &exec, want: Unknown},
		"by a program, and it lives":                 {callback: &exec, states: []leak.State{lives, dead}, want: Revoked},
		"by a program, once more":                    {callback: &exec, again: true, want: Revoked},
		"by a web hook, which knows a repeated call": {callback: &hook, want: Revoked, sends: 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, noContent.handler())
			b.states, b.Again = c.states, c.again
			action := audit.Revoke
			if c.callback != nil {
				b.Settings.Rules = map[string]settings.Callback{fastly.Rule: *c.callback}
				action = audit.Callback
			}
			b.begin(fastly, action)
			s := b.do(fastly)[0]
			if !c.again {
				assert.Equal(t, Open, s.Status)
				assert.Contains(t, s.Why, b.Log.Run())
			}
			assert.Equal(t, c.want, s.Answer.Outcome, s.Answer.Reason)
			assert.Len(t, b.sent(), c.sends)
			pending, err := b.Log.Pending(t.Context(), action)
			require.NoError(t, err)
			assert.Len(t, pending, map[bool]int{true: 1}[c.want == Unknown], "what is still open")
		})
	}
}

func TestARepeatedWebHookHasTheSameID(t *testing.T) {
	b := newBench(t, outboundtest.Sequence(outboundtest.Answer(500, `{}`), outboundtest.Answer(500, `{}`), outboundtest.Answer(500, `{}`), noContent.handler()))
	b.Settings.Rules = map[string]settings.Callback{fastly.Rule: {Webhook: "https://rotate.acme.example/hook"}}
	b.begin(fastly, audit.Callback)
	b.do(fastly)
	past, err := b.Log.Past(t.Context(), audit.Callback)
	require.NoError(t, err)
	for _, r := range b.server.Requests() {
		assert.Equal(t, past[0].Begun.Operation, r.Header.Get("webhook-id"))
		assert.NotContains(t, string(r.Body), drawn)
	}
	assert.NotEmpty(t, b.server.Requests())
}

func TestWhatIsSaidIsConfirmed(t *testing.T) {
	const dead, lives, unknown = leak.StateInactive, leak.StateActive, leak.StateUnknown
	for name, c := range map[string]struct {
		said   Outcome
		states []leak.State
		want   Outcome
		asked  int
	}{
		"revoked, and dead":                     {Revoked, []leak.State{dead}, Revoked, 1},
		"revoked, and dead a little later":      {Revoked, []leak.State{lives, dead}, Revoked, 2},
		"revoked, but it lives":                 {Revoked, []leak.State{lives}, Unknown, 3},
		"revoked, and nobody to ask":            {Revoked, nil, Revoked, 0},
		"revoked, and the asking fails":         {Revoked, []leak.State{unknown}, Revoked, 3},
		"accepted, and dead a little later":     {Accepted, []leak.State{lives, lives, lives, dead}, Revoked, 4},
		"accepted, and it lives":                {Accepted, []leak.State{lives}, Accepted, 5},
		"accepted, and nobody to ask":           {Accepted, nil, Revoked, 0},
		"no telling, and dead":                  {Unknown, []leak.State{dead}, Revoked, 1},
		"no telling, and it lives":              {Unknown, []leak.State{lives}, Failed, 3},
		"no telling, and nobody to ask":         {Unknown, nil, Unknown, 0},
		"dead, says the issuer, and it is":      {Dead, []leak.State{dead}, Dead, 1},
		"dead, says the issuer, but it lives":   {Dead, []leak.State{lives}, Refused, 3},
		"dead, says the issuer, nobody to ask":  {Dead, nil, Dead, 0},
		"refused is not asked about":            {Refused, []leak.State{lives}, Refused, 0},
		"what failed is not asked about either": {Failed, []leak.State{lives}, Failed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, noContent.handler())
			b.states = c.states
			steps := b.plan(fastly)
			w := *steps[0].Way
			w.Do = func(context.Context, *Net, *Step) Answer { return Answer{c.said, "said"} }
			steps[0].Way = &w
			require.NoError(t, Do(t.Context(), b.Options, steps, func(*Step) {}))
			assert.Equal(t, c.want, steps[0].Answer.Outcome, steps[0].Answer.Reason)
			assert.Equal(t, c.asked, b.asked)
			next := b.plan(fastly)[0]
			assert.Equal(t, map[Outcome]Status{Revoked: Past, Dead: Past, Unknown: Open, Accepted: Open, Failed: Ready, Refused: Ready}[c.want], next.Status)
		})
	}
}

// GitHub takes few requests an hour, of many tokens each.
func TestTokensThatGoTogetherAreOneRequest(t *testing.T) {
	b := newBench(t, outboundtest.Answer(202, `{}`))
	b.states = []leak.State{leak.StateInactive}
	var findings []leak.Finding
	for i := range 250 {
		findings = append(findings, found("github-pat", fmt.Sprint(i, drawn), fmt.Sprint("ls1-", i)), found("fastly-api-token", fmt.Sprint("f", i, drawn), fmt.Sprint("ls1-f", i)))
	}
	steps := b.plan(append(findings[:10:10], findings[10:]...)...)
	var reported int
	require.NoError(t, Do(t.Context(), b.Options, steps[:20], func(*Step) { reported++ }))
	assert.Equal(t, 20, reported)
	assert.Equal(t, 1+10, len(b.sent()), "one of ten tokens, and ten of one")
	for _, s := range steps[:20] {
		want := map[string]Outcome{"github-pat": Revoked, "fastly-api-token": Failed}[s.First().Rule]
		assert.Equal(t, want, s.Answer.Outcome)
	}
	assert.Equal(t, 10, strings.Count(string(b.server.Requests()[0].Body), drawn))
	big := steps[0].together(steps)
	assert.Len(t, big, 100)
	past, err := b.Log.Past(t.Context(), audit.Revoke)
	require.NoError(t, err)
	assert.Len(t, past, 20, "each with lines of its own")
}

// A run was killed with several begun: those that live still are sent in one request.
func TestWhatWasBegunTogetherIsGoneOnWithTogether(t *testing.T) {
	b := newBench(t, outboundtest.Answer(202, `{}`))
	var findings []leak.Finding
	for i := range 6 {
		f := found("github-pat", fmt.Sprint(i, drawn), fmt.Sprint("ls1-", i))
		findings = append(findings, f)
		if i < 4 {
			b.begin(f, audit.Revoke)
		}
	}
	asked := map[string]int{}
	b.Verifier = func(_ context.Context, f leak.Finding) (leak.Verdict, bool, error) {
		asked[f.Fingerprint]++
		lives := strings.Contains("ls1-2 ls1-3", f.Fingerprint) && len(b.sent()) == 0
		return leak.Verdict{State: map[bool]leak.State{true: leak.StateActive, false: leak.StateInactive}[lives]}, true, nil
	}
	steps := b.do(findings...)
	require.Len(t, b.sent(), 1)
	body := string(b.server.Requests()[0].Body)
	for i, s := range steps {
		assert.Equal(t, i >= 2, strings.Contains(body, s.Cred.Secret.Reveal()), i)
		assert.Equal(t, map[bool]Outcome{true: Dead, false: Revoked}[i < 2], s.Answer.Outcome)
	}
	assert.Empty(t, b.plan(findings...)[0].Answer.Outcome)
	for _, s := range b.plan(findings...) {
		assert.Equal(t, Past, s.Status)
	}
}

// An interrupt waits for no issuer that takes its time; the next run asks again.
func TestAnInterruptEndsTheWaiting(t *testing.T) {
	b := newBench(t, outboundtest.Answer(202, `{}`))
	b.states = []leak.State{leak.StateActive}
	ctx, cancel := context.WithCancel(t.Context())
	b.Sleep = func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() }
	f := found("github-pat", drawn, "ls1-1")
	steps := b.plan(f)
	require.NoError(t, Do(ctx, b.Options, steps, func(*Step) {}))
	assert.Equal(t, Accepted, steps[0].Answer.Outcome)
	assert.Equal(t, 1, b.asked)
	again := b.plan(f)
	assert.Equal(t, Open, again[0].Status)
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	require.NoError(t, Do(ctx, b.Options, again, func(*Step) { t.Error("nothing came of it") }))
	assert.Empty(t, again[0].Answer.Outcome)
	assert.Len(t, b.sent(), 1, "nothing is begun after an interrupt")
}

func TestAnUnwritableRecordOfAQuestionEndsTheRun(t *testing.T) {
	b := newBench(t, noContent.handler())
	full := errors.New("the disk is full")
	b.Verifier = func(context.Context, leak.Finding) (leak.Verdict, bool, error) { return leak.Verdict{}, true, full }
	steps := b.plan(fastly, found("buildkite-token", "2"+drawn, "ls1-2"))
	assert.ErrorIs(t, Do(t.Context(), b.Options, steps, func(*Step) {}), full)
	assert.Len(t, b.sent(), 1)
}

func TestHostsAreThoseOfTheUserOrFixed(t *testing.T) {
	vault := found("vault-service-token", drawn, "ls1-1")
	b := newBench(t, noContent.handler())
	s := b.plan(vault)[0]
	assert.Equal(t, ByHand, s.Status)
	assert.Contains(t, s.Why, "no host")
	b.Client = b.server.Client(func(o *outbound.Options) {
		o.Bases = map[string][]string{"vault": {"https://a.acme.example", "https://b.acme.example"}}
	})
	s = b.plan(vault)[0]
	assert.Equal(t, []string{"a.acme.example", "b.acme.example"}, s.Hosts)
}

// Of several hosts that the user named, one knows the token.
func TestHostsAreTriedInTurn(t *testing.T) {
	b := newBench(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Host, "b.") {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, `{"message": "401 Unauthorized"}`)
	}))
	b.Client = b.server.Client(func(o *outbound.Options) {
		o.Bases = map[string][]string{"gitlab": {"https://a.acme.example", "https://b.acme.example", "https://c.acme.example"}}
	})
	assert.Equal(t, Revoked, b.do(found("gitlab-pat", drawn, "ls1-1"))[0].Answer.Outcome)
	assert.Len(t, b.sent(), 2)
}

func TestPartsThatAreMissingLeaveItToPeople(t *testing.T) {
	b := newBench(t, noContent.handler())
	s := b.plan(found("aws-secret-access-key", drawn, "ls1-1"))[0]
	assert.Equal(t, ByHand, s.Status)
	assert.Contains(t, s.Why, "aws-access-key-id")
}

// A temporary key of AWS cannot take itself back: the plan says so, before --yes.
func TestTemporaryKeysOfAWSAreByHand(t *testing.T) {
	b := newBench(t, noContent.handler())
	f := found("aws-secret-access-key", drawn, "ls1-2")
	f.Parts = []leak.Part{{Rule: "aws-access-key-id", Secret: leak.NewSecret("ASIA" + "TESTTESTTESTTEST")}}
	s := b.do(f)[0]
	assert.Equal(t, ByHand, s.Status)
	assert.Contains(t, s.Way.Steps[0], "It ends by itself: after 36 hours at most")
	assert.Contains(t, s.Way.Steps[1], "Revoke active sessions")
	assert.Equal(t, s.Way, b.plan(found("aws-access-key-id", "ASIA"+"TESTTESTTESTTEST", "ls1-3"))[0].Way, "its id alone")
	assert.Empty(t, b.sent())
}

// A key does not tell its partition, and IAM of another does not know it.
func TestKeysOfAWSAreOfOneOfItsPartitions(t *testing.T) {
	for _, c := range []struct {
		knows  string
		want   Outcome
		asked  []string
		region string
	}{
		{"iam.amazonaws.com", Revoked, []string{"iam.amazonaws.com", "iam.amazonaws.com"}, "us-east-1"},
		{"iam.us-gov.amazonaws.com", Revoked, []string{"iam.amazonaws.com", "iam.us-gov.amazonaws.com", "iam.us-gov.amazonaws.com"}, "us-gov-west-1"},
		{"iam.cn-north-1.amazonaws.com.cn", Revoked, []string{"iam.amazonaws.com", "iam.us-gov.amazonaws.com", "iam.cn-north-1.amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn"}, "cn-north-1"},
		{"none", Dead, []string{"iam.amazonaws.com", "iam.us-gov.amazonaws.com", "iam.cn-north-1.amazonaws.com.cn"}, "cn-north-1"},
	} {
		b := newBench(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Host == c.knows {
				_, _ = io.WriteString(w, "<UpdateAccessKeyResponse/>")
				return
			}
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, "<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>")
		}))
		f := found("aws-secret-access-key", drawn, "ls1-2")
		f.Parts = []leak.Part{{Rule: "aws-access-key-id", Secret: leak.NewSecret("AKIA" + "TESTTESTTESTTEST")}}
		assert.Equal(t, c.want, b.do(f)[0].Answer.Outcome, c.knows)
		var hosts []string
		for _, r := range b.server.Requests() {
			hosts = append(hosts, r.Host)
		}
		assert.Equal(t, c.asked, hosts)
		requests := b.server.Requests()
		assert.Contains(t, requests[len(requests)-1].Header.Get("Authorization"), "/"+c.region+"/iam/aws4_request", c.knows)
	}
}

func TestOAuthRevocation(t *testing.T) {
	for name, c := range map[string]struct {
		server settings.OAuth
		answer answer
		want   Outcome
		auth   string
		body   string
	}{
		"a confidential client": {settings.OAuth{Rules: []string{"acme"}, ClientID: "id", ClientSecret: settings.Source{Env: "CLIENT"}}, ok, Revoked, basic("id", "client+secret%2F"), "token=" + drawn},
		"a public client":       {settings.OAuth{Rules: []string{"acme"}, ClientID: "id"}, ok, Revoked, "", "client_id=id&token=" + drawn},
		"no client":             {settings.OAuth{Rules: []string{"acme"}}, ok, Revoked, "", "token=" + drawn},
		"a wrong client":        {settings.OAuth{Rules: []string{"acme"}}, answer{401, `{"error": "invalid_client"}`}, Refused, "", "token=" + drawn},
		"another kind of token": {settings.OAuth{Rules: []string{"acme"}}, answer{400, `{"error": "unsupported_token_type"}`}, Refused, "", "token=" + drawn},
		"trouble":               {settings.OAuth{Rules: []string{"acme"}}, answer{503, ``}, Unknown, "", "token=" + drawn},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, c.answer.handler())
			b.Callback.Env["CLIENT"] = "client secret/"
			c.server.Endpoint = "https://login.acme.example/oauth2/revoke"
			b.Settings.OAuth = []settings.OAuth{c.server}
			s := b.do(found("acme", drawn, "ls1-1"))[0]
			assert.Equal(t, c.want, s.Answer.Outcome, s.Answer.Reason)
			require.Len(t, b.server.Requests(), 1)
			r := b.server.Requests()[0]
			assert.Equal(t, "login.acme.example/oauth2/revoke", r.Host+r.Path)
			assert.Equal(t, c.auth, r.Header.Get("Authorization"))
			assert.Equal(t, c.body, string(r.Body))
		})
	}
}

// issued is a JWT that says who gave it out.
func issued(iss string) string {
	part := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return part(`{"alg":"RS256"}`) + "." + part(`{"iss":"`+iss+`","jti":"`+drawn+`"}`) + "." + part(drawn)
}

// A token goes to the server that it says it is of, whatever package token calls that,
// and to no other: one answers 200 to tokens that it does not know (RFC 7009, 2.2).
func TestTokensGoToTheirOwnOAuthServer(t *testing.T) {
	const ours = "https://login.acme.example/realms/shop"
	for name, c := range map[string]struct {
		server settings.OAuth
		rule   string
		iss    string
		goes   bool
	}{
		"its own":                           {settings.OAuth{Issuer: ours}, "jwt", ours, true},
		"the beginning":                     {settings.OAuth{Issuer: "https://login.acme.example/*"}, "jwt", ours, true},
		"another":                           {settings.OAuth{Issuer: ours}, "jwt", "https://login.other.example/", false},
		"another, found by a rule":          {settings.OAuth{Issuer: ours, Rules: []string{"jwt"}}, "jwt", "https://login.other.example/", false},
		"its own, found by another rule":    {settings.OAuth{Issuer: ours, Rules: []string{"acme"}}, "jwt", ours, false},
		"named as the server in the report": {settings.OAuth{Issuer: "Keycloak"}, "jwt", ours, false},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, ok.handler())
			c.server.Endpoint = "https://login.acme.example/oauth2/revoke"
			b.Settings.OAuth = []settings.OAuth{c.server}
			f := found(c.rule, issued(c.iss), "ls1-1")
			f.Token = &leak.Token{Issuer: "Keycloak"}
			b.do(f)
			assert.Equal(t, c.goes, len(b.sent()) > 0)
		})
	}
}

func TestTheRequestOfARule(t *testing.T) {
	own := request.Must(request.Request{Method: "DELETE", URL: "https://api.acme.example/token", Headers: map[string]string{"X-Key": "{{secret}}"},
		Done: []string{"status 204"}, Inactive: []string{"status 401 and json error = gone"}})
	for name, c := range map[string]struct {
		answer answer
		want   Outcome
	}{
		"done": {noContent, Revoked}, "gone": {answer{401, `{"error": "gone"}`}, Dead}, "another answer": {answer{401, `{}`}, Failed}, "trouble": {answer{500, `{}`}, Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, c.answer.handler())
			b.Requests = map[string]*request.Compiled{"acme": own}
			assert.Equal(t, c.want, b.do(found("acme", drawn, "ls1-1"))[0].Answer.Outcome)
			r := b.server.Requests()[0]
			assert.Equal(t, "DELETE api.acme.example/token "+drawn, r.Method+" "+r.Host+r.Path+" "+r.Header.Get("X-Key"))
		})
	}
}

// A program of the user gets the secret on its standard input.
func TestAProgramTakesItBack(t *testing.T) {
	programs(t)
	out := filepath.Join(t.TempDir(), "got")
	b := newBench(t, noContent.handler())
	b.Settings.Callback = settings.Callback{Exec: []string{"sh", "-c", `cat > "$0"; echo "$1"`, out, "{{rule}}"}}
	s := b.do(found("acme", drawn, "ls1-1"))[0]
	assert.Equal(t, Revoked, s.Answer.Outcome, s.Answer.Reason)
	got, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.Equal(t, drawn, string(got))
	b.Settings.Callback.Exec = []string{"sh", "-c", "exit 69"}
	assert.Equal(t, Refused, b.do(found("acme", "2"+drawn, "ls1-2"))[0].Answer.Outcome)
	b.Settings.Callback.Exec = []string{"sh", "-c", "exit 1"}
	assert.Equal(t, Failed, b.do(found("acme", "3"+drawn, "ls1-3"))[0].Answer.Outcome)
}

func TestARunWaitsForAnother(t *testing.T) {
	b := newBench(t, noContent.handler())
	unlock, err := Lock(t.Context(), b.Log)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = Lock(ctx, b.Log)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	unlock()
}
