package handshake

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// pgServer speaks the protocol of PostgreSQL with one way to log in.
type pgServer struct {
	method string      // "trust", "password", "md5", "scram", "liar", or a SQLSTATE to say at once
	tls    *tls.Config // nil: none is offered
	stuff  bool        // adds bytes in clear before TLS begins
}

func (s pgServer) run(c net.Conn) {
	r := bufio.NewReader(c)
	start := pgRead(r)
	if len(start) == 4 && binary.BigEndian.Uint32(start) == pgSSLRequest {
		if s.tls == nil {
			_, _ = c.Write([]byte("N"))
		} else {
			_, _ = c.Write([]byte("S"))
			if s.stuff {
				_, _ = c.Write(pgMessage('R', []byte{0, 0, 0, 0}))
			}
			c = tls.Server(c, s.tls)
			r = bufio.NewReader(c)
		}
		start = pgRead(r)
	}
	if !bytes.Contains(start, []byte("user\x00"+theUser+"\x00")) {
		return
	}
	fail := func(code string) {
		_, _ = c.Write(pgMessage('E', []byte("SFATAL\x00C"+code+"\x00Mpassword "+thePassword+" is wrong\x00\x00")))
	}
	ask := func(kind uint32, data string) []byte {
		_, _ = c.Write(pgMessage('R', append(binary.BigEndian.AppendUint32(nil, kind), data...)))
		if b, err := r.ReadByte(); err != nil || b != 'p' {
			return nil
		}
		return pgRead(r)
	}
	ok := false
	switch s.method {
	case "trust":
		ok = true
	case "password":
		ok = string(ask(pgAuthClear, "")) == thePassword+"\x00"
	case "md5":
		inner := md5.Sum([]byte(thePassword + theUser))
		outer := md5.Sum([]byte(hex.EncodeToString(inner[:]) + "salt"))
		ok = string(ask(pgAuthMD5, "salt")) == "md5"+hex.EncodeToString(outer[:])+"\x00"
	case "scram", "liar":
		server := scramServer{hash: sha256.New, password: thePassword}
		first := ask(pgAuthSASL, "SCRAM-SHA-256-PLUS\x00SCRAM-SHA-256\x00\x00")
		_, client, _ := bytes.Cut(first, []byte{0})
		if len(client) < 4 {
			return
		}
		final, good := server.final(string(ask(pgAuthSASLContinue, server.first(string(client[4:])))))
		if ok = good || s.method == "liar"; ok {
			if s.method == "liar" {
				final = "v=AAAA"
			}
			_, _ = c.Write(pgMessage('R', append(binary.BigEndian.AppendUint32(nil, pgAuthSASLFinal), final...)))
		}
	default:
		fail(s.method)
		return
	}
	if !ok {
		fail("28P01")
		return
	}
	_, _ = c.Write(pgMessage('R', []byte{0, 0, 0, 0}))
}

func pgMessage(kind byte, body []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(body)+4)), body...)
}

func pgRead(r *bufio.Reader) []byte {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil
	}
	b := make([]byte, max(0, int(binary.BigEndian.Uint32(size[:]))-4))
	_, _ = io.ReadFull(r, b)
	return b
}

func TestPostgreSQL(t *testing.T) {
	server, client := tlsPair(t)
	for _, c := range []struct {
		name, method, password string
		tls                    bool
		want                   leak.State
	}{
		{"scram, right", "scram", thePassword, false, leak.StateActive},
		{"scram, wrong", "scram", "wrong", false, leak.StateInactive},
		{"scram in TLS", "scram", thePassword, true, leak.StateActive},
		{"md5, right", "md5", thePassword, false, leak.StateActive},
		{"md5, wrong", "md5", "wrong", false, leak.StateInactive},
		{"in clear, with TLS", "password", thePassword, true, leak.StateActive},
		{"in clear, wrong", "password", "wrong", true, leak.StateInactive},
		{"in clear, without TLS, is not sent", "password", thePassword, false, leak.StateUnknown},
		{"no password asked for says nothing of it", "trust", "wrong", false, leak.StateUnknown},
		{"not let in from here", "28000", thePassword, false, leak.StateUnknown},
		{"starting up", "57P03", thePassword, false, leak.StateUnknown},
		{"a code that is none", "28P01x", thePassword, false, ""},
		{"a proof of another kind", "scram", "pässword", false, ""},
		{"a server that does not know the password either", "liar", "wrong", false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, l := pgServer{method: c.method}, Login{User: theUser, Password: c.password, Database: "shop"}
			if c.tls {
				s.tls, l.TLS = server, client
			}
			a, err := PostgreSQL(serve(t, s.run), l)
			assert.Equal(t, c.want, a.State)
			assert.Equal(t, c.want == "", err != nil)
			assert.NotContains(t, a.Reason, thePassword, "the server's own words")
		})
	}
}

func TestPostgreSQLWithoutTLSGetsNothing(t *testing.T) {
	_, client := tlsPair(t)
	a, err := PostgreSQL(serve(t, pgServer{method: "password"}.run), Login{User: theUser, Password: thePassword, TLS: client})
	require.NoError(t, err)
	assert.Equal(t, Answer{leak.StateUnknown, "the server offers no TLS"}, a)
}

// CVE-2021-23222: what came in clear must not be taken for an answer in TLS.
func TestPostgreSQLTakesNothingFromBeforeTLS(t *testing.T) {
	server, client := tlsPair(t)
	a, err := PostgreSQL(serve(t, pgServer{method: "scram", tls: server, stuff: true}.run), Login{User: theUser, Password: "wrong", TLS: client})
	assert.Error(t, err)
	assert.Empty(t, a.State)
}

func TestPostgreSQLMisbehaves(t *testing.T) { misbehaving(t, PostgreSQL) }
