package handshake

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"slices"
)

// Requests of the protocol that have no letter before them, and the kinds of the
// message 'R', https://www.postgresql.org/docs/current/protocol-message-formats.html.
const (
	pgVersion    = 3 << 16
	pgSSLRequest = 80877103

	pgAuthOK           = 0
	pgAuthClear        = 3
	pgAuthMD5          = 5
	pgAuthSASL         = 10
	pgAuthSASLContinue = 11
	pgAuthSASLFinal    = 12
)

// PostgreSQL logs in by protocol 3.0,
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP.
//
// Of the codes of class 28 it is 28P01, invalid_password, that speaks of the password;
// 28000 is also said of a client whose address pg_hba.conf does not let in.
func PostgreSQL(c net.Conn, l Login) (Answer, error) {
	if bytes.IndexByte([]byte(l.User+l.Database+l.Password), 0) >= 0 {
		return unknown("a user or password that cannot be sent")
	}
	secure := l.TLS != nil
	if secure {
		var err error
		if c, err = pgTLS(c, l); err != nil {
			return Answer{}, err
		}
		if c == nil {
			return unknown("the server offers no TLS")
		}
	}
	p := &pg{w: c, r: bufio.NewReader(c), l: l, secure: secure}
	start := binary.BigEndian.AppendUint32(nil, pgVersion)
	for _, s := range []string{"user", l.User, "database", l.Database} {
		if s == "database" && l.Database == "" {
			break
		}
		start = append(append(start, s...), 0)
	}
	if err := p.send(0, append(start, 0)); err != nil {
		return Answer{}, err
	}
	for {
		done, a, err := p.step()
		if done || err != nil {
			return a, err
		}
	}
}

// pgTLS asks for TLS; the connection is nil when the server has none. Its answer is
// read as one byte alone: what comes behind it in clear must not count as sent in TLS.
func pgTLS(c net.Conn, l Login) (net.Conn, error) {
	ask := binary.BigEndian.AppendUint32([]byte{0, 0, 0, 8}, pgSSLRequest)
	if _, err := c.Write(ask); err != nil {
		return nil, err
	}
	var answer [1]byte
	if _, err := io.ReadFull(c, answer[:]); err != nil {
		return nil, err
	}
	switch answer[0] {
	case 'S':
		return l.TLS(c)
	case 'N':
		return nil, nil
	}
	return nil, errProtocol
}

type pg struct {
	w      io.Writer
	r      *bufio.Reader
	l      Login
	secure bool
	asked  bool // for the password
	scram  *scram
}

func (p *pg) send(kind byte, body []byte) error {
	var b []byte
	if kind != 0 {
		b = append(b, kind)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(body)+4))
	_, err := p.w.Write(append(b, body...))
	return err
}

// step reads a message and answers it, or says that the login is over.
func (p *pg) step() (done bool, a Answer, err error) {
	kind, err := p.r.ReadByte()
	if err != nil {
		return true, a, err
	}
	size, err := readMessage(p.r, 4)
	if err != nil {
		return true, a, err
	}
	body, err := readMessage(p.r, int(binary.BigEndian.Uint32(size))-4)
	if err != nil {
		return true, a, err
	}
	switch kind {
	case 'R':
		return p.authenticate(body)
	case 'E':
		a, err = pgError(body)
		return true, a, err
	case 'v', 'N': // of the version of the protocol, and notices
		return false, a, nil
	}
	return true, a, errProtocol
}

func (p *pg) authenticate(body []byte) (done bool, a Answer, err error) {
	if len(body) < 4 {
		return true, a, errProtocol
	}
	kind, rest := binary.BigEndian.Uint32(body), body[4:]
	switch kind {
	case pgAuthOK:
		a, err = p.accepted()
		return true, a, err
	case pgAuthClear:
		if !p.secure {
			a, err = unknown("the server asks for the password in clear")
			return true, a, err
		}
		p.asked = true
		return false, a, p.send('p', append([]byte(p.l.Password), 0))
	case pgAuthMD5:
		if len(rest) != 4 {
			return true, a, errProtocol
		}
		p.asked = true
		return false, a, p.send('p', append([]byte(pgMD5(p.l, rest)), 0))
	case pgAuthSASL:
		if !slices.ContainsFunc(bytes.Split(rest, []byte{0}), func(m []byte) bool { return string(m) == "SCRAM-SHA-256" }) {
			break
		}
		if !ascii(p.l.Password) {
			return true, a, errNotASCII
		}
		p.asked, p.scram = true, newScram(sha256.New, "", p.l.Password)
		first := p.scram.first()
		body := binary.BigEndian.AppendUint32([]byte("SCRAM-SHA-256\x00"), uint32(len(first)))
		return false, a, p.send('p', append(body, first...))
	case pgAuthSASLContinue:
		if p.scram == nil {
			return true, a, errProtocol
		}
		final, err := p.scram.final(string(rest))
		if err != nil {
			return true, a, err
		}
		return false, a, p.send('p', []byte(final))
	case pgAuthSASLFinal:
		if p.scram == nil || !p.scram.proved(string(rest)) {
			return true, a, errProtocol
		}
		return false, a, nil
	}
	a, err = unknown("the server asks for a proof of another kind (%d)", kind)
	return true, a, err
}

// accepted says what AuthenticationOk means: nothing, of a server that never asked.
func (p *pg) accepted() (Answer, error) {
	switch {
	case !p.asked:
		return unknown("the server asks for no password")
	case p.scram != nil && p.scram.signature == "":
		return Answer{}, errProtocol
	}
	return active("password accepted")
}

func pgMD5(l Login, salt []byte) string {
	inner := md5.Sum([]byte(l.Password + l.User))
	outer := md5.Sum(append([]byte(hex.EncodeToString(inner[:])), salt...))
	return "md5" + hex.EncodeToString(outer[:])
}

// pgError reads the SQLSTATE of an error before the login is over.
func pgError(body []byte) (Answer, error) {
	code := ""
	for field := range bytes.SplitSeq(body, []byte{0}) {
		if len(field) == 6 && field[0] == 'C' && isCode(field[1:]) {
			code = string(field[1:])
		}
	}
	switch code {
	case "":
		return Answer{}, errProtocol
	case "28P01":
		return inactive("28P01 invalid_password")
	case "28000":
		return unknown("28000 invalid_authorization_specification: the server does not let in this user or this address")
	}
	return unknown("the server answered %s", code)
}

func isCode(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return (c < '0' || c > '9') && (c < 'A' || c > 'Z') })
}
