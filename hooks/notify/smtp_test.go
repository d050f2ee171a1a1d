package notify_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
)

// smtpServer takes mail as RFC 5321 has it, and misbehaves where it is told to.
type smtpServer struct {
	auth     string // mechanisms: "PLAIN LOGIN"
	noTLS    bool
	implicit bool
	stranger bool   // its certificate is one of nobody known
	silent   bool   // it never answers
	refuse   string // what commands that begin so get: 5xx
	hangUp   string // at commands that begin so

	addr     string
	roots    *x509.CertPool
	tls      *tls.Config
	password string
	envelope []string
	messages []string
}

func (s smtpServer) start(t *testing.T) *smtpServer {
	t.Helper()
	web := outboundtest.New(t, nil)
	s.tls = web.TLS.Clone()
	s.roots = x509.NewCertPool()
	if !s.stranger {
		s.roots.AppendCertsFromPEM(web.Authority())
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.addr = l.Addr().String()
	conns, done := make(chan net.Conn, 1), make(chan struct{})
	go func() {
		defer close(done)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		conns <- conn
		defer conn.Close()
		if s.implicit {
			conn = tls.Server(conn, s.tls)
		}
		s.serve(conn)
	}()
	t.Cleanup(func() {
		_ = l.Close()
		select {
		case c := <-conns: // a client that gave up may leave it open
			_ = c.Close()
		default:
		}
		<-done
	})
	return &s
}

func (s *smtpServer) serve(conn net.Conn) {
	in := bufio.NewReader(conn)
	say := func(format string, args ...any) { fmt.Fprintf(conn, format+"\r\n", args...) }
	line := func() (string, bool) {
		l, err := in.ReadString('\n')
		return strings.TrimRight(l, "\r\n"), err == nil
	}
	if s.silent {
		_, _ = line()
		return
	}
	say("220 smtp.example ESMTP")
	_, secure := conn.(*tls.Conn)
	for {
		cmd, ok := line()
		if !ok || s.hangUp != "" && strings.HasPrefix(cmd, s.hangUp) {
			return
		}
		if s.refuse != "" && s.refuse != "." && strings.HasPrefix(cmd, s.refuse) {
			say(map[bool]string{true: "535 5.7.8 wrong password: %s", false: "550 5.7.1 refused: %s"}[s.refuse == "AUTH"], cmd)
			continue
		}
		verb, rest, _ := strings.Cut(cmd, " ")
		switch verb {
		case "EHLO":
			say("250-smtp.example")
			if !secure && !s.noTLS {
				say("250-STARTTLS")
			}
			if s.auth != "" && (secure || s.noTLS) {
				say("250-AUTH %s", s.auth)
			}
			say("250 8BITMIME")
		case "STARTTLS":
			say("220 go ahead")
			c := tls.Server(conn, s.tls)
			if c.Handshake() != nil {
				return
			}
			conn, in, secure = c, bufio.NewReader(c), true
		case "AUTH":
			s.login(rest, say, line)
			say("235 2.7.0 welcome")
		case "MAIL", "RCPT":
			_, address, _ := strings.Cut(rest, ":")
			address, _, _ = strings.Cut(address, " ")
			s.envelope = append(s.envelope, address)
			say("250 2.1.0 ok")
		case "DATA":
			say("354 go ahead")
			var b strings.Builder
			for {
				l, ok := line()
				if !ok {
					return
				}
				if l == "." {
					break
				}
				b.WriteString(strings.TrimPrefix(l, ".") + "\r\n")
			}
			if s.hangUp == "." {
				return
			}
			if s.refuse == "." {
				say("554 5.6.0 no such content here")
				continue
			}
			s.messages = append(s.messages, b.String())
			say("250 2.0.0 queued")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (s *smtpServer) login(rest string, say func(string, ...any), line func() (string, bool)) {
	text := func(b64 string) string {
		b, _ := base64.StdEncoding.DecodeString(b64)
		return string(b)
	}
	mechanism, first, _ := strings.Cut(rest, " ")
	if mechanism == "PLAIN" {
		parts := strings.Split(text(first), "\x00")
		s.password = strings.Join(parts[1:], " ")
		return
	}
	say("334 %s", base64.StdEncoding.EncodeToString([]byte("Username:")))
	user, _ := line()
	say("334 %s", base64.StdEncoding.EncodeToString([]byte("Password:")))
	password, _ := line()
	s.password = text(user) + " " + text(password)
}
