package notify_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
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
	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/notify"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

var update = flag.Bool("update", false, "write the golden files anew")

// secret is what no message may hold.
const secret = "made-up-secret-of-the-tests"

var run = leak.Run{
	Target: ".", Remote: "https://git.example/team/app.git", Branch: "main", Revision: "c0ffee",
	Rules: []leak.Rule{
		{ID: "acme-token", Help: "Deploys to production. Revoke it at https://acme.example/tokens."},
		{ID: "evil", Help: hostile},
	},
}

// hostile is what a repository may hold in the hope that a medium acts on it.
const hostile = "@everyone <!channel> <@U123> <https://evil.example|click> [click](https://evil.example) **b** `c` ||s|| # h\r\nBcc: x@evil.example\x1b[31m\u202e <script>alert(1)</script> &amp; <at>All</at> :rotating_light: https://evil.example"

func findings() []leak.Finding {
	at := func(rule, sid, path string, line int, s leak.Severity) leak.Finding {
		return leak.Finding{
			Rule: rule, Description: "Acme deploy token", Severity: s, Secret: leak.NewSecret(secret + sid), SecretID: "sid1-" + sid, Fingerprint: "ls1-" + sid + path,
			Origin: leak.Origin{Kind: leak.KindFile, Path: path}, Start: leak.Position{Line: line, Column: 1},
		}
	}
	first := at("acme-token", "a", "config/app.yml", 3, leak.SeverityHigh)
	first.Exposure = leak.Exposure{First: &leak.Commit{ID: "0123456789abcdef", Date: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}, AtHead: true, Remotes: []string{"origin"}}
	first.Blast = &leak.Blast{Places: 2, Files: 2, Services: []string{"api", "web"}, Repositories: []string{"app", "lib"}, Account: []string{"sid1-x"}}
	first.Verdict = &leak.Verdict{State: leak.StateActive}
	again := at("acme-token", "a", "web/app.yml", 9, leak.SeverityCritical)
	evil := at("evil", "b", hostile, 1, leak.SeverityMedium)
	evil.Description = hostile + " " + secret + "b"
	evil.Exposure = leak.Exposure{First: &leak.Commit{ID: "fedcba9876543210", Date: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)}}
	message := at("acme-token", "c", "", 2, leak.SeverityLow)
	message.Origin = leak.Origin{Kind: leak.KindCommitMessage, Object: "c0ffee"}
	hidden := at("acme-token", "d", "tests/a.yml", 1, leak.SeverityCritical)
	hidden.Decision = leak.Decision{Suppressed: true, By: leak.SuppressedByBaseline}
	return []leak.Finding{first, evil, message, hidden, again}
}

// world is what a test sends in.
type world struct {
	*outboundtest.Server
	notify.Options
	dir string
}

func newWorld(t *testing.T, h http.Handler, channels ...settings.Channel) *world {
	t.Helper()
	w := &world{Server: outboundtest.New(t, h), dir: t.TempDir()}
	log, err := audit.Open(t.Context(), audit.Options{Path: filepath.Join(w.dir, "audit.jsonl")})
	require.NoError(t, err)
	w.Options = notify.Options{
		Settings: settings.Notify{Channels: channels}, Client: w.Server.Client(), Log: log,
		Now: func() time.Time { return outboundtest.Now },
		Env: map[string]string{"URL": "https://hooks.example/services/made-up-path-secret", "KEY": "a made-up key of 24 bytes or more", "PASSWORD": "made-up-password", "PATH": os.Getenv("PATH"), "HOME": os.Getenv("HOME")},
	}
	return w
}

// told is where the state is.
func (w *world) told() string { return filepath.Join(w.dir, "told.json") }

func (w *world) send(t *testing.T, found []leak.Finding) []notify.Result {
	t.Helper()
	got, err := notify.Send(t.Context(), w.Options, run, found, leak.Summary{Findings: 4, Suppressed: 1, Skips: 1})
	require.NoError(t, err)
	for _, r := range got {
		assert.NotContains(t, r.Detail, "made-up-path-secret")
		assert.NotContains(t, r.Detail, "made-up-password")
	}
	return got
}

