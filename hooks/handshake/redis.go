package handshake

import (
	"bufio"
	"fmt"
	"net"
	"strings"
)

// Redis sends AUTH, https://redis.io/docs/latest/commands/auth/, in RESP,
// https://redis.io/docs/latest/develop/reference/protocol-spec/.
//
// The default user is logged in to with the password alone: a server without one says
// so, while it would take any password together with a name.
func Redis(c net.Conn, l Login) (Answer, error) {
	if l.TLS != nil {
		var err error
		if c, err = l.TLS(c); err != nil {
			return Answer{}, err
		}
	}
	args := []string{"AUTH", l.Password}
	if l.User != "" && l.User != "default" {
		args = []string{"AUTH", l.User, l.Password}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(args))
	for _, a := range args {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(a), a)
	}
	if _, err := c.Write([]byte(b.String())); err != nil {
		return Answer{}, err
	}
	line, err := bufio.NewReaderSize(c, maxLine).ReadSlice('\n')
	switch {
	case err == bufio.ErrBufferFull:
		return Answer{}, errProtocol
	case err != nil:
		return Answer{}, err
	}
	return redisReply(strings.TrimRight(string(line), "\r\n"))
}

const maxLine = 512

func redisReply(line string) (Answer, error) {
	switch {
	case line == "+OK":
		return active("password accepted")
	case strings.HasPrefix(line, "-WRONGPASS "):
		return inactive("WRONGPASS")
	case line == "-ERR invalid password": // before Redis 6
		return inactive("ERR invalid password")
	case strings.HasPrefix(line, "-ERR ") && (strings.Contains(line, "no password is set") || strings.Contains(line, "without any password configured")):
		return unknown("the server has no password for its default user")
	case strings.HasPrefix(line, "-"):
		word, _, _ := strings.Cut(line[1:], " ")
		if len(word) <= 16 && word != "" && isCode([]byte(word)) {
			return unknown("the server answered %s", word)
		}
	}
	return Answer{}, errProtocol
}
