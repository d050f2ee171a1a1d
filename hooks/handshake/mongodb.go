package handshake

import (
	"bufio"
	"cmp"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"net"
	"slices"
)

const (
	mongoOpMsg = 2013
	// mongoAuthFailed is the code of https://www.mongodb.com/docs/manual/reference/error-codes/.
	mongoAuthFailed = 18
)

// MongoDB logs in by SCRAM in OP_MSG,
// https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ and
// https://github.com/mongodb/specifications/blob/master/source/auth/auth.md.
//
// hello tells which proofs the server knows of the user. Where it knows none, the
// user may live in another database than the one that was guessed, so that only of an
// AuthSource that was given is a refusal one of the password.
func MongoDB(c net.Conn, l Login) (Answer, error) {
	if !ascii(l.User) || !ascii(l.Password) {
		return Answer{}, errNotASCII
	}
	if l.TLS != nil {
		var err error
		if c, err = l.TLS(c); err != nil {
			return Answer{}, err
		}
	}
	source := cmp.Or(l.AuthSource, l.Database, "admin")
	m := &mongo{w: c, r: bufio.NewReader(c), source: source}
	hello, err := m.run(bsonDoc{{"hello", int32(1)}, {"saslSupportedMechs", source + "." + l.User}})
	if err != nil {
		return Answer{}, err
	}
	if hello.number("ok") != 1 {
		return unknown("the server answered %d", hello.number("code"))
	}
	known := hello.texts("saslSupportedMechs")
	mechanism, s := "SCRAM-SHA-256", newScram(sha256.New, l.User, l.Password)
	if len(known) > 0 && !slices.Contains(known, mechanism) {
		if !slices.Contains(known, "SCRAM-SHA-1") {
			return unknown("the server knows the user by proofs of another kind")
		}
		sum := md5.Sum([]byte(l.User + ":mongo:" + l.Password))
		mechanism, s = "SCRAM-SHA-1", newScram(sha1.New, l.User, hex.EncodeToString(sum[:]))
	}
	return m.login(mechanism, s, len(known) > 0 || l.AuthSource != "")
}

type mongo struct {
	w      io.Writer
	r      *bufio.Reader
	source string
	id     int32
}

// login talks SCRAM. sure says that a refusal is one of the password.
func (m *mongo) login(mechanism string, s *scram, sure bool) (Answer, error) {
	reply, err := m.run(bsonDoc{{"saslStart", int32(1)}, {"mechanism", mechanism}, {"payload", []byte(s.first())}, {"options", bsonDoc{{"skipEmptyExchange", true}}}})
	if err != nil {
		return Answer{}, err
	}
	if reply.number("ok") != 1 {
		return mongoRefused(reply, sure)
	}
	final, err := s.final(string(reply.bytes("payload")))
	if err != nil {
		return Answer{}, err
	}
	reply, err = m.run(bsonDoc{{"saslContinue", int32(1)}, {"conversationId", int32(reply.number("conversationId"))}, {"payload", []byte(final)}})
	if err != nil {
		return Answer{}, err
	}
	if reply.number("ok") != 1 {
		return mongoRefused(reply, sure)
	}
	if !s.proved(string(reply.bytes("payload"))) {
		return Answer{}, errProtocol
	}
	return active("password accepted")
}

func mongoRefused(reply bsonReply, sure bool) (Answer, error) {
	switch code := reply.number("code"); {
	case code == mongoAuthFailed && sure:
		return inactive("18 AuthenticationFailed")
	case code == mongoAuthFailed:
		return unknown("18 AuthenticationFailed, which may be because the user is one of another database")
	default:
		return unknown("the server answered %d", code)
	}
}

// run sends a command and returns what the server replied.
func (m *mongo) run(command bsonDoc) (bsonReply, error) {
	m.id++
	doc := append(command, bsonField{"$db", m.source}).encode()
	b := make([]byte, 0, 21+len(doc))
	for _, n := range []int32{int32(21 + len(doc)), m.id, 0, mongoOpMsg, 0} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	if _, err := m.w.Write(append(append(b, 0), doc...)); err != nil {
		return nil, err
	}
	head, err := readMessage(m.r, 16)
	if err != nil {
		return nil, err
	}
	body, err := readMessage(m.r, int(int32(binary.LittleEndian.Uint32(head)))-16)
	if err != nil {
		return nil, err
	}
	if binary.LittleEndian.Uint32(head[8:]) != uint32(m.id) || binary.LittleEndian.Uint32(head[12:]) != mongoOpMsg || len(body) < 5 || body[4] != 0 {
		return nil, errProtocol
	}
	return decodeBSON(body[5:])
}
