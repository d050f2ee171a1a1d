package handshake

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// redisServer reads a command and answers with what f makes of it.
func redisServer(f func(args []string) string) func(net.Conn) {
	return func(c net.Conn) {
		r := bufio.NewReader(c)
		number := func() int {
			line, _ := r.ReadString('\n')
			n, _ := strconv.Atoi(strings.TrimSpace(strings.TrimLeft(line, "*$")))
			return n
		}
		args := make([]string, number())
		for i := range args {
			b := make([]byte, number()+2)
			_, _ = io.ReadFull(r, b)
			args[i] = strings.TrimSuffix(string(b), "\r\n")
		}
		_, _ = io.WriteString(c, f(args)+"\r\n")
	}
}

func TestRedis(t *testing.T) {
	acl := func(args []string) string {
		user := "default"
		if len(args) == 3 {
			user = args[1]
		}
		if args[0] == "AUTH" && (user == "default" || user == theUser) && args[len(args)-1] == thePassword {
			return "+OK"
		}
		return "-WRONGPASS invalid username-password pair or user is disabled."
	}
	says := func(line string) func([]string) string { return func([]string) string { return line } }
	for _, c := range []struct {
		name, user, password string
		server               func([]string) string
		want                 leak.State
	}{
		{"right", "", thePassword, acl, leak.StateActive},
		{"with line breaks", "", "a\r\nb", func(args []string) string { return map[bool]string{true: "+OK"}[args[1] == "a\r\nb"] }, leak.StateActive},
		{"of a user", theUser, thePassword, acl, leak.StateActive},
		{"wrong", theUser, "wrong", acl, leak.StateInactive},
		{"wrong, before Redis 6", "", "wrong", says("-ERR invalid password"), leak.StateInactive},
		{"none set", "", thePassword, says("-ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?"), leak.StateUnknown},
		{"none set, before Redis 6", "", thePassword, says("-ERR Client sent AUTH, but no password is set"), leak.StateUnknown},
		{"loading", "", thePassword, says("-LOADING Redis is loading the dataset in memory"), leak.StateUnknown},
		{"too many", "", thePassword, says("-ERR max number of clients reached"), leak.StateUnknown},
		{"repeats the password", "", thePassword, says("-" + thePassword), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := Redis(serve(t, redisServer(c.server)), Login{User: c.user, Password: c.password})
			assert.Equal(t, c.want == "", err != nil)
			assert.Equal(t, c.want, a.State)
		})
	}
}

// A user "default" that needs no password takes any, when it is named.
func TestRedisNamesNoDefaultUser(t *testing.T) {
	var got []string
	_, err := Redis(serve(t, redisServer(func(args []string) string { got = args; return "+OK" })), Login{User: "default", Password: thePassword})
	require.NoError(t, err)
	assert.Equal(t, []string{"AUTH", thePassword}, got)
}

func TestRedisInTLS(t *testing.T) {
	server, client := tlsPair(t)
	inTLS := func(c net.Conn) { redisServer(func([]string) string { return "+OK" })(tls.Server(c, server)) }
	a, err := Redis(serve(t, inTLS), Login{Password: thePassword, TLS: client})
	require.NoError(t, err)
	assert.Equal(t, leak.StateActive, a.State)
}

func TestRedisMisbehaves(t *testing.T) { misbehaving(t, Redis) }
