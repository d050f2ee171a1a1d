package handshake

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"net"
)

// Capabilities of a client, and errors that say something of the password,
// https://dev.mysql.com/doc/dev/mysql-server/latest/group__group__cs__capabilities__flags.html and
// https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html.
const (
	myLongPassword = 1 << 0
	myProtocol41   = 1 << 9
	mySSL          = 1 << 11
	mySecure       = 1 << 15
	myPluginAuth   = 1 << 19

	myAccessDenied       = 1045
	myMustChangePassword = 1862
)

// MySQL logs in by the protocol of MySQL 4.1 and later,
// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html.
//
// No database is asked for: that it is gone would be said in place of the password.
func MySQL(c net.Conn, l Login) (Answer, error) {
	if bytes.IndexByte([]byte(l.User+l.Password), 0) >= 0 || len(l.Password) > 200 {
		return unknown("a user or password that cannot be sent")
	}
	// Each message of the login waits for its answer, so that nothing that belongs
	// into TLS can have been read before it began.
	m := &my{w: c, r: bufio.NewReader(c), l: l}
	greeting, err := m.read()
	if err != nil {
		return Answer{}, err
	}
	if len(greeting) > 0 && greeting[0] == 0xff {
		return myError(greeting)
	}
	flags, plugin, nonce, err := myGreeting(greeting)
	if err != nil {
		return Answer{}, err
	}
	use := uint32(myLongPassword | myProtocol41 | mySecure | myPluginAuth)
	if l.TLS != nil {
		if flags&mySSL == 0 {
			return unknown("the server offers no TLS")
		}
		use |= mySSL
		if err := m.startTLS(c, use); err != nil {
			return Answer{}, err
		}
	}
	proof, ok := m.proof(plugin, nonce)
	if !ok { // the server may ask for another than its default
		plugin = "mysql_native_password"
		proof, _ = m.proof(plugin, nonce)
	}
	b := append(myHead(use), l.User...)
	b = append(b, 0, byte(len(proof)))
	b = append(append(append(b, proof...), plugin...), 0)
	if err := m.send(b); err != nil {
		return Answer{}, err
	}
	return m.talk(plugin)
}

type my struct {
	w   io.Writer
	r   *bufio.Reader
	l   Login
	seq byte
}

// myHead is what an SSLRequest and a HandshakeResponse41 begin with: capabilities, the
// size of packets, utf8mb4, and zeros.
func myHead(flags uint32) []byte {
	b := binary.LittleEndian.AppendUint32(nil, flags)
	b = binary.LittleEndian.AppendUint32(b, maxMessage)
	return append(append(b, 45), make([]byte, 23)...)
}

func (m *my) startTLS(c net.Conn, flags uint32) error {
	if m.r.Buffered() > 0 {
		return errProtocol
	}
	if err := m.send(myHead(flags)); err != nil {
		return err
	}
	secure, err := m.l.TLS(c)
	if err != nil {
		return err
	}
	m.w, m.r = secure, bufio.NewReader(secure)
	return nil
}

// myGreeting reads a HandshakeV10.
func myGreeting(b []byte) (flags uint32, plugin string, nonce []byte, err error) {
	_, rest, ok := bytes.Cut(b, []byte{0}) // protocol and version
	if !ok || b[0] != 10 || len(rest) < 4+8+1+2+1+2+2+1+10+12 {
		return 0, "", nil, errProtocol
	}
	nonce = bytes.Clone(rest[4:12])
	low, high, size := rest[13:15], rest[18:20], int(rest[20])
	flags = uint32(binary.LittleEndian.Uint16(low)) | uint32(binary.LittleEndian.Uint16(high))<<16
	rest = rest[31:]
	more := max(13, size-8)
	if flags&myProtocol41 == 0 || flags&mySecure == 0 || flags&myPluginAuth == 0 || len(rest) < more {
		return 0, "", nil, errProtocol
	}
	nonce = append(nonce, rest[:12]...)
	name, _, _ := bytes.Cut(rest[more:], []byte{0})
	return flags, string(name), nonce, nil
}

