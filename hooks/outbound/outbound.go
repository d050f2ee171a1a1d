// Package outbound is the one way by which anything that leaksieve sends leaves the
// machine, but for e-mail, which package notify hands to the user's own server. It sends secrets to their issuers and to nobody else:
//
//   - A request goes to a host that is fixed in the code of an issuer, or that the
//     user named in its place. What a repository holds never chooses one: where a
//     credential says of itself where it is used, that can only pick among those.
//     This holds for hosts below a name that an issuer owns, too (tenant.okta.com):
//     such a tenant may belong to whoever wrote the repository.
//   - Redirects are not followed, names that lead to addresses which are not public are
//     refused unless the user allowed that host, and certificates are verified.
//   - Each request has a time limit, an answer of bounded size, and a place in the
//     queue of its issuer; what may be repeated is repeated after growing pauses.
//   - No error holds a URL, a header or a body.
//
// The proxies of the environment (HTTPS_PROXY, NO_PROXY) are honoured; a proxy may
// have a private address, and looks up names in our place.
package outbound

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Options are what a Client needs of the world and of the user.
type Options struct {
	// Bases maps the name of an issuer to the base URLs that the user named in place of
	// those in the code: {"gitlab": {"https://gitlab.example.com"}}.
	Bases map[string][]string
	// Private are hosts ("gitlab.example.com", "10.0.0.7:8443") that may have an
	// address that is not public.
	Private []string
	// Databases are hosts of databases ("db.example.com", "10.0.0.7:5432") that may be
	// logged in to. They have no others: a database is no issuer with hosts of its own.
	Databases []string
	// Plain are hosts that may be spoken to without TLS.
	Plain     []string
	Timeout   time.Duration // of one try, its answer read; 0: 10 s
	Tries     int           // of what may be repeated; 0: 3
	Rate      float64       // requests a second to one issuer; 0: 5
	UserAgent string        // "leaksieve/1.2.3"; "": "leaksieve"

	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error // returns ctx's error
	Rand  func() float64                                   // from 0 to below 1, for jitter

	// Proxy, Dial and TLS stand in for the network in tests; nil: the proxies of the
	// environment and the network, with addresses checked.
	Proxy func(*http.Request) (*url.URL, error)
	Dial  func(ctx context.Context, network, addr string) (net.Conn, error)
	TLS   *tls.Config
}

// Request is what is sent.
type Request struct {
	Method string // "": GET
	Base   string // one of the base URLs of the Conn; "": the first
	Path   string // with query, from the first slash on; what is put in must be escaped
	Header map[string]string
	Body   []byte
	// Once is for what must not be done twice: it is not repeated once it may have arrived.
	Once bool
}

// Response is what came back.
type Response struct {
	Status int
	Header http.Header
	Body   []byte // at most 1 MiB
}

// Limits of what is waited for and read.
const (
	maxBody       = 1 << 20
	maxHeader     = 256 << 10
	maxRetryAfter = 30 * time.Second // whoever asks for more gets no second try
	firstPause    = 500 * time.Millisecond
)

// Client sends requests. It is safe for concurrent use.
type Client struct {
	o    Options
	http *http.Client
	once *http.Client // for what must not be done twice: a new connection each time

	mu      sync.Mutex
	next    map[string]time.Time // when an issuer may be asked again
	proxies map[string]bool      // host:port of those that were used
}

// New returns a Client. It sends nothing yet.
func New(o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.Tries == 0 {
		o.Tries = 3
	}
	if o.Rate == 0 {
		o.Rate = 5
	}
	if o.UserAgent == "" {
		o.UserAgent = "leaksieve"
	}
	c := &Client{o: withDefaults(o), next: map[string]time.Time{}, proxies: map[string]bool{}}
	c.http = &http.Client{Transport: c.transport(), CheckRedirect: noRedirect}
	fresh := c.transport()
	fresh.DisableKeepAlives = true // a connection that is used again and found closed makes net/http repeat a request
	c.once = &http.Client{Transport: fresh, CheckRedirect: noRedirect}
	return c
}

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Close ends connections that are kept for further requests.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// turn waits for the place of a request in the queue of its issuer.
func (c *Client) turn(ctx context.Context, issuer string) error {
	c.mu.Lock()
	now := c.o.Now()
	at := c.next[issuer]
	if at.Before(now) {
		at = now
	}
	c.next[issuer] = at.Add(time.Duration(float64(time.Second) / c.o.Rate))
	c.mu.Unlock()
	if wait := at.Sub(now); wait > 0 {
		return c.o.Sleep(ctx, wait)
	}
	return ctx.Err()
}

// hold lets nobody ask an issuer for a time: it said that it is asked too often.
func (c *Client) hold(issuer string, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := c.o.Now().Add(d); c.next[issuer].Before(at) {
		c.next[issuer] = at
	}
}