func channel(kind string) settings.Channel {
	c := settings.Channel{Name: "team", Kind: kind, URLFrom: settings.Source{Env: "URL"}}
	if kind == settings.Webhook {
		c.Key = settings.Source{Env: "KEY"}
	}
	return c
}

// answers are those of the services to a message that they take.
var answers = map[string]http.Handler{
	settings.Webhook: outboundtest.Answer(http.StatusNoContent, ""),
	settings.Slack:   outboundtest.Answer(http.StatusOK, "ok", "Content-Type", "text/html"),
	settings.Teams:   outboundtest.Answer(http.StatusAccepted, ""),
	settings.Discord: outboundtest.Answer(http.StatusNoContent, ""),
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, got, 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

func TestWebChannels(t *testing.T) {
	for kind, h := range answers {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, h, channel(kind))
			got := w.send(t, findings())
			require.Len(t, got, 1)
			assert.Equal(t, callback.Done, got[0].State, got[0].Detail)
			assert.Equal(t, 3, got[0].Told)
			require.Len(t, w.Requests(), 1)
			r := w.Requests()[0]
			assert.Equal(t, "POST hooks.example /services/made-up-path-secret", r.Method+" "+r.Host+" "+r.Path)
			assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
			assert.Equal(t, kind == settings.Webhook, r.Header.Get("webhook-signature") != "")
			assert.NotContains(t, string(r.Body), "made-up")
			var v any
			require.NoError(t, json.Unmarshal(r.Body, &v))
			assertHarmless(t, kind, v)
			pretty, err := json.MarshalIndent(v, "", "  ")
			require.NoError(t, err)
			golden(t, kind+".json", append(pretty, '\n'))
		})
	}
}

// assertHarmless checks every text of a message against what the medium would act on.
func assertHarmless(t *testing.T, kind string, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if kind == settings.Teams && v["type"] == "TextBlock" {
			t.Error("a TextBlock reads Markdown")
		}
		for _, e := range v {
			assertHarmless(t, kind, e)
		}
	case []any:
		for _, e := range v {
			assertHarmless(t, kind, e)
		}
	case string:
		for _, bad := range map[string][]string{
			settings.Slack:   {"<", ">"},
			settings.Discord: {"@everyone", "](", "https://evil", " **b", "<@U", "\n# h"},
		}[kind] {
			assert.NotContains(t, v, bad)
		}
		assert.NotContains(t, v, "\x1b")
		assert.NotContains(t, v, "\u202e")
	}
}

