package outbound

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/url"
	"slices"
	"time"
)

// databases are the issuers that are no web servers, which are reached with DialHost.
var databases = []string{"mongodb", "mysql", "postgresql", "redis"}

// forDatabase returns the way to the hosts of databases that the user named. In place
// of https their base URLs have the name of the issuer, so that nothing is sent there by Do.
func (c *Client) forDatabase(issuer string) *Conn {
	n := &Conn{c: c, issuer: issuer, named: true}
	for _, host := range c.o.Databases {
		n.bases = append(n.bases, issuer+"://"+host)
	}
	return n
}

// Stream is a connection to a host that speaks a protocol of its own.
type Stream struct {
	net.Conn
	// StartTLS makes a connection one of TLS with that host, whose certificate is
	// verified; nil: the user allowed the host without.
	StartTLS func(net.Conn) (net.Conn, error)

	stop func() bool
}

// Close ends the connection.
func (s *Stream) Close() error {
	s.stop()
	return s.Conn.Close()
}

// DialHost connects to the one host of a database that the user named, at a port if
// none was named with it. Everything on the stream has to be over within the time of one
// try, and ends with ctx. The proxies of the environment, which are for HTTP, are not
// used. An error is ctx's or an *Error.
func (n *Conn) DialHost(ctx context.Context, port string) (*Stream, error) {
	if len(n.bases) == 0 {
		return nil, n.fail(NoHost, "", "none of its hosts is named")
	}
	u, err := url.Parse(n.bases[0])
	if err != nil || u.Scheme != n.issuer || u.Hostname() == "" || u.User != nil || u.Path+u.RawQuery+u.Fragment != "" || !slices.Contains(databases, u.Scheme) {
		return nil, n.fail(BadRequest, "", `not a host of a database; write one as "db.example.com:5432"`)
	}
	if err := n.c.turn(ctx, n.issuer); err != nil {
		return nil, err
	}
	dialling, cancel := context.WithTimeout(ctx, n.c.o.Timeout)
	defer cancel()
	dial := n.c.o.Dial
	if dial == nil {
		dial = n.c.dial
	}
	conn, err := dial(dialling, "tcp", net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), port)))
	switch {
	case ctx.Err() != nil && err != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, n.explain(u.Host, err)
	}
	_ = conn.SetDeadline(time.Now().Add(n.c.o.Timeout))
	s := &Stream{Conn: conn}
	s.stop = context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	if !listed(n.c.o.Plain, u) {
		s.StartTLS = func(c net.Conn) (net.Conn, error) {
			conf := &tls.Config{}
			if n.c.o.TLS != nil {
				conf = n.c.o.TLS.Clone()
			}
			conf.ServerName, conf.MinVersion = u.Hostname(), max(conf.MinVersion, tls.VersionTLS12)
			secure := tls.Client(c, conf)
			return secure, secure.HandshakeContext(ctx)
		}
	}
	return s, nil
}

// Explain returns what went wrong on a stream as an *Error without anything that was
// sent.
func (n *Conn) Explain(err error) error {
	e := n.explain(n.Host(), err)
	if e.Kind == Broken {
		e.what = "the connection ended in the middle of the login"
	}
	return e
}

// Now is the time of the client's clock, for requests that carry it.
func (n *Conn) Now() time.Time { return n.c.o.Now() }
