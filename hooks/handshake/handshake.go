// Package handshake logs in to databases as far as it takes to know whether a password
// is taken, and no further: no query is sent.
//
// Each protocol is one file of its own. The drivers (pgx, go-sql-driver/mysql,
// go-redis, mongo-driver) bring pools, types, caches, discovery of other hosts and
// settings of the environment (PGHOST, ~/.pgpass) along, dial by themselves, and put
// the text of the server, which may hold anything, in their errors. A login is about a
// hundred lines, and here no byte goes to another host than that of the connection.
//
// A server is not trusted: messages have a bounded size, a password leaves in clear
// only in TLS (or by Redis, which knows no other way, at a host that the user allowed
// without), and of what the server says only codes are passed on.
package handshake

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"unicode"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Login is what to log in with.
type Login struct {
	User     string
	Password string
	Database string // "": that of the user, or none
	// AuthSource is the database of MongoDB that holds the user; "": Database, or "admin".
	AuthSource string
	// TLS makes the connection one of TLS, in the middle of the protocol where that is
	// how it is done; nil: the user allowed this host without.
	TLS func(net.Conn) (net.Conn, error)
}

// Answer is what the server said: active, or inactive only of a code that stands for a
// password that is not taken.
type Answer struct {
	State  leak.State
	Reason string // in words, with the code; nothing else of the server's
}

// Protocols by the name of their issuer, with the port that they have if none is said.
var Protocols = map[string]struct {
	Port  string
	Login func(net.Conn, Login) (Answer, error)
}{
	"mongodb":    {"27017", MongoDB},
	"mysql":      {"3306", MySQL},
	"postgresql": {"5432", PostgreSQL},
	"redis":      {"6379", Redis},
}

const maxMessage = 1 << 16

// errProtocol is all that is said of a server that speaks something else.
var errProtocol = errors.New("the server does not speak the protocol")

// errNotASCII is for what would have to be prepared by RFC 4013 first: wrongly prepared,
// a good password would look like a wrong one.
var errNotASCII = errors.New("a password or user with characters beyond ASCII is not tried")

func active(reason string) (Answer, error)   { return Answer{leak.StateActive, reason}, nil }
func inactive(reason string) (Answer, error) { return Answer{leak.StateInactive, reason}, nil }

func unknown(format string, args ...any) (Answer, error) {
	return Answer{leak.StateUnknown, fmt.Sprintf(format, args...)}, nil
}

func ascii(s string) bool {
	for _, r := range s {
		if r > unicode.MaxASCII || r < ' ' {
			return false
		}
	}
	return true
}

// readMessage reads a message of n bytes.
func readMessage(r *bufio.Reader, n int) ([]byte, error) {
	if n < 0 || n > maxMessage {
		return nil, errProtocol
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, err
	}
	return b, nil
}