func TestFailuresOfAService(t *testing.T) {
	for name, c := range map[string]struct {
		kind   string
		h      http.Handler
		state  callback.State
		detail string
	}{
		"Slack, revoked webhook":   {settings.Slack, outboundtest.Answer(http.StatusForbidden, "invalid_token"), callback.Failed, "403 invalid_token"},
		"Slack, archived channel":  {settings.Slack, outboundtest.Answer(http.StatusGone, "channel_is_archived"), callback.Failed, "410 channel_is_archived"},
		"Slack, bad payload":       {settings.Slack, outboundtest.Answer(http.StatusBadRequest, "invalid_blocks"), callback.Failed, "400 invalid_blocks"},
		"Slack, another page":      {settings.Slack, outboundtest.HTML(), callback.Failed, "the answer is not Slack's"},
		"Slack, limit, then taken": {settings.Slack, outboundtest.Sequence(outboundtest.Answer(http.StatusTooManyRequests, "", "Retry-After", "1"), answers[settings.Slack]), callback.Done, "200 ok"},
		"Discord, unknown webhook": {settings.Discord, outboundtest.Answer(http.StatusNotFound, `{"message": "Unknown Webhook", "code": 10015}`), callback.Failed, "404 "},
		"Teams, too large":         {settings.Teams, outboundtest.Answer(http.StatusRequestEntityTooLarge, ""), callback.Failed, "413"},
		"not implemented":          {settings.Webhook, outboundtest.Answer(http.StatusNotImplemented, ""), callback.Failed, "501"},
		"repeats everything":       {settings.Webhook, outboundtest.Echo(http.StatusInternalServerError), callback.Failed, "500"},
		"redirect":                 {settings.Teams, outboundtest.Redirect("https://evil.example/"), callback.Failed, "302"},
		"hangs":                    {settings.Discord, outboundtest.Hang(), callback.Unknown, "timed out"},
		"cut off":                  {settings.Webhook, outboundtest.CutOff(), callback.Unknown, "broken answer"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c.h, channel(c.kind))
			got := w.send(t, findings())
			require.Len(t, got, 1)
			assert.Equal(t, c.state, got[0].State)
			assert.Contains(t, got[0].Detail, c.detail)
			past, err := w.Log.Past(t.Context(), audit.Notify)
			require.NoError(t, err)
			require.Len(t, past, 1)
			assert.Equal(t, string(c.state), past[0].Ended.Outcome)
			sent := len(w.Requests())
			again := w.send(t, findings())
			if c.state == callback.Done {
				assert.Equal(t, notify.Nothing, again[0].State)
				assert.Len(t, w.Requests(), sent)
				return
			}
			assert.Greater(t, len(w.Requests()), sent, "what was not told is told next time")
		})
	}
}

func TestOnlyWhatIsNew(t *testing.T) {
	high := channel(settings.Webhook)
	high.Name, high.MinSeverity = "high", "high"
	w := newWorld(t, answers[settings.Webhook], channel(settings.Webhook), high)
	told := func(found []leak.Finding) (out []string) {
		before := len(w.Requests())
		for _, r := range w.send(t, found) {
			out = append(out, fmt.Sprintf("%s %s %d", r.Channel, r.State, r.Told))
		}
		want := 0
		for _, o := range out {
			if strings.Contains(o, "done") {
				want++
			}
		}
		assert.Len(t, w.Requests(), before+want, "one message a run and channel")
		return out
	}
	all := findings()
	assert.Equal(t, []string{"team done 1", "high nothing new 0"}, told(all[1:2]))
	assert.Equal(t, []string{"team done 2", "high done 1"}, told(all))
	assert.Equal(t, []string{"team nothing new 0", "high nothing new 0"}, told(all))

	moved := findings()[:1]
	moved[0].Origin.Path, moved[0].Fingerprint = "elsewhere.yml", "ls1-other"
	assert.Equal(t, []string{"team nothing new 0", "high nothing new 0"}, told(moved), "the same secret in another place")
	moved[0].SecretID = ""
	assert.Equal(t, []string{"team done 1", "high done 1"}, told(moved), "one that is known by its fingerprint alone")
	assert.Equal(t, []string{"team nothing new 0", "high nothing new 0"}, told(nil))
	assert.Equal(t, []string{"team nothing new 0", "high nothing new 0"}, told(all[3:4]), "suppressed")

	b, err := os.ReadFile(w.told())
	require.NoError(t, err)
	assert.JSONEq(t, `{"version":1,"told":{"team":["ls1-other","sid1-a","sid1-b","sid1-c"],"high":["ls1-other","sid1-a"]}}`, string(b))
	if runtime.GOOS != "windows" {
		info, err := os.Stat(w.told())
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
}

func TestOneChannelThatFailsDoesNotStopTheOthers(t *testing.T) {
	broken := settings.Channel{Name: "broken", Kind: settings.Slack, URLFrom: settings.Source{Env: "UNSET"}}
	gone := settings.Channel{Name: "gone", Kind: settings.Exec, Exec: []string{"no-such-program-anywhere"}}
	w := newWorld(t, answers[settings.Webhook], broken, gone, channel(settings.Webhook))
	got := w.send(t, findings())
	require.Len(t, got, 3)
	assert.Equal(t, "broken failed reading the URL: the variable UNSET is empty", fmt.Sprint(got[0].Channel, " ", got[0].State, " ", got[0].Detail))
	assert.Equal(t, callback.Failed, got[1].State)
	assert.Contains(t, got[1].Detail, "there is no program")
	assert.Equal(t, callback.Done, got[2].State)
}

func TestAuditedBeforeAndAfter(t *testing.T) {
	var w *world
	w = newWorld(t, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		past, err := w.Log.Past(context.Background(), audit.Notify)
		if assert.NoError(t, err) && assert.Len(t, past, 1, "the line is there before anything arrives") {
			assert.Nil(t, past[0].Ended)
		}
		rw.WriteHeader(http.StatusNoContent)
	}), channel(settings.Webhook))
	w.send(t, findings())
	past, err := w.Log.Past(t.Context(), audit.Notify)
	require.NoError(t, err)
	require.Len(t, past, 1)
	b := past[0].Begun
	assert.Equal(t, "team hooks.example webhook: 3 new: sid1-a sid1-b sid1-c", b.Issuer+" "+b.Target+" "+b.Detail)
	assert.Equal(t, "done 204", past[0].Ended.Outcome+" "+past[0].Ended.Detail)
	assert.Equal(t, b.Operation, w.Requests()[0].Header.Get("webhook-id"))

	require.NoError(t, os.Remove(w.Log.Path()))
	w.State = filepath.Join(w.dir, "other.json")
	got, err := notify.Send(t.Context(), w.Options, run, findings(), leak.Summary{})
	require.ErrorContains(t, err, "nothing is sent, the audit log cannot be written")
	assert.Empty(t, got)
	assert.Len(t, w.Requests(), 1)
}

