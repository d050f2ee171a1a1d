package outbound_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
)

const base = "https://api.acme.example"

var secretRequest = outbound.Request{Path: "/v1/" + clear + "/me?key=" + clear, Header: map[string]string{"Authorization": "Bearer " + clear}}

// clear stands for a secret, which no error may hold.
const clear = "s3cr3t-Of-Acme"

func kindOf(t *testing.T, err error) outbound.Kind {
	t.Helper()
	var e *outbound.Error
	require.ErrorAs(t, err, &e)
	assert.NotContains(t, e.Error()+e.Hint(), clear)
	assert.NotContains(t, fmt.Sprintf("%+v %#v", err, err), clear)
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(inner) {
		assert.NotContains(t, inner.Error(), clear)
	}
	assert.NotContains(t, e.Error(), "\n")
	return e.Kind
}

func TestDo(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(418, `{"id": 1}`, "X-Scopes", "a", "Set-Cookie", "session=1; Path=/"))
	c := s.Client(func(o *outbound.Options) { o.UserAgent = "leaksieve/1.2.3" }).For("acme", base+"/v1/")
	for range 2 {
		got, err := c.Do(t.Context(), outbound.Request{Method: "POST", Path: "/me?q=a%2Fb", Header: map[string]string{"X-Key": "k"}, Body: []byte(`{}`)})
		require.NoError(t, err)
		assert.Equal(t, 418, got.Status)
		assert.Equal(t, `{"id": 1}`, string(got.Body))
		assert.Equal(t, "a", got.Header.Get("X-Scopes"))
	}
	for _, r := range s.Requests() {
		assert.Equal(t, "POST api.acme.example /v1/me?q=a%2Fb {}", r.Method+" "+r.Host+" "+r.Path+" "+string(r.Body))
		assert.Equal(t, "leaksieve/1.2.3", r.Header.Get("User-Agent"))
		assert.Equal(t, "k", r.Header.Get("X-Key"))
		assert.Empty(t, r.Header.Get("Cookie"))
		assert.Empty(t, r.Header.Get("Referer"))
	}
	assert.Equal(t, "acme", c.Issuer())
	assert.Equal(t, "api.acme.example", c.Host())
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	for _, to := range []string{"https://elsewhere.example/", "http://api.acme.example/", "/v2/me"} {
		s := outboundtest.New(t, outboundtest.Redirect(to))
		got, err := s.Client().For("acme", base).Do(t.Context(), secretRequest)
		require.NoError(t, err)
		assert.Equal(t, 302, got.Status)
		assert.Len(t, s.Requests(), 1)
		assert.Equal(t, []string{"api.acme.example:443"}, s.Dialled())
	}
}

