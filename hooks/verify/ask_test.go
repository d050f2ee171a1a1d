package verify

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func found(rule, secret string, parts ...string) *leak.Finding {
	f := &leak.Finding{Rule: rule, Secret: leak.NewSecret(filled(secret))}
	for i := 0; i+1 < len(parts); i += 2 {
		f.Parts = append(f.Parts, leak.Part{Rule: parts[i], Secret: leak.NewSecret(parts[i+1])})
	}
	return f
}

var npmLives = outboundtest.Answer(200, `{"username": "ada"}`)

func TestOneQuestionASecret(t *testing.T) {
	s := outboundtest.New(t, npmLives)
	a := found("npm-token", "token-a-{{rand}}")
	again := &leak.Finding{Rule: a.Rule, Secret: a.Secret, Origin: leak.Origin{Path: "elsewhere"}}
	b := found("npm-token", "token-b-{{rand}}")
	suppressed := found("npm-token", "token-c-{{rand}}")
	suppressed.Decision.Suppressed = true
	other := found("nobody-asks", "{{rand}}")
	masked := &leak.Finding{Rule: "npm-token", Secret: leak.MaskedSecret("npm_********")}
	require.NoError(t, Verify(t.Context(), s.Client(), Options{}, []*leak.Finding{a, b, again, suppressed, other, masked}))
	assert.Len(t, s.Requests(), 2)
	for _, f := range []*leak.Finding{a, b, again} {
		require.NotNil(t, f.Verdict)
		assert.Equal(t, leak.StateActive, f.Verdict.State)
		assert.Equal(t, "ada", f.Verdict.Owner)
	}
	assert.NotSame(t, a.Verdict, again.Verdict)
	assert.Nil(t, suppressed.Verdict)
	assert.Nil(t, other.Verdict)
	assert.Equal(t, leak.StateUnknown, masked.Verdict.State)
	assert.Contains(t, masked.Verdict.Reason, "not known")
}

func TestWhatSharesAQuestion(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{"sid": "x"}`))
	token := filled("{{rand}}")
	findings := []*leak.Finding{
		found("twilio-auth-token", token, "twilio-account-sid", "AC1", "other", "x"),
		found("twilio-auth-token", token, "other", "x", "twilio-account-sid", "AC1"), // the same parts in another order
		found("twilio-auth-token", token, "twilio-account-sid", "AC2"),
		found("twilio-auth-token", token),                                       // has no part, so that nothing is sent
		found("twilio-token-in-assignment", token, "twilio-account-sid", "AC1"), // by another rule
	}
	require.NoError(t, Verify(t.Context(), s.Client(), Options{}, findings))
	var paths []string
	for _, r := range s.Requests() {
		paths = append(paths, r.Path)
	}
	assert.ElementsMatch(t, []string{"/2010-04-01/Accounts/AC1.json", "/2010-04-01/Accounts/AC1.json", "/2010-04-01/Accounts/AC2.json"}, paths)
	assert.Equal(t, leak.StateUnknown, findings[3].Verdict.State)
}

func TestIssuersTakeTurns(t *testing.T) {
	s := outboundtest.New(t, npmLives)
	var findings []*leak.Finding
	for _, rule := range []string{"npm-token", "npm-token", "npm-token", "github-pat", "github-pat", "telegram-bot-token"} {
		findings = append(findings, found(rule, "{{rand}}"))
	}
	require.NoError(t, Verify(t.Context(), s.Client(), Options{Parallel: 1}, findings))
	var hosts []string
	for _, r := range s.Requests() {
		hosts = append(hosts, r.Host)
	}
	assert.Equal(t, []string{"registry.npmjs.org", "api.github.com", "api.telegram.org", "registry.npmjs.org", "api.github.com", "registry.npmjs.org"}, hosts)
}

func TestAHostIsOneQuestionMore(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{"active": true, "username": "ada"}`))
	client := s.Client(func(o *outbound.Options) {
		o.Bases = map[string][]string{"gitlab": {"https://a.example", "https://b.example"}}
	})
	token := filled("{{rand}}")
	at := func(rule, host string) *leak.Finding {
		f := found(rule, token)
		f.Token = &leak.Token{Host: host}
		return f
	}
	findings := []*leak.Finding{at("gitlab-pat", "b.example"), at("gitlab-pat", "a.example"), at("gitlab-pat", "b.example"), at("npm-token", "a.example"), at("npm-token", "b.example")}
	require.NoError(t, Verify(t.Context(), client, Options{Parallel: 1}, findings))
	var hosts []string
	for _, r := range s.Requests() {
		hosts = append(hosts, r.Host)
	}
	assert.ElementsMatch(t, []string{"b.example", "registry.npmjs.org", "a.example"}, hosts)
}

