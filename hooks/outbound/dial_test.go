package outbound_test

import (
	"context"
	"io"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound"
)

// listen runs one connection of a server and returns its port.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { l.Close() })
	go func() {
		if c, err := l.Accept(); err == nil {
			defer c.Close()
			serve(c)
		}
	}()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func database(o outbound.Options, host string) *outbound.Conn {
	o.Databases = []string{host}
	o.Bases = map[string][]string{"redis": {"https://elsewhere.example.com"}} // is for web servers
	return outbound.New(o).For("redis")
}

func TestDialHost(t *testing.T) {
	echo := func(c net.Conn) { _, _ = io.Copy(c, c) }
	t.Run("reaches the host that the user named", func(t *testing.T) {
		port := listen(t, echo)
		s, err := database(outbound.Options{Private: []string{"127.0.0.1"}}, "127.0.0.1").DialHost(t.Context(), port)
		require.NoError(t, err)
		defer s.Close()
		assert.NotNil(t, s.StartTLS, "TLS unless the user allowed it without")
		_, err = s.Write([]byte("hello"))
		require.NoError(t, err)
		b := make([]byte, 5)
		_, err = io.ReadFull(s, b)
		require.NoError(t, err)
		assert.Equal(t, "hello", string(b))
	})
	t.Run("the port of the base comes first", func(t *testing.T) {
		s, err := database(outbound.Options{Private: []string{"127.0.0.1"}, Plain: []string{"127.0.0.1"}}, "127.0.0.1:"+listen(t, echo)).DialHost(t.Context(), "1")
		require.NoError(t, err)
		assert.Nil(t, s.StartTLS)
		require.NoError(t, s.Close())
	})
	t.Run("no private address that was not allowed", func(t *testing.T) {
		_, err := database(outbound.Options{}, "127.0.0.1").DialHost(t.Context(), listen(t, echo))
		assert.ErrorIs(t, err, &outbound.Error{Kind: outbound.Refused})
	})
	t.Run("nothing but a host", func(t *testing.T) {
		for _, host := range []string{"", "user@127.0.0.1", "127.0.0.1/0", "127.0.0.1?x", "https://127.0.0.1"} {
			_, err := database(outbound.Options{Private: []string{"127.0.0.1"}}, host).DialHost(t.Context(), "6379")
			assert.ErrorIs(t, err, &outbound.Error{Kind: outbound.BadRequest}, host)
		}
	})
	t.Run("HTTP is not spoken to a database", func(t *testing.T) {
		_, err := database(outbound.Options{Private: []string{"127.0.0.1"}}, "127.0.0.1").Do(t.Context(), outbound.Request{Path: "/"})
		assert.ErrorIs(t, err, &outbound.Error{Kind: outbound.BadRequest})
	})
	t.Run("no database is a web server", func(t *testing.T) {
		_, err := outbound.New(outbound.Options{Databases: []string{"127.0.0.1"}}).For("github", "https://api.github.com").DialHost(t.Context(), "6379")
		assert.ErrorIs(t, err, &outbound.Error{Kind: outbound.BadRequest})
	})
	t.Run("no host at all", func(t *testing.T) {
		_, err := outbound.New(outbound.Options{}).For("redis").DialHost(t.Context(), "6379")
		assert.ErrorIs(t, err, &outbound.Error{Kind: outbound.NoHost})
	})
	t.Run("TLS with a server that speaks none", func(t *testing.T) {
		n := database(outbound.Options{Private: []string{"127.0.0.1"}}, "127.0.0.1")
		s, err := n.DialHost(t.Context(), listen(t, func(c net.Conn) { _, _ = c.Write([]byte("-ERR what is this?\r\n")) }))
		require.NoError(t, err)
		defer s.Close()
		_, err = s.StartTLS(s)
		assert.ErrorIs(t, n.Explain(err), &outbound.Error{Kind: outbound.Certificate})
	})
	t.Run("ends with the time of a try", func(t *testing.T) {
		n := database(outbound.Options{Private: []string{"127.0.0.1"}, Timeout: 50 * time.Millisecond}, "127.0.0.1")
		s, err := n.DialHost(t.Context(), listen(t, echo))
		require.NoError(t, err)
		defer s.Close()
		_, err = s.Read(make([]byte, 1))
		assert.ErrorIs(t, n.Explain(err), &outbound.Error{Kind: outbound.TimedOut})
	})
	t.Run("ends with ctx", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		s, err := database(outbound.Options{Private: []string{"127.0.0.1"}}, "127.0.0.1").DialHost(ctx, listen(t, echo))
		require.NoError(t, err)
		defer s.Close()
		time.AfterFunc(20*time.Millisecond, cancel)
		_, err = s.Read(make([]byte, 1))
		assert.Error(t, err)
	})
}
