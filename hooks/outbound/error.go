package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"
	"unicode"
)

// Kind says in one word why there is no answer.
type Kind string

// Kinds of errors.
const (
	NoNetwork   Kind = "no network"       // the name is not found, or nobody answers at the address
	TimedOut    Kind = "timed out"        // no whole answer within the time of a try
	Certificate Kind = "certificate"      // the other side did not prove that it is the host
	Refused     Kind = "refused"          // the host has an address that is not public
	ProxyFailed Kind = "proxy"            // the proxy did not let us through
	Broken      Kind = "broken answer"    // not HTTP, or cut off
	TooLarge    Kind = "answer too large" // more than 1 MiB
	NoHost      Kind = "no host"          // there is no host that the user named or the code has
	BadRequest  Kind = "bad request"      // what was to be sent cannot be
)

// Error says why there is no answer. It holds nothing that was sent, and of what came
// back nothing at all.
type Error struct {
	Kind   Kind
	Issuer string
	Host   string // "" when it is not known
	what   string
	hint   string
}

// Error returns "gitlab: gitlab.example.com: certificate: …".
func (e *Error) Error() string {
	var b strings.Builder
	for _, s := range []string{e.Issuer, e.Host} {
		if s != "" {
			b.WriteString(printable(s) + ": ")
		}
	}
	b.WriteString(string(e.Kind))
	if e.what != "" {
		b.WriteString(": " + e.what)
	}
	return b.String()
}

// Hint says what to try, "" when there is nothing to say.
func (e *Error) Hint() string { return e.hint }

// Is makes errors.Is(err, &Error{Kind: TimedOut}) true of every error of the kind.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.what == ""
}

// mayPass reports whether another try may do better.
func (e *Error) mayPass() bool {
	return e.Kind == NoNetwork || e.Kind == TimedOut || e.Kind == Broken
}

func (n *Conn) fail(kind Kind, host, what string) *Error {
	e := &Error{Kind: kind, Issuer: n.issuer, Host: host, what: what}
	switch kind {
	case NoNetwork:
		e.hint = "check the connection; behind a proxy, set HTTPS_PROXY"
	case TimedOut:
		e.hint = "try again, or allow more time"
	case Certificate:
		e.hint = "if a proxy or the host has a certificate of your own authority, set SSL_CERT_FILE to it"
	case Refused:
		e.hint = "if that is right, name the host among those that may have a private address"
	case ProxyFailed:
		e.hint = "check HTTPS_PROXY and its user and password"
	case NoHost:
		if slices.Contains(databases, n.issuer) {
			e.hint = `name its host in [verify]: databases = ["db.example.com:5432"]`
			break
		}
		e.hint = fmt.Sprintf(`name its host in [verify.hosts]: %s = ["https://…"]`, n.issuer)
	}
	return e
}

// errPrivate is what a dialled address that is not public is refused with, errProxy
// the answer of a proxy that is not 200.
type errPrivate struct{ addr string }

func (e *errPrivate) Error() string { return e.addr }

type errProxy struct{ status int }

func (e *errProxy) Error() string { return fmt.Sprint(e.status) }

var errTooLarge = errors.New("too large")

// explain turns what net/http says into an *Error. Of the texts of other errors it
// takes those alone that hold names and addresses of hosts.
func (n *Conn) explain(host string, err error) *Error {
	var (
		private  *errPrivate
		proxy    *errProxy
		verify   *tls.CertificateVerificationError
		name     x509.HostnameError
		record   tls.RecordHeaderError
		alert    tls.AlertError
		lookup   *net.DNSError
		op       *net.OpError
		deadline interface{ Timeout() bool }
	)
	switch {
	case errors.As(err, &private):
		return n.fail(Refused, host, "it has the address "+private.addr+", which is not public")
	case errors.As(err, &proxy):
		return n.fail(ProxyFailed, host, fmt.Sprintf("the proxy answered %d", proxy.status))
	case errors.Is(err, errTooLarge):
		return n.fail(TooLarge, host, fmt.Sprintf("more than %d bytes", maxBody))
	case errors.As(err, &verify):
		return n.fail(Certificate, host, printable(verify.Err.Error()))
	case errors.As(err, &name):
		return n.fail(Certificate, host, printable(name.Error()))
	case errors.As(err, &record):
		return n.fail(Certificate, host, "it does not speak TLS")
	case errors.As(err, &alert):
		return n.fail(Certificate, host, printable(alert.Error()))
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &deadline) && deadline.Timeout():
		return n.fail(TimedOut, host, "no answer within "+n.c.o.Timeout.String())
	case errors.As(err, &lookup):
		return n.fail(NoNetwork, host, "looking up "+printable(lookup.Name)+": "+printable(lookup.Err))
	case errors.As(err, &op) && op.Op == "dial":
		return n.fail(NoNetwork, host, "connecting: "+reason(op))
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return n.fail(ProxyFailed, host, "connecting to it: "+reason(op))
	case strings.Contains(err.Error(), "proxy"): // "socks connect", a proxy URL of an unknown scheme
		return n.fail(ProxyFailed, host, "it could not be used")
	}
	return n.fail(Broken, host, "the connection ended, or what came was not HTTP")
}

// reason returns what the system said of an address.
func reason(op *net.OpError) string {
	var no syscall.Errno
	if errors.As(op.Err, &no) {
		return no.Error()
	}
	return "it failed"
}

// printable returns the beginning of s in one line.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}
