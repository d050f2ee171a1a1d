package leak

import (
	"net/netip"
	"strings"
)

// Where a host can be reached from; the values are part of the report schema.
const (
	ReachLoopback = "loopback" // the machine itself: 127.0.0.0/8, ::1, localhost
	ReachPrivate  = "private"  // RFC 1918, RFC 4193, link-local, a name without a dot or of a private zone
	ReachPublic   = "public"
)

// ReachOf returns from where a host ("name", "name:port", an address) can be reached, as
// far as its name tells: "" for no host. It resolves nothing.
func ReachOf(host string) string {
	host = strings.ToLower(strings.TrimSuffix(withoutPort(host), "."))
	if addr, err := netip.ParseAddr(host); err == nil {
		addr = addr.Unmap()
		switch {
		case addr.IsLoopback() || addr.IsUnspecified():
			return ReachLoopback
		case addr.IsPrivate() || addr.IsLinkLocalUnicast():
			return ReachPrivate
		}
		return ReachPublic
	}
	zone := host[strings.LastIndexByte(host, '.')+1:]
	switch {
	case host == "":
		return ""
	case zone == "localhost":
		return ReachLoopback
	case zone == host: // a name of a compose file or of the local network
		return ReachPrivate
	}
	switch zone {
	case "local", "internal", "lan", "intranet", "corp", "home", "private", "test", "example", "invalid", "svc", "cluster":
		return ReachPrivate // RFC 6761, RFC 6762, ICANN's .internal, and what networks use
	}
	return ReachPublic
}

// withoutPort returns the name or address of "name", "name:port", "[v6]:port" or a
// bare IPv6 address.
func withoutPort(host string) string {
	if rest, ok := strings.CutPrefix(host, "["); ok {
		host, _, _ = strings.Cut(rest, "]")
	} else if strings.Count(host, ":") == 1 {
		host, _, _ = strings.Cut(host, ":")
	}
	return host
}