func TestWhatIsTriedAgain(t *testing.T) {
	ok := outboundtest.Answer(200, `{}`)
	in := func(d time.Duration) string { return outboundtest.Now.Add(d).Format(http.TimeFormat) }
	for _, tt := range []struct {
		name   string
		answer http.Handler
		once   bool
		status int // 0: an error
		sends  int
		sleeps []time.Duration
	}{
		{"a bad gateway", outboundtest.Sequence(outboundtest.Answer(502, ``), ok), false, 200, 2, []time.Duration{375 * time.Millisecond}},
		{"longer and longer", outboundtest.Sequence(outboundtest.Answer(503, ``), outboundtest.Answer(504, ``), ok), false, 200, 3, []time.Duration{375 * time.Millisecond, 750 * time.Millisecond}},
		{"in vain", outboundtest.Answer(429, ``), false, 429, 3, []time.Duration{375 * time.Millisecond, 750 * time.Millisecond}},
		{"as the answer asks", outboundtest.Sequence(outboundtest.Answer(429, ``, "Retry-After", "7"), ok), false, 200, 2, []time.Duration{7 * time.Second}},
		{"as the answer asks with a date", outboundtest.Sequence(outboundtest.Answer(503, ``, "Retry-After", in(9*time.Second)), ok), false, 200, 2, []time.Duration{9 * time.Second}},
		{"at the limit", outboundtest.Sequence(outboundtest.Answer(429, ``, "Retry-After", "30"), ok), false, 200, 2, []time.Duration{30 * time.Second}},
		{"not when it would be long", outboundtest.Answer(429, ``, "Retry-After", "31"), false, 429, 1, nil},
		{"a pause in the past", outboundtest.Sequence(outboundtest.Answer(429, ``, "Retry-After", in(-time.Hour)), ok), false, 200, 2, []time.Duration{375 * time.Millisecond}},
		{"a pause that is none", outboundtest.Sequence(outboundtest.Answer(429, ``, "Retry-After", "-1 soon"), ok), false, 200, 2, []time.Duration{375 * time.Millisecond}},
		{"not a mistake of theirs", outboundtest.Answer(500, ``), false, 500, 1, nil},
		{"not a refusal", outboundtest.Answer(403, ``), false, 403, 1, nil},
		{"a connection that ended", outboundtest.Sequence(outboundtest.Abort(), ok), false, 200, 2, []time.Duration{375 * time.Millisecond}},
		{"an answer that was cut off", outboundtest.Sequence(outboundtest.CutOff(), ok), false, 200, 2, []time.Duration{375 * time.Millisecond}},
		{"not what must not be done twice", outboundtest.Sequence(outboundtest.Abort(), ok), true, 0, 1, nil},
		{"not what must not be done twice, and was answered", outboundtest.Sequence(outboundtest.Answer(503, ``), ok), true, 503, 1, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := outboundtest.New(t, tt.answer)
			r := secretRequest
			r.Method, r.Once = "DELETE", tt.once
			got, err := s.Client(func(o *outbound.Options) { o.Rate = 1e9 }).For("acme", base).Do(t.Context(), r)
			if tt.status == 0 {
				assert.Equal(t, outbound.Broken, kindOf(t, err))
			} else {
				require.NoError(t, err)
				assert.Equal(t, tt.status, got.Status)
			}
			assert.Len(t, s.Requests(), tt.sends)
			assert.Equal(t, tt.sleeps, s.Slept())
		})
	}
}

func TestWhatNeverArrivedIsTriedAgainEvenOnce(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(204, ``))
	o := s.Options()
	dial, fails := o.Dial, 2
	o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		if fails--; fails >= 0 {
			return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
		}
		return dial(ctx, network, addr)
	}
	r := secretRequest
	r.Once = true
	got, err := outbound.New(o).For("acme", base).Do(t.Context(), r)
	require.NoError(t, err)
	assert.Equal(t, 204, got.Status)
	assert.Len(t, s.Requests(), 1)
}

// TestOnceOverAConnectionThatWasClosed has a server close each connection after an
// answer without saying so: net/http repeats a GET on it by itself.
func TestOnceOverAConnectionThatWasClosed(t *testing.T) {
	var n atomic.Int32
	s := outboundtest.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.Add(1)%2 == 0 {
			panic(http.ErrAbortHandler)
		}
		_, _ = w.Write([]byte("{}"))
	}))
	c := s.Client().For("acme", base)
	r := secretRequest
	r.Once = true
	_, err := c.Do(t.Context(), r)
	require.NoError(t, err)
	_, err = c.Do(t.Context(), r)
	assert.Equal(t, outbound.Broken, kindOf(t, err))
	assert.Len(t, s.Requests(), 2)
	assert.Len(t, s.Dialled(), 2)
}

