package verify

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/rules"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// documented is one thing that the documentation of an issuer says of its answers.
// In texts, {{secret}} is the secret, {{basic USER:PASSWORD}} what Basic
// authentication sends, {{after X}} the rest of the secret.
type documented struct {
	name    string
	rule    string
	secret  string            // with {{rand}} for characters that are drawn; "": drawn
	parts   map[string]string // by rule, likewise
	host    string            // what the token says of its host
	account string            // what it says of its account
	bases   []string          // what the user named
	tries   []string          // what arrives before, at other hosts, and gets the same answer

	asks   string // what has to arrive: "GET api.github.com/user"
	header header // likewise
	body   string // likewise
	answer http.Handler
	want   leak.Verdict // Issuer and Host are filled in
}

type header map[string]string

var contracts = map[string][]documented{}

// contract says how the issuer of a name answers. Each of its kinds of request needs a
// token that lives and one that does not; see TestContracts.
func contract(name string, list ...documented) struct{} {
	contracts[name] = append(contracts[name], list...)
	return struct{}{}
}

func day(year int, month time.Month, day, hour int) *time.Time {
	t := time.Date(year, month, day, hour, 0, 0, 0, time.UTC)
	return &t
}

// filled puts drawn characters for {{rand}}.
func filled(text string) string {
	for strings.Contains(text, "{{rand}}") {
		text = strings.Replace(text, "{{rand}}", strings.ToLower(rand.Text())+rand.Text(), 1)
	}
	return text
}

// finding makes what a scan would have found.
func (d documented) finding() *leak.Finding {
	secret := d.secret
	if secret == "" {
		secret = "{{rand}}"
	}
	f := &leak.Finding{Rule: d.rule, Secret: leak.NewSecret(filled(secret))}
	for _, rule := range slices.Sorted(maps.Keys(d.parts)) {
		f.Parts = append(f.Parts, leak.Part{Rule: rule, Secret: leak.NewSecret(filled(d.parts[rule]))})
	}
	if d.host != "" || d.account != "" {
		f.Token = &leak.Token{Host: d.host, Account: d.account}
	}
	return f
}

// expand returns what has to arrive.
func expand(text string, f *leak.Finding) string {
	text = strings.ReplaceAll(text, "{{secret}}", f.Secret.Reveal())
	for _, p := range f.Parts {
		text = strings.ReplaceAll(text, "{{"+p.Rule+"}}", p.Secret.Reveal())
	}
	if before, sep, cut := strings.Cut(text, "{{after "); cut {
		_, after, _ := strings.Cut(f.Secret.Reveal(), strings.TrimSuffix(sep, "}}"))
		text = before + after
	}
	for strings.Contains(text, "{{basic ") {
		before, rest, _ := strings.Cut(text, "{{basic ")
		inside, after, _ := strings.Cut(rest, "}}")
		user, password, _ := strings.Cut(inside, ":")
		r := &http.Request{Header: http.Header{}}
		r.SetBasicAuth(user, password)
		text = before + r.Header.Get("Authorization") + after
	}
	return text
}

func (d documented) client(s *outboundtest.Server, change ...func(*outbound.Options)) *outbound.Client {
	named := func(o *outbound.Options) {
		if len(d.bases) > 0 {
			o.Bases = map[string][]string{For(d.rule).Name: d.bases}
		}
	}
	return s.Client(append(change, named)...)
}

func TestContracts(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(contracts)) {
		for _, d := range contracts[name] {
			t.Run(name+"/"+d.name, func(t *testing.T) {
				t.Parallel()
				issuer := For(d.rule)
				require.NotNil(t, issuer, "nobody asks about %s", d.rule)
				require.Equal(t, name, issuer.Name)
				s := outboundtest.New(t, d.answer)
				f := d.finding()
				require.NoError(t, Verify(t.Context(), d.client(s), Options{}, []*leak.Finding{f}))
				d.arrived(t, s.Requests(), f)
				want := d.want
				want.Issuer, want.Host = issuer.Title, f.Verdict.Host
				assert.Equal(t, want, *f.Verdict)
				if d.asks != "" {
					_, rest, _ := strings.Cut(d.asks, " ")
					host, _, _ := strings.Cut(rest, "/")
					assert.Equal(t, host, f.Verdict.Host)
				}
			})
		}
	}
}