func TestSendRefuses(t *testing.T) {
	w := newWorld(t, answers[settings.Webhook], channel(settings.Webhook))
	o := w.Options
	o.Log = nil
	_, err := notify.Send(t.Context(), o, run, findings(), leak.Summary{})
	require.ErrorContains(t, err, "without an audit log")
	require.NoError(t, os.WriteFile(w.told(), []byte("{}"), 0o600))
	_, err = notify.Send(t.Context(), w.Options, run, findings(), leak.Summary{})
	require.ErrorContains(t, err, "is no file of what was told")
	require.NoError(t, os.Remove(w.told()))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = notify.Send(ctx, w.Options, run, findings(), leak.Summary{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, w.Requests())
}

// BenchmarkSend tells of 10,000 secrets.
func BenchmarkSend(b *testing.B) {
	var found []leak.Finding
	for i := range 10_000 {
		f := findings()[0]
		f.Secret, f.SecretID = leak.NewSecret(fmt.Sprint(secret, i)), fmt.Sprint(i)
		found = append(found, f)
	}
	s := outboundtest.New(b, answers[settings.Slack])
	for b.Loop() {
		dir := b.TempDir()
		log, err := audit.Open(b.Context(), audit.Options{Path: filepath.Join(dir, "audit.jsonl")})
		require.NoError(b, err)
		o := notify.Options{Settings: settings.Notify{Channels: []settings.Channel{channel(settings.Slack)}}, Client: s.Client(), Log: log, Env: map[string]string{"URL": "https://hooks.example/x"}}
		got, err := notify.Send(b.Context(), o, run, found, leak.Summary{Findings: len(found)})
		require.NoError(b, err)
		require.Equal(b, callback.Done, got[0].State)
	}
}

// Two runs at a time tell the same secret once.
func TestRunsAtATime(t *testing.T) {
	w := newWorld(t, answers[settings.Webhook], channel(settings.Webhook))
	done := make(chan error)
	for range 4 {
		go func() {
			_, err := notify.Send(t.Context(), w.Options, run, findings(), leak.Summary{})
			done <- err
		}()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
	assert.Len(t, w.Requests(), 1)
}

// Messages stay within the limits of each medium, whatever there is to tell.
func TestLimits(t *testing.T) {
	for name, text := range map[string]string{"plain": strings.Repeat("word ", 2000), "escaped": strings.Repeat("<&>*_`[](", 1000), "wide": strings.Repeat("日本語\U0001F534", 1000)} {
		var found []leak.Finding
		for i := range 100 {
			f := findings()[0]
			f.Rule, f.Description, f.Origin.Path, f.Fingerprint, f.SecretID = text, text, text, text, fmt.Sprint(i)
			f.Exposure.Remotes = []string{text}
			found = append(found, f)
		}
		r := run
		r.Remote = text
		for kind, h := range answers {
			t.Run(name+" "+kind, func(t *testing.T) {
				w := newWorld(t, h, channel(kind))
				w.Settings.Top = 1000
				got, err := notify.Send(t.Context(), w.Options, r, found, leak.Summary{Findings: 100})
				require.NoError(t, err)
				require.Equal(t, callback.Done, got[0].State, got[0].Detail)
				body := w.Requests()[0].Body
				var m struct {
					Text   string
					Blocks []struct {
						Text     struct{ Text string }
						Elements []struct{ Text string }
						Type     string
					}
					Embeds []struct{ Title, Description string }
				}
				require.NoError(t, json.Unmarshal(body, &m))
				assert.LessOrEqual(t, len(m.Blocks), 50)
				for _, b := range m.Blocks {
					limit := 3000
					if b.Type == "header" {
						limit = 150
					}
					assert.LessOrEqual(t, len([]rune(b.Text.Text)), limit)
				}
				for _, e := range m.Embeds {
					assert.LessOrEqual(t, len([]rune(e.Title)), 256)
					assert.LessOrEqual(t, len([]rune(e.Description)), 4096)
					assert.LessOrEqual(t, len([]rune(e.Title+e.Description)), 6000)
					assert.Contains(t, e.Description, " more")
				}
				if kind == settings.Teams {
					assert.LessOrEqual(t, len(body), 28<<10)
				}
			})
		}
	}
}

func TestEmail(t *testing.T) {
	mail := settings.Channel{
		Name: "mail", Kind: settings.Email, User: "leaksieve@example.org", Password: settings.Source{Env: "PASSWORD"},
		From: "Leaks <leaks@example.org>", To: []string{"security@example.org", "ops@example.org"}, Timeout: settings.Duration(2 * time.Second),
	}
	implicit, local, plainUser := mail, mail, mail
	implicit.TLS = "implicit"
	local.TLS, local.User, local.Password = "none", "", settings.Source{}
	plainUser.User, plainUser.Password = "", settings.Source{}
	for name, c := range map[string]struct {
		channel settings.Channel
		server  smtpServer
		state   callback.State
		detail  string
	}{
		"STARTTLS and AUTH":        {mail, smtpServer{auth: "PLAIN LOGIN"}, callback.Done, "accepted for 2 recipients"},
		"AUTH LOGIN alone":         {mail, smtpServer{auth: "LOGIN"}, callback.Done, "accepted"},
		"TLS from the beginning":   {implicit, smtpServer{auth: "PLAIN", implicit: true}, callback.Done, "accepted"},
		"without a user":           {plainUser, smtpServer{}, callback.Done, "accepted"},
		"a relay on this machine":  {local, smtpServer{noTLS: true}, callback.Done, "accepted"},
		"no STARTTLS":              {mail, smtpServer{auth: "PLAIN", noTLS: true}, callback.Failed, "STARTTLS"},
		"wrong password":           {mail, smtpServer{auth: "PLAIN", refuse: "AUTH"}, callback.Failed, "535"},
		"no AUTH":                  {mail, smtpServer{}, callback.Failed, "AUTH"},
		"sender refused":           {mail, smtpServer{auth: "PLAIN", refuse: "MAIL"}, callback.Failed, "550"},
		"a recipient refused":      {mail, smtpServer{auth: "PLAIN", refuse: "RCPT TO:<ops"}, callback.Failed, "550"},
		"content refused":          {mail, smtpServer{auth: "PLAIN", refuse: "."}, callback.Failed, "554"},
		"no answer to the content": {mail, smtpServer{auth: "PLAIN", hangUp: "."}, callback.Unknown, ""},
		"hangs up at once":         {mail, smtpServer{hangUp: "EHLO"}, callback.Failed, ""},
		"certificate of another":   {mail, smtpServer{auth: "PLAIN", stranger: true}, callback.Failed, "certificate"},
		"never says anything":      {mail, smtpServer{silent: true}, callback.Failed, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.server.start(t)
			c.channel.SMTP = s.addr
			w := newWorld(t, answers[settings.Webhook], c.channel, channel(settings.Webhook))
			w.TLS = &tls.Config{RootCAs: s.roots}
			start := time.Now()
			got := w.send(t, findings())
			assert.Less(t, time.Since(start), 5*time.Second)
			require.Len(t, got, 2)
			assert.Equal(t, c.state, got[0].State, got[0].Detail)
			assert.Contains(t, got[0].Detail, c.detail)
			assert.Equal(t, callback.Done, got[1].State)
			if c.server.noTLS || c.server.stranger {
				assert.Empty(t, s.password, "nothing is told in clear")
			}
			if c.state != callback.Done {
				return
			}
			assert.Equal(t, []string{"<leaks@example.org>", "<security@example.org>", "<ops@example.org>"}, s.envelope)
			if c.channel.User != "" {
				assert.Equal(t, "leaksieve@example.org made-up-password", s.password)
			}
			require.Len(t, s.messages, 1)
			assert.NotContains(t, s.messages[0], "made-up-secret")
			assert.NotContains(t, s.messages[0], "\r\nBcc:")
			_, html, _ := strings.Cut(s.messages[0], "text/html")
			assert.NotContains(t, html, "<script")
			assert.Contains(t, html, "&lt;script")
			assert.NotContains(t, s.messages[0], "\x1b")
			if name == "STARTTLS and AUTH" {
				id := w.operation(t)
				golden(t, "email.txt", []byte(strings.ReplaceAll(strings.ReplaceAll(s.messages[0], "\r\n", "\n"), id, "ID")))
			}
		})
	}
}

// operation returns the id of the first operation of the log.
func (w *world) operation(t *testing.T) string {
	past, err := w.Log.Past(t.Context(), audit.Notify)
	require.NoError(t, err)
	return past[0].Begun.Operation
}

func TestProgram(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("it needs a shell")
	}
	out := filepath.Join(t.TempDir(), "out")
	w := newWorld(t, answers[settings.Webhook], settings.Channel{Name: "exec", Kind: settings.Exec, Exec: []string{"sh", "-c", `cat >"$OUT"; echo "$1 $2 told"`, "sh", "{{severity}}", "{{action}}"}, Env: []string{"OUT"}})
	w.Env["OUT"] = out
	got := w.send(t, findings())
	assert.Equal(t, callback.Done, got[0].State)
	assert.Equal(t, "exit code 0: critical notify told", got[0].Detail)
	b, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.NotContains(t, string(b), "made-up")
	want, err := os.ReadFile("testdata/webhook.json")
	require.NoError(t, err)
	assert.JSONEq(t, string(want), string(b), "what a web hook gets")
}

// What a rule of the repository says would be told in our name.
func TestNothingThatARepositorySaysOfItsRules(t *testing.T) {
	w := newWorld(t, outboundtest.Answer(http.StatusNoContent, ""), channel(settings.Webhook))
	own := run
	own.Rules = []leak.Rule{{ID: "acme-token", Help: "Paste it at evil.example", Foreign: true}}
	_, err := notify.Send(t.Context(), w.Options, own, findings()[:1], leak.Summary{Findings: 1})
	require.NoError(t, err)
	body := string(w.Requests()[0].Body)
	assert.Contains(t, body, "acme-token")
	assert.Contains(t, body, "what a rule of the repository's own finds")
	assert.NotContains(t, body, "evil.example")
	assert.NotContains(t, body, "Acme deploy token")
}