// A host that stands beside a token is where it is asked about, and may be that of
// another: one of several that does not know it says nothing.
func TestAHostThatStandsBesideProvesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		bases []string
		host  string
		want  leak.State
		asked int
	}{
		"one of two":  {[]string{"https://a.okta.com", "https://b.okta.com"}, "b.okta.com", leak.StateUnknown, 1},
		"the one":     {[]string{"https://b.okta.com"}, "b.okta.com", leak.StateInactive, 1},
		"not told":    {[]string{"https://a.okta.com", "https://b.okta.com"}, "", leak.StateInactive, 2},
		"none of two": {[]string{"https://a.okta.com", "https://b.okta.com"}, "c.okta.com", leak.StateUnknown, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := outboundtest.New(t, outboundtest.Answer(401, `{"errorCode": "E0000011", "errorSummary": "Invalid token provided"}`))
			client := s.Client(func(o *outbound.Options) { o.Bases = map[string][]string{"okta": c.bases} })
			f := found("okta-api-token", "00{{rand}}")
			f.Token = &leak.Token{Host: c.host}
			require.NoError(t, Verify(t.Context(), client, Options{}, []*leak.Finding{f}))
			assert.Equal(t, c.want, f.Verdict.State, f.Verdict.Reason)
			assert.Len(t, s.Requests(), c.asked)
		})
	}
}

// recorder keeps what it is told, and fails when asked to.
type recorder struct {
	mu            sync.Mutex
	lines         []string
	before, after error
}

func (r *recorder) Before(q Question) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, "before "+q.Issuer+" "+q.Host+" "+strconv.Itoa(len(q.Findings)))
	return r.before
}

func (r *recorder) After(q Question, v leak.Verdict) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, "after "+q.Host+" "+string(v.State))
	return r.after
}

func TestRecorder(t *testing.T) {
	s := outboundtest.New(t, npmLives)
	a := found("npm-token", "{{rand}}")
	r := &recorder{}
	require.NoError(t, Verify(t.Context(), s.Client(), Options{Recorder: r}, []*leak.Finding{a, {Rule: a.Rule, Secret: a.Secret}, found("pypi-token", "{{rand}}")}))
	assert.Equal(t, []string{"before npm registry.npmjs.org 2", "after registry.npmjs.org active"}, r.lines)
}

func TestNothingIsSentThatCannotBeRecorded(t *testing.T) {
	full := errors.New("disk full")
	for _, tt := range []struct {
		name  string
		r     *recorder
		sends int
	}{
		{"before", &recorder{before: full}, 0},
		{"after", &recorder{after: full}, 1},
	} {
		s := outboundtest.New(t, npmLives)
		var findings []*leak.Finding
		for range 20 {
			findings = append(findings, found("npm-token", "{{rand}}"))
		}
		err := Verify(t.Context(), s.Client(), Options{Recorder: tt.r, Parallel: 1}, findings)
		assert.ErrorIs(t, err, full, tt.name)
		assert.Len(t, s.Requests(), tt.sends, tt.name)
		for i, f := range findings {
			require.NotNil(t, f.Verdict)
			if i >= tt.sends {
				assert.Equal(t, leak.StateUnknown, f.Verdict.State)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Hang())
	ctx, cancel := context.WithCancel(t.Context())
	findings := []*leak.Finding{found("npm-token", "{{rand}}"), found("npm-token", "{{rand}}"), found("npm-token", "{{rand}}")}
	o := s.Options()
	dial := o.Dial
	o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		cancel()
		return dial(ctx, network, addr)
	}
	err := Verify(ctx, outbound.New(o), Options{Parallel: 1}, findings)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, s.Requests())
	for _, f := range findings {
		assert.Equal(t, leak.StateUnknown, f.Verdict.State)
		assert.Contains(t, f.Verdict.Reason, "interrupted")
	}
}

