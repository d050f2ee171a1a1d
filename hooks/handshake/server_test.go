package handshake

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"hash"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// The servers of these tests know one user with one password.
const (
	theUser     = "ada"
	thePassword = "correct horse"
)

// serve runs one connection of a server and returns the client's end of it.
func serve(t *testing.T, server func(net.Conn)) net.Conn {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(5 * time.Second))
		server(c)
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	return c
}

// tlsPair returns both sides of TLS for "db.test".
func tlsPair(t *testing.T) (server *tls.Config, client func(net.Conn) (net.Conn, error)) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{"db.test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	server = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	return server, func(c net.Conn) (net.Conn, error) {
		s := tls.Client(c, &tls.Config{RootCAs: pool, ServerName: "db.test"})
		return s, s.Handshake()
	}
}

// scramServer is the server's side of RFC 5802 for a password.
type scramServer struct {
	hash     func() hash.Hash
	password string
	bare     string
	message  string
	salted   []byte
}

func (s *scramServer) first(client string) string {
	s.bare = strings.TrimPrefix(client, "n,,")
	_, nonce, _ := strings.Cut(s.bare, ",r=")
	salt := []byte("0123456789abcdef")
	s.salted, _ = pbkdf2.Key(s.hash, s.password, salt, 4096, s.hash().Size())
	s.message = "r=" + nonce + "server,s=" + base64.StdEncoding.EncodeToString(salt) + ",i=4096"
	return s.message
}

// final checks the client's proof as the RFC has it: that what it hides is the key
// whose hash the server keeps.
func (s *scramServer) final(client string) (string, bool) {
	without, encoded, _ := strings.Cut(client, ",p=")
	proof, err := base64.StdEncoding.DecodeString(encoded)
	all := s.bare + "," + s.message + "," + without
	sum := func(b []byte) []byte {
		h := s.hash()
		h.Write(b)
		return h.Sum(nil)
	}
	mac := func(key []byte, text string) []byte {
		m := hmac.New(s.hash, key)
		m.Write([]byte(text))
		return m.Sum(nil)
	}
	stored := sum(mac(s.salted, "Client Key"))
	signature := mac(stored, all)
	if err != nil || len(proof) != len(signature) {
		return "", false
	}
	for i := range proof {
		proof[i] ^= signature[i]
	}
	return "v=" + base64.StdEncoding.EncodeToString(mac(mac(s.salted, "Server Key"), all)), hmac.Equal(sum(proof), stored)
}

// misbehaving are servers that no protocol has.
func misbehaving(t *testing.T, login func(net.Conn, Login) (Answer, error)) {
	t.Helper()
	for name, server := range map[string]func(net.Conn){
		"closes at once": func(net.Conn) {},
		"zeros":          func(c net.Conn) { _, _ = c.Write(make([]byte, 4096)); drain(c) },
		"ones":           func(c net.Conn) { _, _ = c.Write([]byte(strings.Repeat("\xff", 4096))); drain(c) },
		"web page": func(c net.Conn) {
			_, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n" + strings.Repeat("x", 4096)))
			drain(c)
		},
		"endless line": func(c net.Conn) { _, _ = c.Write([]byte("-" + strings.Repeat("x", 1<<20))); drain(c) },
		"repeats": func(c net.Conn) {
			_ = c.SetDeadline(time.Now().Add(100 * time.Millisecond))
			b := make([]byte, 4096)
			n, _ := c.Read(b)
			_, _ = c.Write(b[:n])
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := login(serve(t, server), Login{User: theUser, Password: thePassword})
			if err == nil {
				assert.Equal(t, leak.StateUnknown, a.State)
			} else {
				assert.NotContains(t, err.Error(), thePassword)
			}
			assert.NotContains(t, a.Reason, thePassword)
		})
	}
}

func drain(c net.Conn) { _, _ = bufio.NewReader(c).Peek(1) }
