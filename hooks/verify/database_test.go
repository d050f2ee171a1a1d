package verify

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/handshake"
	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
	"github.com/leaksieve/leaksieve/scanner/token"
)

// redis is a server that knows one password, for ada and for nobody. The protocols
// themselves are tested in package handshake.
type redis struct {
	*outboundtest.Server
	addr string

	mu  sync.Mutex
	got []string
}

func newRedis(t *testing.T, secure bool) *redis {
	r := &redis{Server: outboundtest.New(t, outboundtest.Answer(500, ``))}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	r.addr = l.Addr().String()
	if secure {
		l = tls.NewListener(l, r.TLS)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go r.serve(c)
		}
	}()
	return r
}

func (r *redis) serve(c net.Conn) {
	defer c.Close()
	var words []string
	for s := bufio.NewScanner(c); s.Scan(); {
		if line := s.Text(); !strings.HasPrefix(line, "$") && !strings.HasPrefix(line, "*") {
			words = append(words, line)
		}
		if n := len(words); n == 3 || n == 2 && words[1] == "open:sesame" {
			break
		}
	}
	r.mu.Lock()
	r.got = append(r.got, strings.Join(words, " "))
	r.mu.Unlock()
	answer := "-WRONGPASS invalid username-password pair or user is disabled.\r\n"
	if len(words) > 1 && words[len(words)-1] == "open:sesame" {
		answer = "+OK\r\n"
	}
	_, _ = c.Write([]byte(answer))
}

func (r *redis) client(host string, change ...func(*outbound.Options)) *outbound.Client {
	o := r.Options()
	o.Databases = []string{host}
	o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
		r.mu.Lock()
		r.got = append(r.got, addr)
		r.mu.Unlock()
		var d net.Dialer
		return d.DialContext(ctx, network, r.addr)
	}
	for _, f := range change {
		f(&o)
	}
	return outbound.New(o)
}

func redisURL(user, password, host string) *leak.Finding {
	return &leak.Finding{Rule: "connection-string-password", Secret: leak.NewSecret(password), Token: &leak.Token{Family: "url", Kind: "Redis password", Subject: user, Host: host}}
}

func TestDatabases(t *testing.T) {
	const base = "cache.example.com:7000"
	plain := func(o *outbound.Options) { o.Plain = []string{"cache.example.com"} }
	asked := []string{"cache.example.com:7000", "AUTH ada open:sesame"}
	for _, c := range []struct {
		name    string
		finding *leak.Finding
		base    string
		secure  bool
		want    leak.State
		reason  string
		got     []string
	}{
		{"taken", redisURL("ada", "open%3Asesame", "cache.example.com:7000"), base, false, leak.StateActive, "password accepted", asked},
		{"taken, in TLS", redisURL("ada", "open%3Asesame", "cache.example.com:7000"), base, true, leak.StateActive, "password accepted", asked},
		{"not taken", redisURL("ada", "closed", "cache.example.com:7000"), base, true, leak.StateInactive, "WRONGPASS", []string{"cache.example.com:7000", "AUTH ada closed"}},
		{"without a user", redisURL("", "open%3Asesame", "cache.example.com:7000"), base, true, leak.StateActive, "password accepted", []string{"cache.example.com:7000", "AUTH open:sesame"}},
		{"the usual port", redisURL("ada", "open%3Asesame", "cache.example.com"), "cache.example.com:6379", true, leak.StateActive, "password accepted", []string{"cache.example.com:6379", "AUTH ada open:sesame"}},
		{"the usual port, said in the string", redisURL("ada", "open%3Asesame", "cache.example.com:6379"), "cache.example.com", true, leak.StateActive, "password accepted", []string{"cache.example.com:6379", "AUTH ada open:sesame"}},
		{"another port", redisURL("ada", "open%3Asesame", "cache.example.com:9000"), base, true, leak.StateUnknown, "another port", nil},
		{"another host", redisURL("ada", "open%3Asesame", "other.example.com:7000"), base, true, leak.StateUnknown, "none of its hosts", nil},
		{"no host", redisURL("ada", "open%3Asesame", ""), base, true, leak.StateUnknown, "does not say which host", nil},
		{"an escape that is none", redisURL("ada", "100%", "cache.example.com:7000"), base, true, leak.StateUnknown, "not escaped as in a URL", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRedis(t, c.secure)
			var change []func(*outbound.Options)
			if !c.secure {
				change = append(change, plain)
			}
			require.NoError(t, Verify(t.Context(), r.client(c.base, change...), Options{Databases: true}, []*leak.Finding{c.finding}))
			v := c.finding.Verdict
			assert.Equal(t, c.want, v.State, v.Reason)
			assert.Contains(t, v.Reason, c.reason)
			assert.Equal(t, c.got, r.got)
			assert.Equal(t, "Redis", v.Issuer)
		})
	}
}

