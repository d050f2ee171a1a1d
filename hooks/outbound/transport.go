package outbound

import (
	"context"
	"crypto/tls"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

func withDefaults(o Options) Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	return o
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (c *Client) transport() *http.Transport {
	conf := &tls.Config{}
	if c.o.TLS != nil {
		conf = c.o.TLS.Clone()
	}
	conf.MinVersion = max(conf.MinVersion, tls.VersionTLS12)
	dial := c.o.Dial
	if dial == nil {
		dial = c.dial
	}
	return &http.Transport{
		Proxy: c.proxy, DialContext: dial, TLSClientConfig: conf, ForceAttemptHTTP2: true,
		MaxResponseHeaderBytes: maxHeader, IdleConnTimeout: 30 * time.Second, MaxIdleConnsPerHost: 2,
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, r *http.Response) error {
			if r.StatusCode != http.StatusOK {
				return &errProxy{r.StatusCode}
			}
			return nil
		},
	}
}

// proxy returns the proxy of a request, and remembers that it may have any address.
func (c *Client) proxy(r *http.Request) (*url.URL, error) {
	u, err := c.o.Proxy(r)
	if u == nil || err != nil {
		return u, err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	if port == "" {
		port = "80"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.proxies[strings.ToLower(net.JoinHostPort(u.Hostname(), port))] = true
	return u, nil
}

// dial connects to a host. The address is checked when it is known and about to be
// used, so that a name cannot be looked up once for the check and once for the use.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: c.o.Timeout}
	if !c.anyAddress(addr) {
		d.Control = func(_, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !public(at.Addr()) {
				return &errPrivate{at.Addr().String()}
			}
			return nil
		}
	}
	return d.DialContext(ctx, network, addr)
}

func (c *Client) anyAddress(addr string) bool {
	c.mu.Lock()
	proxy := c.proxies[strings.ToLower(addr)]
	c.mu.Unlock()
	host, _, _ := net.SplitHostPort(addr)
	return proxy || slices.ContainsFunc(c.o.Private, func(h string) bool {
		return strings.EqualFold(h, addr) || strings.EqualFold(strings.Trim(h, "[]"), host)
	})
}

// closedNets are the networks that are not globally reachable, of the registries
// https://www.iana.org/assignments/iana-ipv4-special-registry and
// https://www.iana.org/assignments/iana-ipv6-special-registry, with the multicast ones
// and those that lead to other addresses (6to4 and Teredo, ::/96; NAT64 is looked into).
var closedNets = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
	"192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

// nat64 is the prefix behind which networks without IPv4 show addresses of it, RFC 6052.
var nat64 = netip.MustParsePrefix("64:ff9b::/96")

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// public reports whether an address is one of the public network.
func public(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	return a.IsValid() && !slices.ContainsFunc(closedNets, func(p netip.Prefix) bool { return p.Contains(a) })
}