// talk follows the server through changes of the plugin to the end.
func (m *my) talk(plugin string) (Answer, error) {
	for range 8 {
		b, err := m.read()
		if err != nil {
			return Answer{}, err
		}
		if len(b) == 0 {
			return Answer{}, errProtocol
		}
		switch {
		case b[0] == 0x00:
			return active("password accepted")
		case b[0] == 0xff:
			return myError(b)
		case b[0] == 0xfe && len(b) > 1:
			name, data, _ := bytes.Cut(b[1:], []byte{0})
			plugin = string(name)
			proof, ok := m.proof(plugin, bytes.TrimSuffix(data, []byte{0}))
			if !ok {
				return unknown("the server asks for a proof of another kind, or in clear without TLS")
			}
			if err := m.send(proof); err != nil {
				return Answer{}, err
			}
		case b[0] == 0x01 && plugin == "caching_sha2_password" && len(b) == 2 && b[1] == 3:
			// found in the server's cache: OK follows
		case b[0] == 0x01 && plugin == "caching_sha2_password" && len(b) == 2 && b[1] == 4:
			if m.l.TLS == nil {
				return unknown("the server asks for the password in clear, which needs TLS")
			}
			if err := m.send(append([]byte(m.l.Password), 0)); err != nil {
				return Answer{}, err
			}
		default:
			return Answer{}, errProtocol
		}
	}
	return Answer{}, errProtocol
}

// proof is what a plugin sends first; false of one that is not known, or that would
// send the password in clear without TLS.
func (m *my) proof(plugin string, nonce []byte) ([]byte, bool) {
	switch plugin {
	case "mysql_native_password":
		return myNative(m.l.Password, nonce), true
	case "caching_sha2_password":
		return mySHA2(m.l.Password, nonce), true
	case "mysql_clear_password", "sha256_password":
		return append([]byte(m.l.Password), 0), m.l.TLS != nil
	}
	return nil, false
}

// myNative is SHA1(password) XOR SHA1(nonce + SHA1(SHA1(password))).
func myNative(password string, nonce []byte) []byte {
	one := sha1.Sum([]byte(password))
	two := sha1.Sum(one[:])
	three := sha1.Sum(append(bytes.Clone(nonce), two[:]...))
	for i := range one {
		one[i] ^= three[i]
	}
	return one[:]
}

// mySHA2 is SHA256(password) XOR SHA256(SHA256(SHA256(password)) + nonce).
func mySHA2(password string, nonce []byte) []byte {
	one := sha256.Sum256([]byte(password))
	two := sha256.Sum256(one[:])
	three := sha256.Sum256(append(two[:], nonce...))
	for i := range one {
		one[i] ^= three[i]
	}
	return one[:]
}

// myError reads the number of an ERR packet. MySQL says 1045 of a wrong password, of a
// user that is gone and of one that is let in from other addresses only, and keeps to
// itself which; it is what it documents for a password that is not taken.
func myError(b []byte) (Answer, error) {
	if len(b) < 3 {
		return Answer{}, errProtocol
	}
	switch code := binary.LittleEndian.Uint16(b[1:]); code {
	case myAccessDenied:
		return inactive("1045 access denied: not this user and password, from here")
	case myMustChangePassword:
		return active("1862: password accepted, but it has to be changed")
	default:
		return unknown("the server answered %d", code)
	}
}

func (m *my) read() ([]byte, error) {
	head, err := readMessage(m.r, 4)
	if err != nil {
		return nil, err
	}
	m.seq = head[3] + 1
	return readMessage(m.r, int(head[0])|int(head[1])<<8|int(head[2])<<16)
}

func (m *my) send(body []byte) error {
	n := len(body)
	_, err := m.w.Write(append([]byte{byte(n), byte(n >> 8), byte(n >> 16), m.seq}, body...))
	m.seq++
	return err
}