func TestDatabasesAreAskedOnlyWhenTheUserWantsIt(t *testing.T) {
	r := newRedis(t, true)
	f := redisURL("ada", "open%3Asesame", "cache.example.com:7000")
	require.NoError(t, Verify(t.Context(), r.client("cache.example.com:7000"), Options{}, []*leak.Finding{f}))
	assert.Nil(t, f.Verdict)
	assert.Empty(t, r.got)
}

func TestDatabasesAreAskedOnlyWhereTheUserNamedThem(t *testing.T) {
	r := newRedis(t, true)
	f := redisURL("ada", "open%3Asesame", "cache.example.com:7000")
	client := r.client("", func(o *outbound.Options) { o.Databases = nil })
	require.NoError(t, Verify(t.Context(), client, Options{Databases: true}, []*leak.Finding{f}))
	assert.Equal(t, leak.StateUnknown, f.Verdict.State)
	assert.Contains(t, f.Verdict.Reason, "none is named")
	assert.Empty(t, r.got)
}

func TestDatabasesWithoutTLSGetNothing(t *testing.T) {
	r := newRedis(t, false)
	f := redisURL("ada", "open%3Asesame", "cache.example.com:7000")
	require.NoError(t, Verify(t.Context(), r.client("cache.example.com:7000"), Options{Databases: true}, []*leak.Finding{f}))
	assert.Equal(t, leak.StateUnknown, f.Verdict.State)
	assert.NotContains(t, strings.Join(r.got, " "), "sesame")
}

// One password may be that of several users, and then each is asked about.
func TestDatabasesTellUsersApart(t *testing.T) {
	r := newRedis(t, true)
	a, b := redisURL("ada", "open%3Asesame", "cache.example.com:7000"), redisURL("eve", "open%3Asesame", "cache.example.com:7000")
	again := redisURL("ada", "open%3Asesame", "cache.example.com:7000")
	require.NoError(t, Verify(t.Context(), r.client("cache.example.com:7000"), Options{Databases: true, Parallel: 1}, []*leak.Finding{a, b, again}))
	assert.Equal(t, "ada", a.Verdict.Owner)
	assert.Equal(t, "eve", b.Verdict.Owner)
	assert.Len(t, r.got, 4, "two logins")
}

// Of a refused password without a known user it is not sure whose it was.
func TestRedisRefusesTheDefaultUser(t *testing.T) {
	r := newRedis(t, true)
	f := redisURL("", "two words", "cache.example.com:7000")
	f.Secret = leak.NewSecret("a\r\nb") // two lines, so that the server has read enough
	require.NoError(t, Verify(t.Context(), r.client("cache.example.com:7000"), Options{Databases: true}, []*leak.Finding{f}))
	assert.Equal(t, leak.StateUnknown, f.Verdict.State)
	assert.Contains(t, f.Verdict.Reason, "WRONGPASS")
}