func TestErrorsSayWhyAndNothingThatWasSent(t *testing.T) {
	refused := func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("x")}
	}
	lookup := func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "api.acme.example"}}
	}
	for _, tt := range []struct {
		name   string
		answer http.Handler
		change func(*outbound.Options)
		kind   outbound.Kind
		says   string
	}{
		{"nobody there", outboundtest.Hang(), func(o *outbound.Options) { o.Dial = refused }, outbound.NoNetwork, "acme: api.acme.example: no network: connecting: it failed"},
		{"no such name", outboundtest.Hang(), func(o *outbound.Options) { o.Dial = lookup }, outbound.NoNetwork, "acme: api.acme.example: no network: looking up api.acme.example: no such host"},
		{"silence", outboundtest.Hang(), nil, outbound.TimedOut, "acme: api.acme.example: timed out: no answer within 100ms"},
		{"a body without end in time", outboundtest.Slow(), nil, outbound.TimedOut, "acme: api.acme.example: timed out: no answer within 100ms"},
		{"a body without end in size", outboundtest.Huge(), func(o *outbound.Options) { o.Timeout = 5 * time.Second }, outbound.TooLarge, "acme: api.acme.example: answer too large: more than 1048576 bytes"},
		{"another protocol", outboundtest.NotHTTP(), nil, outbound.Broken, "acme: api.acme.example: broken answer: the connection ended, or what came was not HTTP"},
		{"headers without end", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Much", strings.Repeat(clear, 40000))
		}), nil, outbound.Broken, ""},
		{"an authority that is not known", outboundtest.Hang(), func(o *outbound.Options) { o.TLS, o.Timeout = nil, 5*time.Second }, outbound.Certificate, "acme: api.acme.example: certificate: x509: certificate signed by unknown authority"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := outboundtest.New(t, tt.answer)
			c := s.Client(func(o *outbound.Options) {
				o.Timeout, o.Tries = 100*time.Millisecond, 2
				if tt.change != nil {
					tt.change(o)
				}
			}).For("acme", base)
			_, err := c.Do(t.Context(), secretRequest)
			require.Equal(t, tt.kind, kindOf(t, err), "%v", err)
			if tt.says != "" {
				assert.EqualError(t, err, tt.says)
			}
			assert.ErrorIs(t, err, &outbound.Error{Kind: tt.kind})
			assert.NotErrorIs(t, err, &outbound.Error{Kind: outbound.BadRequest})
		})
	}
}

func TestPlainServersGetNoSecret(t *testing.T) {
	var got atomic.Int32
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { got.Add(1) }))
	defer plain.Close()
	o := outbound.Options{Private: []string{"127.0.0.1"}, Timeout: time.Second, Tries: 1}
	_, err := outbound.New(o).For("acme", "https://"+plain.Listener.Addr().String()).Do(t.Context(), secretRequest)
	assert.Equal(t, outbound.Certificate, kindOf(t, err))
	_, err = outbound.New(o).For("acme", plain.URL).Do(t.Context(), secretRequest)
	assert.Equal(t, outbound.BadRequest, kindOf(t, err))
	assert.Zero(t, got.Load())
	o.Plain = []string{plain.Listener.Addr().String()}
	_, err = outbound.New(o).For("acme", plain.URL).Do(t.Context(), secretRequest)
	require.NoError(t, err)
	assert.EqualValues(t, 1, got.Load())
}

func TestOldTLS(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Hang(), func(s *outboundtest.Server) { s.TLS.MinVersion, s.TLS.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 })
	_, err := s.Client().For("acme", base).Do(t.Context(), secretRequest)
	assert.Equal(t, outbound.Certificate, kindOf(t, err), "%v", err)
	assert.Empty(t, s.Requests())
}

func TestCertificateOfAnotherHost(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Hang())
	other := httptest.NewUnstartedServer(outboundtest.Hang())
	other.Config.ErrorLog = log.New(io.Discard, "", 0)
	other.StartTLS()
	defer other.Close()
	o := s.Options()
	o.TLS = other.Client().Transport.(*http.Transport).TLSClientConfig
	o.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, other.Listener.Addr().String())
	}
	_, err := outbound.New(o).For("acme", base).Do(t.Context(), secretRequest)
	assert.Equal(t, outbound.Certificate, kindOf(t, err))
	assert.ErrorContains(t, err, "api.acme.example")
}