// TestAHostThatIsNotThereIsTriedOnce has a thousand tokens and no network.
func TestAHostThatIsNotThereIsTriedOnce(t *testing.T) {
	s := outboundtest.New(t, npmLives)
	dials := 0
	client := s.Client(func(o *outbound.Options) {
		o.Tries = 1
		o.Dial = func(context.Context, string, string) (net.Conn, error) {
			dials++
			return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "registry.npmjs.org"}}
		}
	})
	var findings []*leak.Finding
	for range 1000 {
		findings = append(findings, found("npm-token", "{{rand}}"))
	}
	require.NoError(t, Verify(t.Context(), client, Options{Parallel: 1}, findings))
	assert.Equal(t, 1, dials)
	for _, f := range findings {
		assert.Equal(t, leak.StateUnknown, f.Verdict.State)
		assert.Contains(t, f.Verdict.Reason, "no such host")
	}
}

func TestAtMostSoManyAtOnce(t *testing.T) {
	var mu sync.Mutex
	now, most := 0, 0
	s := outboundtest.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		now++
		most = max(most, now)
		mu.Unlock()
		npmLives.ServeHTTP(w, r)
		mu.Lock()
		now--
		mu.Unlock()
	}))
	var findings []*leak.Finding
	for range 60 {
		findings = append(findings, found("npm-token", "{{rand}}"))
	}
	require.NoError(t, Verify(t.Context(), s.Client(), Options{Parallel: 3}, findings))
	assert.Len(t, s.Requests(), 60)
	assert.LessOrEqual(t, most, 3)
}