func TestLoginOf(t *testing.T) {
	for name, c := range map[string]struct {
		t      leak.Token
		secret string
		want   string // the password, or what is wrong
	}{
		"a URL":                          {leak.Token{Family: "url", Host: "db"}, "a%20b+c", "a b+c"},
		"pairs":                          {leak.Token{Family: "connection-string", Host: "db"}, "a b", "a b"},
		"pairs that may be escaped":      {leak.Token{Family: "connection-string", Host: "db"}, "a%20b", "whether %XX in it is a character or three is not known"},
		"pairs with a percent":           {leak.Token{Family: "connection-string", Host: "db"}, "100% sure", "100% sure"},
		"hosts that have to be found":    {leak.Token{Family: "url", Host: "c0.example.net", Details: []leak.Detail{{Name: "Driver", Value: "srv"}}}, "x", "its hosts stand in DNS (mongodb+srv), and are not known here"},
		"where the users of MongoDB are": {leak.Token{Family: "url", Host: "db", Details: []leak.Detail{{Name: "Users of", Value: "admin"}}}, "x", "x"},
	} {
		l, err := loginOf(&leak.Credential{Secret: leak.NewSecret(c.secret), Token: &c.t})
		if err != nil {
			assert.EqualError(t, err, c.want, name)
			continue
		}
		assert.Equal(t, c.want, l.Password, name)
		assert.Equal(t, detailOf(&c.t, "Users of"), l.AuthSource, name)
	}
}

// What package token tells of a connection string is all that there is to log in with.
func TestDatabasesReadWhatPackageTokenTells(t *testing.T) {
	for _, c := range []struct {
		text, issuer, host string
		login              handshake.Login // but for the password
		err                string
	}{
		{"postgres://ada:{}@db.acme.net:5433/shop?sslmode=require", "postgresql", "db.acme.net:5433", handshake.Login{User: "ada", Database: "shop"}, ""},
		{"host=db.acme.net user=ada password={} dbname=shop", "postgresql", "db.acme.net", handshake.Login{User: "ada", Database: "shop"}, ""},
		{"mysql://root:{}@db.acme.net/shop", "mysql", "db.acme.net", handshake.Login{User: "root", Database: "shop"}, ""},
		{"Server=db.acme.net;Port=3307;Database=shop;Uid=ada;Pwd={};Driver=MySQL", "mysql", "db.acme.net:3307", handshake.Login{User: "ada", Database: "shop"}, ""},
		{"mongodb://svc:{}@m1.acme.net:27017,m2.acme.net:27017/shop?authSource=admin", "mongodb", "m1.acme.net:27017", handshake.Login{User: "svc", Database: "shop", AuthSource: "admin"}, ""},
		{"mongodb+srv://svc:{}@c0.acme.net/shop", "mongodb", "c0.acme.net", handshake.Login{}, "its hosts stand in DNS (mongodb+srv), and are not known here"},
		{"rediss://default:{}@cache.acme.net:6380", "redis", "cache.acme.net:6380", handshake.Login{User: "default"}, ""},
		{"redis://:{}@cache.acme.net/0", "redis", "cache.acme.net", handshake.Login{}, ""},
	} {
		secret := "correct-horse-7"
		text := strings.ReplaceAll(c.text, "{}", secret)
		told := token.Read(&token.Input{Rule: "connection-string-password", Secret: secret, Match: text, Lines: text})
		issuer := databaseOf(told)
		require.NotNil(t, issuer, c.text)
		assert.Equal(t, c.issuer, issuer.Name, c.text)
		assert.Equal(t, c.host, told.Host, c.text)
		got, err := loginOf(&leak.Credential{Secret: leak.NewSecret(secret), Token: told})
		if c.err != "" {
			assert.EqualError(t, err, c.err, c.text)
			continue
		}
		require.NoError(t, err, c.text)
		assert.Equal(t, c.login.User, got.User, c.text)
		if c.issuer != "redis" {
			assert.Equal(t, c.login.Database, got.Database, c.text)
		}
		assert.Equal(t, c.login.AuthSource, got.AuthSource, c.text)
		assert.Equal(t, secret, got.Password, c.text)
	}
}
