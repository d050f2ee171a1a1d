package outbound

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Conn is the way to one issuer.
type Conn struct {
	c      *Client
	issuer string
	bases  []string
	named  bool
}

// For returns the way to an issuer, whose base URLs ("https://api.github.com") are
// all that it leads to. Those that the user named stand in for all of them; an issuer
// whose hosts differ for each of its customers has none but those.
func (c *Client) For(issuer string, bases ...string) *Conn {
	if slices.Contains(databases, issuer) {
		return c.forDatabase(issuer)
	}
	if own := c.o.Bases[issuer]; len(own) > 0 {
		return &Conn{c: c, issuer: issuer, bases: own, named: true}
	}
	return &Conn{c: c, issuer: issuer, bases: bases}
}

// Ways returns a way to each of the base URLs, in order, to be asked in turn. host
// ("vault.example.com", "" when it is not known) is what a credential says of where it
// is used: the one way that leads there is left, and where none does it is an *Error of
// kind NoHost, because a repository must not choose where a secret is sent.
func (n *Conn) Ways(host string) ([]*Conn, error) {
	if len(n.bases) == 0 {
		return nil, n.fail(NoHost, host, "it has a host for each customer, and none is named")
	}
	var ways []*Conn
	for _, base := range n.bases {
		named := n.named || host != ""
		if host == "" || sameHost(base, host) {
			ways = append(ways, &Conn{c: n.c, issuer: n.issuer, bases: []string{base}, named: named})
		}
	}
	if len(ways) == 0 {
		return nil, n.fail(NoHost, host, "the credential is one for "+printable(host)+", which is none of its hosts")
	}
	return ways, nil
}

// sameHost reports whether a base URL is the API of a host: at that host itself or
// at "api." before it.
func sameHost(base, host string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	host = strings.TrimSuffix(strings.ToLower(host), ":443")
	return slices.ContainsFunc([]string{u.Host, u.Hostname()}, func(h string) bool {
		h = strings.ToLower(h)
		return h == host || h == "api."+host
	})
}

// Issuer returns the name of the issuer.
func (n *Conn) Issuer() string { return n.issuer }

// Named reports whether it is sure that the credential is one of this host: the user
// named the host, or the credential itself did (see Ways).
func (n *Conn) Named() bool { return n.named }

// Host returns the host of the first base URL, with its port if it has one.
func (n *Conn) Host() string {
	if len(n.bases) == 0 {
		return ""
	}
	u, err := url.Parse(n.bases[0])
	if err != nil {
		return ""
	}
	return u.Host
}

// CheckBase says what is wrong with a base URL that a user wrote. Without plain it has
// to begin with https.
func CheckBase(base string, plain bool) error {
	u, err := url.Parse(base)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Opaque != "":
		return &Error{Kind: BadRequest, what: "not a base URL", hint: `write one as "https://gitlab.example.com"`}
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return &Error{Kind: BadRequest, what: "a base URL has no user, query or fragment", hint: "leave them out"}
	case u.Scheme == "https" || u.Scheme == "http" && plain:
		return nil
	case u.Scheme == "http":
		return &Error{Kind: BadRequest, what: "a secret is not sent without TLS", hint: "write https, or name the host among those that may be spoken to without"}
	}
	return &Error{Kind: BadRequest, what: "a base URL begins with https://"}
}

// address returns the URL of a request.
func (n *Conn) address(r Request) (*url.URL, error) {
	if len(n.bases) == 0 {
		return nil, n.fail(NoHost, "", "it has a host for each customer, and none is named")
	}
	base := r.Base
	if base == "" {
		base = n.bases[0]
	} else if !slices.Contains(n.bases, base) {
		return nil, n.fail(BadRequest, "", "a request to a host that is none of its own")
	}
	b, err := url.Parse(base)
	if err != nil {
		return nil, n.fail(BadRequest, "", "not a base URL")
	}
	if err := CheckBase(base, listed(n.c.o.Plain, b)); err != nil {
		e := err.(*Error)
		return nil, &Error{Kind: e.Kind, Issuer: n.issuer, Host: b.Host, what: e.what, hint: e.hint}
	}
	if at, err := netip.ParseAddr(b.Hostname()); err == nil && n.c.o.Dial == nil && !public(at) && !listed(n.c.o.Private, b) {
		return nil, n.fail(Refused, b.Host, "it has the address "+at.String()+", which is not public") // a proxy would not say
	}
	if !strings.HasPrefix(r.Path, "/") || strings.ContainsAny(r.Path, "\\#") {
		return nil, n.fail(BadRequest, b.Host, "a path that cannot be sent")
	}
	u, err := url.Parse(strings.TrimSuffix(base, "/") + r.Path)
	if err != nil || u.Host != b.Host || u.Scheme != b.Scheme || u.User != nil {
		return nil, n.fail(BadRequest, b.Host, "a path that cannot be sent")
	}
	return u, nil
}

// listed reports whether a list of hosts has that of u, with or without its port.
func listed(hosts []string, u *url.URL) bool {
	return slices.ContainsFunc(hosts, func(h string) bool {
		return strings.EqualFold(h, u.Host) || strings.EqualFold(h, u.Hostname())
	})
}
