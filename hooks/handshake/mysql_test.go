package handshake

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

const myNonce = "abcdefghijklmnopqrst"

// myServer speaks the protocol of MySQL for an account of a plugin.
type myServer struct {
	greeting string // the plugin that it names first
	plugin   string // that of the account
	cached   bool   // caching_sha2_password has seen the password before
	tls      *tls.Config
	code     uint16 // said in place of a greeting
	refusal  uint16 // said of a right password; 0: OK
}

func (s myServer) run(c net.Conn) {
	seq, r := byte(0), bufio.NewReader(c)
	send := func(b ...byte) {
		_, _ = c.Write(append([]byte{byte(len(b)), byte(len(b) >> 8), 0, seq}, b...))
		seq++
	}
	read := func() []byte {
		var head [4]byte
		if _, err := io.ReadFull(r, head[:]); err != nil {
			return nil
		}
		seq = head[3] + 1
		b := make([]byte, int(head[0])|int(head[1])<<8)
		_, _ = io.ReadFull(r, b)
		return b
	}
	refuse := func(code uint16) {
		send(append(binary.LittleEndian.AppendUint16([]byte{0xff}, code), "#28000password "+thePassword...)...)
	}
	if s.code != 0 {
		refuse(s.code)
		return
	}
	flags := uint32(myProtocol41 | mySecure | myPluginAuth)
	if s.tls != nil {
		flags |= mySSL
	}
	b := append([]byte("\x0a8.4.0\x00\x01\x00\x00\x00"), myNonce[:8]...)
	b = append(b, 0, byte(flags), byte(flags>>8), 45, 2, 0, byte(flags>>16), byte(flags>>24), 21)
	b = append(append(append(b, make([]byte, 10)...), myNonce[8:]...), 0)
	send(append(append(b, s.greeting...), 0)...)
	answer := read()
	if len(answer) == 32 && s.tls != nil {
		c = tls.Server(&buffered{c, r}, s.tls)
		r = bufio.NewReader(c)
		answer = read()
	}
	if len(answer) < 33 || !bytes.HasPrefix(answer[32:], []byte(theUser+"\x00")) {
		return
	}
	rest := answer[32+len(theUser)+1:]
	proof := rest[1 : 1+rest[0]]
	if name := string(bytes.TrimSuffix(rest[1+rest[0]:], []byte{0})); name != s.plugin {
		send([]byte("\xfe" + s.plugin + "\x00" + myNonce + "\x00")...)
		proof = read()
	}
	if !s.right(proof, send, read) {
		refuse(myAccessDenied)
		return
	}
	if s.refusal != 0 {
		refuse(s.refusal)
		return
	}
	send(0, 0, 0, 2, 0, 0, 0)
}

// right checks a proof from what the server keeps, the hash of the hash.
func (s myServer) right(proof []byte, send func(...byte), read func() []byte) bool {
	switch s.plugin {
	case "mysql_native_password":
		one := sha1.Sum([]byte(thePassword))
		two := sha1.Sum(one[:])
		mask := sha1.Sum([]byte(myNonce + string(two[:])))
		return len(proof) == 20 && sha1.Sum(xor(proof, mask[:])) == two
	case "caching_sha2_password":
		if !s.cached {
			send(1, 4)
			return string(read()) == thePassword+"\x00"
		}
		one := sha256.Sum256([]byte(thePassword))
		two := sha256.Sum256(one[:])
		mask := sha256.Sum256([]byte(string(two[:]) + myNonce))
		ok := len(proof) == 32 && sha256.Sum256(xor(proof, mask[:])) == two
		if ok {
			send(1, 3)
		}
		return ok
	}
	return string(proof) == thePassword+"\x00"
}

// buffered is a connection of which a part has been read ahead.
type buffered struct {
	net.Conn
	r *bufio.Reader
}

func (b *buffered) Read(p []byte) (int, error) { return b.r.Read(p) }

func xor(a, b []byte) []byte {
	out := bytes.Clone(a)
	for i := range out {
		out[i] ^= b[i]
	}
	return out
}

func TestMySQL(t *testing.T) {
	server, client := tlsPair(t)
	const sha2, native, clear = "caching_sha2_password", "mysql_native_password", "mysql_clear_password"
	for _, c := range []struct {
		name     string
		server   myServer
		password string
		tls      bool
		want     leak.State
	}{
		{"native, right", myServer{greeting: native, plugin: native}, thePassword, false, leak.StateActive},
		{"native, wrong", myServer{greeting: native, plugin: native}, "wrong", false, leak.StateInactive},
		{"sha2 from the cache", myServer{greeting: sha2, plugin: sha2, cached: true}, thePassword, false, leak.StateActive},
		{"sha2 from the cache, wrong", myServer{greeting: sha2, plugin: sha2, cached: true}, "wrong", false, leak.StateInactive},
		{"sha2 in TLS", myServer{greeting: sha2, plugin: sha2}, thePassword, true, leak.StateActive},
		{"sha2 in TLS, wrong", myServer{greeting: sha2, plugin: sha2}, "wrong", true, leak.StateInactive},
		{"sha2 without TLS", myServer{greeting: sha2, plugin: sha2}, thePassword, false, leak.StateUnknown},
		{"another than the greeting named", myServer{greeting: sha2, plugin: native}, thePassword, false, leak.StateActive},
		{"a greeting with one that we do not know", myServer{greeting: "auth_ed25519", plugin: native}, thePassword, false, leak.StateActive},
		{"one that we do not know", myServer{greeting: sha2, plugin: "client_ed25519"}, thePassword, false, leak.StateUnknown},
		{"in clear, with TLS", myServer{greeting: sha2, plugin: clear}, thePassword, true, leak.StateActive},
		{"in clear, without TLS, is not sent", myServer{greeting: sha2, plugin: clear}, thePassword, false, leak.StateUnknown},
		{"host not allowed", myServer{code: 1130}, thePassword, false, leak.StateUnknown},
		{"expired password", myServer{greeting: native, plugin: native, refusal: myMustChangePassword}, thePassword, false, leak.StateActive},
		{"locked account", myServer{greeting: native, plugin: native, refusal: 3118}, thePassword, false, leak.StateUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := Login{User: theUser, Password: c.password}
			if c.tls {
				c.server.tls, l.TLS = server, client
			}
			a, err := MySQL(serve(t, c.server.run), l)
			require.NoError(t, err)
			assert.Equal(t, c.want, a.State, a.Reason)
			assert.NotContains(t, a.Reason, thePassword, "the server's own words")
		})
	}
}

func TestMySQLWithoutTLSGetsNothing(t *testing.T) {
	_, client := tlsPair(t)
	a, err := MySQL(serve(t, myServer{greeting: "mysql_clear_password"}.run), Login{User: theUser, Password: thePassword, TLS: client})
	require.NoError(t, err)
	assert.Equal(t, Answer{leak.StateUnknown, "the server offers no TLS"}, a)
}

func TestMySQLMisbehaves(t *testing.T) { misbehaving(t, MySQL) }
