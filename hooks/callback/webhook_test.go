package callback_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/callback"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/hooks/settings"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

const key = "a made-up key of 24 bytes or more"

// signed checks a request as a receiver does, by the words of the specification.
func signed(t *testing.T, key []byte, r outboundtest.Request) {
	t.Helper()
	mac := hmac.New(sha256.New, key)
	_, _ = mac.Write([]byte(r.Header.Get("webhook-id") + "." + r.Header.Get("webhook-timestamp") + "." + string(r.Body)))
	assert.Equal(t, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)), r.Header.Get("webhook-signature"))
}

func webhook(t *testing.T, s *outboundtest.Server, c settings.Callback) callback.Callback {
	t.Helper()
	c.Key = settings.Source{Env: "KEY"}
	cb, err := callback.New(c, callback.Options{
		Client: s.Client(), Now: func() time.Time { return outboundtest.Now },
		Env: map[string]string{"KEY": key, "URL": "https://rotate.example/hooks/made-up-path-secret?x=1"},
	})
	require.NoError(t, err)
	return cb
}

func TestWebhook(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(http.StatusAccepted, "queued"))
	cb := webhook(t, s, settings.Callback{Webhook: "https://rotate.example/acme"})
	assert.Equal(t, "rotate.example", cb.Target())
	assert.Equal(t, "POST leaksieve.revoke with its mask and fingerprint to rotate.example, signed", cb.Describe(event()))
	require.Empty(t, s.Requests(), "to describe is not to call")
	assert.Equal(t, callback.Result{State: callback.Done, Detail: "202 queued"}, cb.Call(t.Context(), event()))

	require.Len(t, s.Requests(), 1)
	r := s.Requests()[0]
	assert.Equal(t, "POST rotate.example /acme", r.Method+" "+r.Host+" "+r.Path)
	assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
	assert.Equal(t, "msg_1", r.Header.Get("webhook-id"))
	assert.Equal(t, "1780315200", r.Header.Get("webhook-timestamp"))
	signed(t, []byte(key), r)
	assert.JSONEq(t, `{"type":"leaksieve.revoke","timestamp":"2026-06-01T12:00:00Z","data":{
		"action":"revoke","rule":"acme-token","fingerprint":"ls1-abc","secretId":"id-1","severity":"high","kind":"deploy token",
		"repository":"https://git.example/app","origin":{"kind":"file","path":"config/app.yml","object":"b0b"},"line":3,"commit":"c0ffee",
		"mask":"made********","parts":{"acme-id":"made********"}}}`, string(r.Body))
}

func TestWebhookWithTheSecret(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(http.StatusOK, ""))
	cb := webhook(t, s, settings.Callback{WebhookFrom: settings.Source{Env: "URL"}, IncludeSecret: true})
	assert.Equal(t, "POST leaksieve.revoke with the secret to web hook, signed", cb.Describe(event()))
	assert.Equal(t, callback.Result{State: callback.Done, Detail: "200"}, cb.Call(t.Context(), event()))
	r := s.Requests()[0]
	assert.Equal(t, "/hooks/made-up-path-secret?x=1", r.Path)
	var got struct{ Data struct{ Secret string } }
	require.NoError(t, json.Unmarshal(r.Body, &got))
	assert.Equal(t, secret, got.Data.Secret)

	e := event()
	e.Secret = leak.MaskedSecret("made********")
	assert.Equal(t, callback.Result{State: callback.Failed, Detail: "the secret itself is not known"}, cb.Call(t.Context(), e))
	assert.Len(t, s.Requests(), 1)
}