func TestPrivateAddressesAreRefusedUnlessNamed(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{}`))
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	require.NoError(t, err)
	for _, tt := range []struct {
		name    string
		base    string
		private []string
		refused bool
	}{
		{"an address", "https://127.0.0.1:" + port, nil, true},
		{"a name", "https://localhost:" + port, nil, true},
		{"another one named", "https://127.0.0.1:" + port, []string{"10.0.0.1", "127.0.0.1:1"}, true},
		{"named", "https://127.0.0.1:" + port, []string{"127.0.0.1"}, false},
		{"named with its port", "https://127.0.0.1:" + port, []string{"127.0.0.1:" + port}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := s.Options()
			o.Dial, o.Private = nil, tt.private
			_, err := outbound.New(o).For("acme", tt.base).Do(t.Context(), secretRequest)
			if !tt.refused {
				require.NoError(t, err)
				return
			}
			assert.Equal(t, outbound.Refused, kindOf(t, err))
			assert.ErrorContains(t, err, "not public")
		})
	}
}

func TestCancelEndsAtOnce(t *testing.T) {
	for _, answer := range []http.Handler{outboundtest.Hang(), outboundtest.Slow(), outboundtest.Answer(429, ``, "Retry-After", "20")} {
		s := outboundtest.New(t, answer)
		ctx, cancel := context.WithCancel(t.Context())
		o := s.Options()
		o.Timeout, o.Sleep = time.Minute, nil
		time.AfterFunc(50*time.Millisecond, cancel)
		begin := time.Now()
		_, err := outbound.New(o).For("acme", base).Do(ctx, secretRequest)
		assert.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, context.Canceled, err)
		assert.Less(t, time.Since(begin), 2*time.Second)
	}
}

func TestRate(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{}`))
	c := s.Client(func(o *outbound.Options) { o.Rate = 4 })
	for range 3 {
		_, err := c.For("acme", base).Do(t.Context(), outbound.Request{Path: "/"})
		require.NoError(t, err)
	}
	_, err := c.For("other", "https://other.example").Do(t.Context(), outbound.Request{Path: "/"})
	require.NoError(t, err)
	assert.Equal(t, []time.Duration{250 * time.Millisecond, 250 * time.Millisecond}, s.Slept())
}

// TestOneThatIsAskedTooOftenIsLeftAloneByAll sends a second request while the first
// waits for as long as its answer asked.
func TestOneThatIsAskedTooOftenIsLeftAloneByAll(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Sequence(outboundtest.Answer(429, ``, "Retry-After", "8"), outboundtest.Answer(200, `{}`)))
	o := s.Options()
	sleep, inside := o.Sleep, false
	var c *outbound.Conn
	o.Sleep = func(ctx context.Context, d time.Duration) error {
		if !inside {
			inside = true
			_, err := c.Do(ctx, outbound.Request{Path: "/second"})
			require.NoError(t, err)
		}
		return sleep(ctx, d)
	}
	c = outbound.New(o).For("acme", base)
	_, err := c.Do(t.Context(), outbound.Request{Path: "/first"})
	require.NoError(t, err)
	assert.Equal(t, 8*time.Second, s.Slept()[0])
	assert.Len(t, s.Requests(), 3)
}

