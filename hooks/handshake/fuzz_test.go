package handshake

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// script is a server that says what it says, whatever it hears.
type script struct{ io.Reader }

func (script) Write(b []byte) (int, error)      { return len(b), nil }
func (script) Close() error                     { return nil }
func (script) LocalAddr() net.Addr              { return nil }
func (script) RemoteAddr() net.Addr             { return nil }
func (script) SetDeadline(time.Time) error      { return nil }
func (script) SetReadDeadline(time.Time) error  { return nil }
func (script) SetWriteDeadline(time.Time) error { return nil }

// No server makes a login panic, has it repeat what the server said, or has one that
// proves both sides believe a server which does not know the password.
func FuzzServers(f *testing.F) {
	f.Add([]byte("R\x00\x00\x00\x08\x00\x00\x00\x00"))
	f.Add([]byte("R\x00\x00\x00\x17\x00\x00\x00\x0aSCRAM-SHA-256\x00\x00R\x00\x00\x00\x0c\x00\x00\x00\x0br=a,s=,i=1"))
	f.Add([]byte("E\x00\x00\x00\x10C28P01\x00M!\x00\x00"))
	f.Add([]byte("\x4a\x00\x00\x00\x0a8.4.0\x00\x01\x00\x00\x00abcdefgh\x00\x00\x82\x2d\x02\x00\x08\x00\x15\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00ijklmnopqrst\x00mysql_native_password\x00\x07\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00"))
	f.Add([]byte("-WRONGPASS no\r\n"))
	doc := number(bsonDoc{{"saslSupportedMechs", bsonDoc{{"0", "SCRAM-SHA-1"}}}}, "ok", 1)
	f.Add(append([]byte{byte(21 + len(doc)), 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0, 0, 0, 0}, doc...))
	f.Fuzz(func(t *testing.T, said []byte) {
		for name, p := range Protocols {
			a, err := p.Login(script{bytes.NewReader(said)}, Login{User: theUser, Password: thePassword, AuthSource: "users"})
			if err == nil && a.State == "" {
				t.Errorf("%s: neither an answer nor an error", name)
			}
			if strings.Contains(a.Reason, thePassword) || len(a.Reason) > 200 {
				t.Errorf("%s: %q", name, a.Reason)
			}
			if name == "mongodb" && a.State == leak.StateActive {
				t.Errorf("%s: believes a server that proves nothing", name)
			}
		}
	})
}
