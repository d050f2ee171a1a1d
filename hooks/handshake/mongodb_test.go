package handshake

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"math"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// mongoServer knows theUser in the database "users", by one mechanism.
type mongoServer struct {
	mechanism string
	liar      bool
	code      float64 // said to hello
}

func (s mongoServer) run(c net.Conn) {
	r := bufio.NewReader(c)
	var scram scramServer
	for id := byte(1); ; id++ {
		var head [16]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return
		}
		b := make([]byte, binary.LittleEndian.Uint32(head[:])-16)
		_, _ = io.ReadFull(r, b)
		command, err := decodeBSON(b[5:])
		if err != nil {
			return
		}
		doc := s.reply(command, &scram)
		m := append([]byte{0, 0, 0, 0, 99, 0, 0, 0, id, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0, 0, 0, 0}, doc...)
		binary.LittleEndian.PutUint32(m, uint32(len(m)))
		_, _ = c.Write(m)
	}
}

func (s mongoServer) reply(command bsonReply, scram *scramServer) []byte {
	failed := bsonDoc{{"code", int32(mongoAuthFailed)}, {"errmsg", "Authentication failed: " + thePassword}}
	switch {
	case command["hello"] != nil && s.code != 0:
		return number(bsonDoc{{"code", int32(s.code)}}, "ok", 0)
	case command["hello"] != nil && command["saslSupportedMechs"] == "users."+theUser:
		return number(bsonDoc{{"saslSupportedMechs", bsonDoc{{"0", s.mechanism}}}}, "ok", 1)
	case command["hello"] != nil:
		return number(bsonDoc{{"isWritablePrimary", true}}, "ok", 1)
	case command["saslStart"] != nil && !bytes.HasPrefix(command.bytes("payload"), []byte("n,,n="+theUser+",")),
		command["$db"] != "users" || command["saslStart"] != nil && command["mechanism"] != s.mechanism:
		return number(failed, "ok", 0)
	case command["saslStart"] != nil:
		*scram = scramServer{hash: sha256.New, password: thePassword}
		if s.mechanism == "SCRAM-SHA-1" {
			sum := md5.Sum([]byte(theUser + ":mongo:" + thePassword))
			*scram = scramServer{hash: func() hash.Hash { return sha1.New() }, password: hex.EncodeToString(sum[:])}
		}
		return number(bsonDoc{{"conversationId", int32(7)}, {"payload", []byte(scram.first(string(command.bytes("payload"))))}}, "ok", 1)
	case command["saslContinue"] != nil && command.number("conversationId") == 7:
		final, good := scram.final(string(command.bytes("payload")))
		if s.liar {
			return number(bsonDoc{{"payload", []byte("v=AAAA")}}, "ok", 1)
		}
		if good {
			return number(bsonDoc{{"payload", []byte(final)}, {"done", true}}, "ok", 1)
		}
		return number(failed, "ok", 0)
	}
	return number(nil, "ok", 0)
}

// number adds a double to a document, as servers write "ok", and makes documents
// under "saslSupportedMechs" arrays.
func number(d bsonDoc, name string, v float64) []byte {
	b := d.encode()
	b = append(append(b[:len(b)-1], 0x01), name...)
	b = append(binary.LittleEndian.AppendUint64(append(b, 0), math.Float64bits(v)), 0)
	b = bytes.Replace(b, []byte("\x03saslSupportedMechs"), []byte("\x04saslSupportedMechs"), 1)
	binary.LittleEndian.PutUint32(b, uint32(len(b)))
	return b
}

func TestMongoDB(t *testing.T) {
	right := Login{User: theUser, Password: thePassword, AuthSource: "users"}
	for _, c := range []struct {
		name   string
		server mongoServer
		change func(*Login)
		want   leak.State
	}{
		{"SHA-256", mongoServer{mechanism: "SCRAM-SHA-256"}, nil, leak.StateActive},
		{"SHA-1", mongoServer{mechanism: "SCRAM-SHA-1"}, nil, leak.StateActive},
		{"SHA-256, wrong", mongoServer{mechanism: "SCRAM-SHA-256"}, func(l *Login) { l.Password = "wrong" }, leak.StateInactive},
		{"SHA-1, wrong", mongoServer{mechanism: "SCRAM-SHA-1"}, func(l *Login) { l.Password = "wrong" }, leak.StateInactive},
		{"the database of the URL holds the user", mongoServer{mechanism: "SCRAM-SHA-256"}, func(l *Login) { l.AuthSource, l.Database = "", "users" }, leak.StateActive},
		{"where the user lives was guessed", mongoServer{mechanism: "SCRAM-SHA-256"}, func(l *Login) { l.AuthSource = "" }, leak.StateUnknown},
		{"no such user", mongoServer{mechanism: "SCRAM-SHA-256"}, func(l *Login) { l.User = "eve" }, leak.StateInactive},
		{"by certificate", mongoServer{mechanism: "MONGODB-X509"}, nil, leak.StateUnknown},
		{"another error", mongoServer{code: 13}, nil, leak.StateUnknown},
		{"a server that does not know the password either", mongoServer{mechanism: "SCRAM-SHA-256", liar: true}, nil, ""},
		{"beyond ASCII", mongoServer{mechanism: "SCRAM-SHA-256"}, func(l *Login) { l.Password = "pässword" }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := right
			if c.change != nil {
				c.change(&l)
			}
			a, err := MongoDB(serve(t, c.server.run), l)
			assert.Equal(t, c.want == "", err != nil)
			assert.Equal(t, c.want, a.State)
			assert.NotContains(t, a.Reason, thePassword, "the server's own words")
		})
	}
}

func TestMongoDBInTLS(t *testing.T) {
	server, client := tlsPair(t)
	inTLS := func(c net.Conn) { mongoServer{mechanism: "SCRAM-SHA-256"}.run(tls.Server(c, server)) }
	a, err := MongoDB(serve(t, inTLS), Login{User: theUser, Password: thePassword, AuthSource: "users", TLS: client})
	require.NoError(t, err)
	assert.Equal(t, leak.StateActive, a.State)
}

func TestMongoDBMisbehaves(t *testing.T) { misbehaving(t, MongoDB) }

func TestBSONRoundTrip(t *testing.T) {
	got, err := decodeBSON(bsonDoc{{"a", int32(-3)}, {"b", "text"}, {"c", []byte("\x00\xff")}, {"d", true}, {"e", bsonDoc{{"f", "g"}}}}.encode())
	require.NoError(t, err)
	assert.Equal(t, bsonReply{"a": float64(-3), "b": "text", "c": []byte("\x00\xff")}, got)
}

func FuzzBSON(f *testing.F) {
	f.Add(bsonDoc{{"a", int32(1)}, {"b", "text"}, {"c", []byte("bytes")}}.encode())
	f.Add(number(bsonDoc{{"saslSupportedMechs", bsonDoc{{"0", "SCRAM-SHA-1"}}}}, "ok", 1))
	f.Add([]byte("\x0b\x00\x00\x00\x02a\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := decodeBSON(b)
		if err == nil {
			r.number("ok")
			r.bytes("payload")
			r.texts("saslSupportedMechs")
		}
	})
}