// arrived checks what was sent: nothing but what is documented.
func (d documented) arrived(t *testing.T, got []outboundtest.Request, f *leak.Finding) {
	t.Helper()
	var lines, want []string
	for _, r := range got {
		lines = append(lines, r.Method+" "+r.Host+r.Path)
	}
	for _, line := range d.tries {
		want = append(want, expand(line, f))
	}
	if d.asks != "" {
		want = append(want, expand(d.asks, f))
	}
	require.Equal(t, want, lines)
	if d.asks == "" {
		return
	}
	last := got[len(got)-1]
	for name, value := range d.header {
		assert.Equal(t, expand(value, f), last.Header.Get(name), name)
	}
	assert.Equal(t, expand(d.body, f), string(last.Body))
}

// TestEveryIssuerHasAContract holds every kind of request to a token that lives and one
// that the issuer calls dead, and every rule to being one of the rules.
func TestEveryIssuerHasAContract(t *testing.T) {
	set, err := rules.Builtin()
	require.NoError(t, err)
	for _, i := range all {
		states := map[leak.State]bool{}
		for _, d := range contracts[i.Name] {
			if slices.Contains(i.Rules, d.rule) {
				states[d.want.State] = true
			}
		}
		for _, rule := range i.Rules {
			assert.NotNil(t, set.Rule(rule), "%s: there is no rule %s", i.Name, rule)
		}
		assert.NotEmpty(t, i.Title)
		assert.Regexp(t, "^https://", i.Docs, i.Name)
		for _, base := range i.Bases {
			assert.NoError(t, outbound.CheckBase(base, false), i.Name)
		}
		if i.Cannot != "" {
			continue
		}
		assert.NotEmpty(t, i.Tells, i.Name)
		assert.True(t, states[leak.StateActive], "%s %v: no token that lives", i.Name, i.Rules)
		assert.Equal(t, i.Doubt == "", states[leak.StateInactive], "%s %v: no token that does not live, or one in spite of doubt", i.Name, i.Rules)
	}
}

// trouble is what may happen to every issuer and says nothing about the token.
var trouble = []struct {
	name   string
	answer http.Handler
	sends  int // requests about a token, at most
	// patience is how long a try has where it is used up.
	patience time.Duration
}{
	{"no right", outboundtest.Answer(403, `{}`), 1, 0},
	{"not found", outboundtest.Answer(404, `{}`), 1, 0},
	{"asked too often", outboundtest.Answer(429, `{}`), 2, 0},
	{"asked too often, soon again", outboundtest.Answer(429, `{}`, "Retry-After", "2"), 2, 0},
	{"asked too often, much later again", outboundtest.Answer(429, `{}`, "Retry-After", "3600"), 1, 0},
	{"broken", outboundtest.Answer(500, `{"message": "Internal Server Error"}`), 1, 0},
	{"down", outboundtest.Answer(503, ``), 2, 0},
	{"hangs", outboundtest.Hang(), 2, 2 * time.Second},
	{"slow", outboundtest.Slow(), 2, 2 * time.Second},
	{"ends the connection", outboundtest.Abort(), 2, 0},
	{"cut off", outboundtest.CutOff(), 2, 0},
	{"elsewhere", outboundtest.Redirect("https://elsewhere.example.net/login"), 1, 0},
	{"not JSON", outboundtest.Answer(200, `{"id": 1, "login": "x`), 1, 0},
	{"nothing", outboundtest.Answer(200, ``), 1, 0},
	{"null", outboundtest.Answer(200, `null`), 1, 0},
	{"other JSON", outboundtest.Answer(200, `[]`), 1, 0},
	{"a login page", outboundtest.HTML(), 1, 0},
	{"a login page that says 401", outboundtest.Answer(401, "<html><body>Sign in</body></html>", "Content-Type", "text/html"), 1, 0},
	{"a page that says 403", outboundtest.Answer(403, "<!doctype html><title>Blocked</title>", "Content-Type", "text/html"), 1, 0},
	{"without end", outboundtest.Huge(), 1, 0},
	{"not HTTP", outboundtest.NotHTTP(), 2, 0},
}