func TestProxy(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{}`))
	var seen atomic.Value
	status := http.StatusOK
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Store(r.Method + " " + r.Host + " " + r.Header.Get("Authorization"))
		if status != http.StatusOK {
			w.WriteHeader(status)
			return
		}
		tunnel(w, s.Listener.Addr().String())
	}))
	defer proxy.Close()
	u, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	o := s.Options()
	o.Dial = nil // the proxy has a loopback address and may be dialled all the same
	o.Proxy = func(*http.Request) (*url.URL, error) { return u, nil }
	got, err := outbound.New(o).For("acme", base).Do(t.Context(), secretRequest)
	require.NoError(t, err)
	assert.Equal(t, 200, got.Status)
	assert.Equal(t, "CONNECT api.acme.example:443 ", seen.Load())

	_, err = outbound.New(o).For("acme", "https://10.0.0.7").Do(t.Context(), secretRequest)
	assert.Equal(t, outbound.Refused, kindOf(t, err), "nor does a proxy lead to a private address")

	status = http.StatusProxyAuthRequired
	_, err = outbound.New(o).For("acme", base).Do(t.Context(), secretRequest)
	assert.Equal(t, outbound.ProxyFailed, kindOf(t, err))
	assert.ErrorContains(t, err, "407")

	proxy.Close()
	_, err = outbound.New(o).For("acme", base).Do(t.Context(), secretRequest)
	assert.Equal(t, outbound.ProxyFailed, kindOf(t, err))
}

// tunnel joins the connection of a request with one to addr.
func tunnel(w http.ResponseWriter, addr string) {
	to, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	from, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	_, _ = from.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
	go func() {
		defer to.Close()
		_, _ = io.Copy(to, buffered)
	}()
	go func() {
		defer from.Close()
		_, _ = io.Copy(from, to)
	}()
}

func TestHTTP2(t *testing.T) {
	var proto atomic.Value
	s := outboundtest.New(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { proto.Store(r.Proto) }), outboundtest.HTTP2)
	for _, once := range []bool{false, true} {
		_, err := s.Client().For("acme", base).Do(t.Context(), outbound.Request{Path: "/", Once: once})
		require.NoError(t, err)
		assert.Equal(t, "HTTP/2.0", proto.Load())
	}
}

func TestWhatCannotBeSent(t *testing.T) {
	s := outboundtest.New(t, outboundtest.Answer(200, `{}`))
	c := s.Client()
	for name, r := range map[string]outbound.Request{
		"a path without a slash": {Path: "@elsewhere.example/" + clear},
		"an empty path":          {},
		"a line break in a path": {Path: "/" + clear + "\r\nX: y"},
		"a fragment":             {Path: "/#" + clear},
		"a bad escape":           {Path: "/%zz" + clear},
		"a backslash":            {Path: "/\\elsewhere.example"},
		"a method":               {Method: "GET " + clear, Path: "/"},
		"a line break in a value": {Path: "/", Header: map[string]string{
			"Authorization": clear + "\r\nHost: elsewhere.example"}},
		"the header Host": {Path: "/", Header: map[string]string{"host": "elsewhere.example"}},
		"a header's name": {Path: "/", Header: map[string]string{clear + ":": "x"}},
		"another's base":  {Base: "https://elsewhere.example", Path: "/"},
	} {
		_, err := c.For("acme", base).Do(t.Context(), r)
		assert.Equal(t, outbound.BadRequest, kindOf(t, err), name)
	}
	assert.Empty(t, s.Requests())
}

func TestHosts(t *testing.T) {
	user := map[string][]string{"vault": {"https://vault.example.com:8200", "https://vault2.example.com"}, "gitlab": {"https://gitlab.example.com"}}
	c := outbound.New(outbound.Options{Bases: user})
	for _, tt := range []struct {
		issuer, base, host string
		ways               []string
		named              bool
	}{
		{"github", "https://api.github.com", "", []string{"api.github.com"}, false},
		{"github", "https://api.github.com", "github.com", []string{"api.github.com"}, true},
		{"github", "https://api.github.com", "GitHub.com", []string{"api.github.com"}, true},
		{"github", "https://api.github.com", "github.com:443", []string{"api.github.com"}, true},
		{"github", "https://api.github.com", "github.com:8443", nil, false},
		{"github", "https://api.github.com", "evil.example", nil, false},
		{"github", "https://api.github.com", "api.github.com.evil.example", nil, false},
		{"github", "https://api.github.com", "com", nil, false},
		{"gitlab", "https://gitlab.com", "", []string{"gitlab.example.com"}, true},
		{"gitlab", "https://gitlab.com", "gitlab.com", nil, false},
		{"vault", "", "", []string{"vault.example.com:8200", "vault2.example.com"}, true},
		{"vault", "", "vault2.example.com", []string{"vault2.example.com"}, true},
		{"vault", "", "vault.example.com:8200", []string{"vault.example.com:8200"}, true},
		{"vault", "", "vault.example.com", []string{"vault.example.com:8200"}, true},
		{"vault", "", "vault.evil.example", nil, false},
		{"okta", "", "", nil, false},
		{"okta", "", "dev-1.okta.com", nil, false},
	} {
		var bases []string
		if tt.base != "" {
			bases = append(bases, tt.base)
		}
		ways, err := c.For(tt.issuer, bases...).Ways(tt.host)
		if tt.ways == nil {
			assert.Equal(t, outbound.NoHost, kindOf(t, err), "%s %s", tt.issuer, tt.host)
			assert.ErrorContains(t, err, tt.issuer)
			continue
		}
		require.NoError(t, err, "%s %s", tt.issuer, tt.host)
		var hosts []string
		for _, w := range ways {
			hosts = append(hosts, w.Host())
			assert.Equal(t, tt.named, w.Named())
		}
		assert.Equal(t, tt.ways, hosts)
	}
}

func TestCheckBase(t *testing.T) {
	for base, ok := range map[string]bool{
		"https://gitlab.example.com": true, "https://gitlab.example.com/sub/": true, "https://[::1]:8443": true,
		"gitlab.example.com": false, "ftp://x.example": false, "https://": false, "https://u:p@x.example": false,
		"https://x.example?a=b": false, "https://x.example#a": false, "http://x.example": false, "https:x": false, "": false, "https://:443": false,
	} {
		assert.Equal(t, ok, outbound.CheckBase(base, false) == nil, base)
	}
	assert.NoError(t, outbound.CheckBase("http://x.example", true))
}
