package verify

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/leaksieve/leaksieve/hooks/handshake"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// databases are the issuers of passwords in URLs and connection strings, by what
// package token calls those. A login counts against the limits of a server, may lock an
// account and stands in its log: they are asked only with Options.Databases, and only
// at a host that the user named and that the string itself is for.
var databases = databaseIssuers()

func databaseIssuers() map[string]*Issuer {
	out := map[string]*Issuer{}
	for _, d := range []struct {
		name, title, docs string
		kinds             []string
	}{
		{"postgresql", "PostgreSQL", "https://www.postgresql.org/docs/current/protocol-flow.html", []string{"PostgreSQL password", "CockroachDB password", "Amazon Redshift password"}},
		{"mysql", "MySQL", "https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html", []string{"MySQL password", "MariaDB password"}},
		{"mongodb", "MongoDB", "https://github.com/mongodb/specifications/blob/master/source/auth/auth.md", []string{"MongoDB password"}},
		{"redis", "Redis", "https://redis.io/docs/latest/commands/auth/", []string{"Redis password", "Valkey password"}},
	} {
		i := &Issuer{Name: d.name, Title: d.title, Docs: d.docs, Local: true, Tells: "that the password is taken", Asks: "a login, without a query", Ask: askDatabase}
		for _, kind := range d.kinds {
			out[kind] = i
		}
	}
	return out
}

// databaseOf returns who can be asked about a password, or nil.
func databaseOf(t *leak.Token) *Issuer {
	if t == nil || t.Family != "url" && t.Family != "connection-string" {
		return nil
	}
	return databases[t.Kind]
}

func askDatabase(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
	protocol := handshake.Protocols[c.Issuer()]
	login, err := loginOf(cred)
	if err != nil {
		return leak.Verdict{}, err
	}
	switch {
	case portOf(c.Host(), protocol.Port) != portOf(cred.Token.Host, protocol.Port):
		return leak.Verdict{}, errors.New("it is for another port of the host than the one that was named")
	case login.User == "" && c.Issuer() != "redis":
		return leak.Verdict{}, errors.New("its user is not known")
	}
	stream, err := c.DialHost(ctx, protocol.Port)
	if err != nil {
		return leak.Verdict{}, err
	}
	defer stream.Close()
	login.TLS = stream.StartTLS
	answer, err := protocol.Login(stream, login)
	switch {
	case ctx.Err() != nil:
		return leak.Verdict{}, ctx.Err()
	case err != nil && ofNetwork(err):
		return leak.Verdict{}, c.Explain(err)
	case err != nil:
		return leak.Verdict{}, err
	case answer.State == leak.StateInactive && login.User == "" && answer.Reason == "WRONGPASS":
		// A user that looks like a token is not told, and the password may be his.
		return leak.Verdict{}, errors.New("WRONGPASS for the default user; it may be the password of another")
	}
	return leak.Verdict{State: answer.State, Reason: answer.Reason, Owner: login.User}, nil
}

// loginOf reads what to log in with out of what the string told. A password that may
// be read in two ways is tried in neither.
func loginOf(cred *leak.Credential) (handshake.Login, error) {
	t := cred.Token
	l := handshake.Login{User: t.Subject, Password: cred.Secret.Reveal(), Database: detailOf(t, "Database"), AuthSource: detailOf(t, "Users of")}
	switch {
	case t.Host == "":
		return l, errors.New("it does not say which host it is for")
	case strings.Contains(detailOf(t, "Driver"), "srv"):
		return l, errors.New("its hosts stand in DNS (mongodb+srv), and are not known here")
	case t.Family == "url":
		password, err := url.PathUnescape(l.Password)
		if err != nil {
			return l, errors.New("it is not escaped as in a URL")
		}
		l.Password = password
	case escaped.MatchString(l.Password):
		return l, errors.New("whether %XX in it is a character or three is not known")
	}
	return l, nil
}

var escaped = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

// detailOf returns a fact that package token has told, by its name there.
func detailOf(t *leak.Token, name string) string {
	i := slices.IndexFunc(t.Details, func(d leak.Detail) bool { return d.Name == name })
	if i < 0 {
		return ""
	}
	return t.Details[i].Value
}

// portOf returns the port of "host:port", or the one that is meant by "host".
func portOf(host, normally string) string {
	if _, port, err := net.SplitHostPort(host); err == nil && port != "" {
		return port
	}
	return normally
}

// hostOnly returns "host:port" without its port.
func hostOnly(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.Trim(host, "[]")
}

// ofNetwork reports whether an error is one of the connection, and not of what came.
func ofNetwork(err error) bool {
	var (
		network net.Error
		record  tls.RecordHeaderError
		cert    *tls.CertificateVerificationError
		alert   tls.AlertError
	)
	return errors.As(err, &network) || errors.As(err, &record) || errors.As(err, &cert) || errors.As(err, &alert) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