// first returns a documented token that lives, of a kind of request.
func first(i *Issuer) (documented, bool) {
	for _, d := range contracts[i.Name] {
		if slices.Contains(i.Rules, d.rule) && d.want.State == leak.StateActive {
			return d, true
		}
	}
	return documented{}, false
}

// TestTroubleSaysNothingAboutAToken asks all issuers at once while a server, which
// is every host, is in trouble.
func TestTroubleSaysNothingAboutAToken(t *testing.T) {
	for _, tt := range trouble {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, findings := askAll(t, tt.answer, tt.patience)
			for _, f := range findings {
				assert.Equal(t, leak.StateUnknown, f.Verdict.State, "%s: %s", f.Rule, f.Verdict.Reason)
				assert.NotEmpty(t, f.Verdict.Reason, f.Rule)
				assertSilent(t, f)
			}
			sent := map[string]int{}
			for _, r := range s.Requests() {
				key := fmt.Sprint(r.Method, " ", r.Host, r.Path, " ", r.Header, string(r.Body))
				if sent[key]++; sent[key] > tt.sends {
					t.Errorf("%s: %s was asked more than %d times", tt.name, r.Host, tt.sends)
				}
			}
			assert.Len(t, sent, len(findings), "each is asked, at one host")
		})
	}
}

// TestAnIssuerThatRepeatsTheSecret has servers quote all that they were sent.
func TestAnIssuerThatRepeatsTheSecret(t *testing.T) {
	for _, status := range []int{200, 400, 401, 403, 404, 500} {
		_, findings := askAll(t, outboundtest.Echo(status), 0)
		for _, f := range findings {
			assertSilent(t, f)
		}
	}
}

// askAll asks every issuer about a token that lives according to its contract, at
// the first of its hosts, and checks that nothing goes to any other.
func askAll(t *testing.T, answer http.Handler, patience time.Duration) (*outboundtest.Server, []*leak.Finding) {
	t.Helper()
	s := outboundtest.New(t, answer)
	bases := map[string][]string{}
	var hosts []string
	var findings []*leak.Finding
	for _, i := range all {
		d, ok := first(i)
		if !ok {
			continue
		}
		base := append(slices.Clone(d.bases), i.Bases...)[0]
		bases[i.Name] = []string{base}
		u, err := url.Parse(base)
		require.NoError(t, err)
		hosts = append(hosts, u.Host)
		findings = append(findings, d.finding())
	}
	require.Greater(t, len(findings), 20)
	client := s.Client(func(o *outbound.Options) {
		o.Timeout, o.Tries, o.Bases = cmp.Or(patience, 20*time.Second), 2, bases
	})
	require.NoError(t, Verify(t.Context(), client, Options{Parallel: 100}, findings))
	for _, r := range s.Requests() {
		assert.Contains(t, hosts, r.Host)
	}
	for _, addr := range s.Dialled() {
		assert.Contains(t, hosts, strings.TrimSuffix(addr, ":443"))
	}
	return s, findings
}

func assertSilent(t *testing.T, f *leak.Finding) {
	t.Helper()
	text, err := json.Marshal(f.Verdict)
	require.NoError(t, err)
	for _, form := range spellings(f.Secret.Reveal()) {
		assert.False(t, repeats(string(text), form), "%s: the verdict shows the secret", f.Rule)
	}
	for _, p := range f.Parts {
		if clear := p.Secret.Reveal(); len(clear) > shown {
			assert.NotContains(t, string(text), clear, "%s: the verdict shows a part", f.Rule)
		}
	}
}