func TestStatusDecides(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.Handler
		state   callback.State
		detail  string
		calls   int
	}{
		"no content":     {outboundtest.Answer(http.StatusNoContent, ""), callback.Done, "204", 1},
		"not mine":       {outboundtest.Answer(http.StatusNotImplemented, "no rule"), callback.Unsupported, "501 no rule", 1},
		"refused":        {outboundtest.Answer(http.StatusForbidden, `{"error":"bad signature"}`), callback.Failed, `403 {"error":"bad signature"}`, 1},
		"server error":   {outboundtest.Answer(http.StatusInternalServerError, "oops\n\n"), callback.Failed, "500 oops", 1},
		"limit":          {outboundtest.Sequence(outboundtest.Answer(http.StatusTooManyRequests, "", "Retry-After", "2"), outboundtest.Answer(http.StatusOK, "")), callback.Done, "200", 2},
		"redirect":       {outboundtest.Redirect("https://evil.example/"), callback.Failed, "302", 1},
		"hangs":          {outboundtest.Hang(), callback.Unknown, "timed out", 3},
		"cut off":        {outboundtest.CutOff(), callback.Unknown, "broken answer", 3},
		"repeats it all": {outboundtest.Echo(http.StatusBadRequest), callback.Failed, "400", 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := outboundtest.New(t, c.handler)
			r := webhook(t, s, settings.Callback{WebhookFrom: settings.Source{Env: "URL"}, IncludeSecret: true}).Call(t.Context(), event())
			assert.Equal(t, c.state, r.State)
			assert.Contains(t, r.Detail, c.detail)
			for _, hidden := range []string{secret, key, "made-up-path-secret"} {
				assert.NotContains(t, r.Detail, hidden)
			}
			require.Len(t, s.Requests(), c.calls)
			for _, again := range s.Requests() {
				assert.Equal(t, "rotate.example", again.Host)
				assert.Equal(t, "msg_1", again.Header.Get("webhook-id"), "a receiver knows it again")
			}
		})
	}
}

func TestWebhookNeedsItsKeyAndURL(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(http.StatusOK, ""))
	for name, c := range map[string]struct {
		env    map[string]string
		detail string
	}{
		"no key":       {map[string]string{"URL": "https://a.example/x"}, "reading the key of the web hook: the variable KEY is empty"},
		"short key":    {map[string]string{"URL": "https://a.example/x", "KEY": "short"}, "the key of the web hook has fewer than 24 bytes"},
		"no base64":    {map[string]string{"URL": "https://a.example/x", "KEY": "whsec_!"}, "the key of the web hook begins with whsec_, and is no base64"},
		"no URL":       {map[string]string{"KEY": key}, "reading the URL of the web hook: the variable URL is empty"},
		"not a URL":    {map[string]string{"KEY": key, "URL": "made-up-path-secret"}, "the URL of the web hook: it is no URL of the web"},
		"without TLS":  {map[string]string{"KEY": key, "URL": "http://a.example/made-up-path-secret"}, "web hook: a.example: bad request: a secret is not sent without TLS"},
		"with a login": {map[string]string{"KEY": key, "URL": "https://u:made-up-path-secret@a.example/"}, "the URL of the web hook: it is no URL of the web"},
	} {
		t.Run(name, func(t *testing.T) {
			cb, err := callback.New(settings.Callback{WebhookFrom: settings.Source{Env: "URL"}, Key: settings.Source{Env: "KEY"}}, callback.Options{Client: s.Client(), Env: c.env})
			require.NoError(t, err)
			assert.Equal(t, callback.Result{State: callback.Failed, Detail: c.detail}, cb.Call(t.Context(), event()))
		})
	}
	assert.Empty(t, s.Requests())
}

func TestWebhookIsRefusedAPrivateAddress(t *testing.T) {
	cb, err := callback.New(settings.Callback{Webhook: "https://127.0.0.1:1/", Key: settings.Source{Env: "KEY"}},
		callback.Options{Client: outbound.New(outbound.Options{Tries: 1}), Env: map[string]string{"KEY": key}})
	require.NoError(t, err)
	r := cb.Call(t.Context(), event())
	assert.Equal(t, callback.Failed, r.State)
	assert.Contains(t, r.Detail, "not public")
}

// The example of https://docs.svix.com/receiving/verifying-payloads/how-manual, whose
// scheme the specification took over.
func TestSignAsTheSpecificationDoes(t *testing.T) {
	header, err := callback.Sign(leak.NewSecret("whsec_"+"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
		"webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	}, header)
}

func TestSplitURL(t *testing.T) {
	for text, want := range map[string][2]string{
		"https://a.example":                 {"https://a.example", "/"},
		"https://a.example:8443/x/y?z=1%2F": {"https://a.example:8443", "/x/y?z=1%2F"},
		"https://a.example?x":               {"https://a.example", "/?x"},
		"http://a.example/a%2Fb":            {"http://a.example", "/a%2Fb"},
		"ftp://a.example/":                  {}, "a.example/x": {}, "https:///x": {}, "https://u@a.example/": {}, "": {},
	} {
		base, path, err := callback.SplitURL(text)
		assert.Equal(t, want, [2]string{base, path}, text)
		assert.Equal(t, want[0] == "", err != nil, text)
		if err != nil && text != "" {
			assert.NotContains(t, err.Error(), strings.TrimPrefix(text, "https://"))
		}
	}
}
