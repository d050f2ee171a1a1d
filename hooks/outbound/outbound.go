// Package outbound is the one way by which anything that leaksieve sends leaves the
// machine. It sends secrets to their issuers and to nobody else:
//
//   - A request goes to a host that is fixed in the code of an issuer, or that the
//     user named in its place. What a repository holds never chooses one.
//   - Redirects are not followed, names that lead to addresses which are not public are
//     refused unless the user allowed that host, and certificates are verified.
//   - Each request has a time limit, an answer of bounded size, and a place in the
//     queue of its issuer; what may be repeated is repeated after growing pauses.
//   - No error holds a URL, a header or a body.
//
// The proxies of the environment (HTTPS_PROXY, NO_PROXY) are honoured.
package outbound

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// Options are what a Client needs of the world and of the user.
type Options struct {
	// Bases maps the name of an issuer to the base URL that the user named in place of
	// the first in the code: {"gitlab": "https://gitlab.example.com"}.
	Bases map[string]string
	// Private are hosts ("gitlab.example.com", "10.0.0.7:8443") that may have an
	// address that is not public.
	Private []string
	// Plain are hosts that may be spoken to without TLS.
	Plain     []string
	Timeout   time.Duration // of one try; 0: 10 s
	Tries     int           // of what may be repeated; 0: 3
	Rate      float64       // requests a second to one issuer; 0: 5
	UserAgent string

	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error // returns ctx's error
	Rand  func() float64                                   // from 0 to below 1, for jitter

	// Dial and TLS stand in for the network in tests; nil: the network, with addresses checked.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	TLS  *tls.Config
}

// Request is what is sent.
type Request struct {
	Method string // "": GET
	Base   string // one of the base URLs of the Conn; "": the first, or the user's in its place
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

// Client sends requests. It is safe for concurrent use.
type Client struct {
	o    Options
	http *http.Client

	mu   sync.Mutex
	next map[string]time.Time // when an issuer may be asked again
}

// Conn is the way to one issuer.
type Conn struct {
	c      *Client
	issuer string
	bases  []string
}

// For returns the way to an issuer, whose base URLs ("https://api.github.com") are
// all that it leads to. Where the user named another, that stands in for the first.
func (c *Client) For(issuer string, bases ...string) *Conn { return &Conn{c, issuer, bases} }

// Do sends a request and returns the answer, whatever its status. An error says in
// words why there is none: it is of this package, of ctx, or names what the network
// said, and holds nothing that was sent.
func (n *Conn) Do(ctx context.Context, r Request) (*Response, error) {
	panic("to be written")
}