func TestARuleOfTheUsersOwn(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{"user": {"name": "ada"}}`))
	own := map[string]*request.Compiled{"npm-token": request.Must(request.Request{
		URL: "https://api.acme.example/v1/me?key={{secret}}", Active: []string{"status 200 and json user.name"}, Owner: "json user.name",
	})}
	f := found("npm-token", "a/b&c")
	require.NoError(t, Verify(t.Context(), s.Client(), Options{Requests: own}, []*leak.Finding{f}))
	assert.Equal(t, leak.Verdict{State: leak.StateActive, Issuer: "npm-token", Host: "api.acme.example", Reason: "status 200 and json user.name", Owner: "ada"}, *f.Verdict)
	assert.Equal(t, "/v1/me?key=a%2Fb%26c", s.Requests()[0].Path)
}

func TestRefusedRules(t *testing.T) {
	s := outboundtest.New(t, npmLives)
	f := found("npm-token", "{{rand}}")
	require.NoError(t, Verify(t.Context(), s.Client(), Options{Refuse: map[string]string{"npm-token": "the repository says what it finds"}}, []*leak.Finding{f}))
	assert.Equal(t, leak.Verdict{State: leak.StateUnknown, Issuer: "npm", Reason: "not asked: the repository says what it finds"}, *f.Verdict)
	assert.Empty(t, s.Requests())
}

func TestScrub(t *testing.T) {
	secret := "sk-abcdefghijklmnopqrstuvwxyz"
	cred := &leak.Credential{Secret: leak.NewSecret(secret), Parts: map[string]leak.Secret{"p": leak.NewSecret("part-0123456789"), "short": leak.NewSecret("id")}}
	for text, want := range map[string]string{
		"ada":                            "ada",
		"key " + secret + " is wrong":    hidden,
		"key sk-abcdefgh…wxyz is wrong":  hidden,
		"key sk-abcdef…wxyz is wrong":    "key sk-abcdef…wxyz is wrong",
		"part-0123456789 is none":        hidden,
		"the id is shown":                "the id is shown",
		"Basic OnNrLWFiY2RlZmdoaWprbG1u": hidden,
		"":                               "",
	} {
		v := scrub(leak.Verdict{Owner: text, Account: text, Reason: text, Scopes: []string{text}, Details: []leak.Detail{{Name: text, Value: text}}}, cred)
		assert.Equal(t, leak.Verdict{Owner: want, Account: want, Reason: want, Scopes: []string{want}, Details: []leak.Detail{{Name: want, Value: want}}}, v)
	}
	hook := &leak.Credential{Secret: leak.NewSecret("https://hooks.example.com/T0001/abcdefghijkl")}
	assert.Equal(t, "hooks.example.com", scrub(leak.Verdict{Owner: "hooks.example.com"}, hook).Owner)
	assert.Equal(t, hidden, scrub(leak.Verdict{Owner: "abcdefghijkl"}, hook).Owner)
	userinfo := &leak.Credential{Secret: leak.NewSecret("postgres://app:hunter2hunter2@db.example/app")}
	assert.Equal(t, hidden, scrub(leak.Verdict{Owner: "hunter2hunter2"}, userinfo).Owner)
}

// A part that stands far away may be another's: that the two do not go together says
// nothing of the secret.
func TestNoAnswerOfAPartThatMayBeAnothers(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(401, `{"code": 20003, "message": "Authenticate"}`))
	ask := func(lines ...int) leak.State {
		var findings []*leak.Finding
		for _, line := range lines {
			f := found("twilio-auth-token", "{{rand}}", "twilio-account-sid", "AC1")
			f.Start.Line, f.End.Line, f.Parts[0].Start.Line = 20, 20, line
			if len(findings) > 0 {
				f.Secret = findings[0].Secret
			}
			findings = append(findings, f)
		}
		require.NoError(t, Verify(t.Context(), s.Client(), Options{}, findings))
		return findings[0].Verdict.State
	}
	assert.Equal(t, leak.StateInactive, ask(20))
	assert.Equal(t, leak.StateInactive, ask(16))
	assert.Equal(t, leak.StateInactive, ask(24))
	assert.Equal(t, leak.StateUnknown, ask(15))
	assert.Equal(t, leak.StateUnknown, ask(25))
	assert.Equal(t, leak.StateInactive, ask(40, 21), "they stand together somewhere")
}

func TestBoundsOfWhatIsAsked(t *testing.T) {
	s := outboundtest.New(t, npmLives)
	var findings []*leak.Finding
	for range maxAsked + 2 {
		findings = append(findings, found("npm-token", "{{rand}}"))
	}
	findings = append(findings, found("github-pat", "{{rand}}"))
	require.NoError(t, Verify(t.Context(), s.Client(), Options{}, findings))
	assert.Len(t, s.Requests(), maxAsked+1)
	assert.Equal(t, leak.StateActive, findings[maxAsked-1].Verdict.State)
	assert.Equal(t, "not asked: 1000 secrets of one issuer are asked about in a run", findings[maxAsked].Verdict.Reason)

	guess := func(user string) *leak.Finding {
		f := found("connection-string-password", "{{rand}}")
		f.Token = &leak.Token{Family: "url", Kind: "PostgreSQL password", Subject: user, Host: "db.example.com:5432"}
		return f
	}
	guesses := []*leak.Finding{guess("a"), guess("a"), guess("b"), guess("a"), guess("a")}
	require.NoError(t, Verify(t.Context(), s.Client(), Options{Databases: true}, guesses))
	for i, f := range guesses {
		assert.Equal(t, i == 4, f.Verdict.Reason == "not asked: 3 passwords of one user are tried in a run", "%d: %s", i, f.Verdict.Reason)
	}
}
