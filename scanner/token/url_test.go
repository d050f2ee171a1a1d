package token

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// {} in a line stands for the secret, which looks like a token of nobody.
const hunter = "hunter22-Zq"

func inLine(text string) *Input {
	return &Input{Secret: hunter, Lines: strings.ReplaceAll(text, "{}", hunter)}
}

// with is the same finding of more.
func (in *Input) with(secret string) *Input {
	in.Secret = secret
	return in
}

func TestURLs(t *testing.T) {
	type details = map[string]string
	for text, want := range map[string]struct {
		kind, user, host, reach, issuer, account string
		change                                   int
		details                                  details
	}{
		`DATABASE_URL=postgres://app:{}@db.acme.io:5432/prod?sslmode=disable`:     {kind: "PostgreSQL password", user: "app", host: "db.acme.io:5432", reach: leak.ReachPublic, details: details{"Database": "prod", "TLS": "off (sslmode=disable)"}},
		`"postgresql+psycopg2://postgres:{}@localhost/app"`:                       {kind: "PostgreSQL password", user: "postgres", host: "localhost", reach: leak.ReachLoopback, details: details{"Driver": "psycopg2", "Database": "app"}},
		`mysql://root:{}@203.0.113.9:3306/shop`:                                   {kind: "MySQL password", user: "root", host: "203.0.113.9:3306", reach: leak.ReachPublic, change: 1, details: details{"Database": "shop"}},
		`mongodb+srv://svc:{}@c0.abcde.mongodb.net/app?authSource=admin&tls=true`: {kind: "MongoDB password", user: "svc", host: "c0.abcde.mongodb.net", reach: leak.ReachPublic, details: details{"Users of": "admin", "TLS": "on (tls=true)", "Driver": "srv"}},
		`mongodb://svc:{}@a.acme.io:27017,b.acme.io:27017/app`:                    {kind: "MongoDB password", user: "svc", host: "a.acme.io:27017", reach: leak.ReachPublic, details: details{"Hosts": "a.acme.io:27017,b.acme.io:27017"}},
		`redis://:{}@cache:6379/2`:                                                {kind: "Redis password", host: "cache:6379", reach: leak.ReachPrivate, change: -1, details: details{"Database": "2"}},
		`amqp://guest:{}@10.1.2.3//`:                                              {kind: "AMQP password", user: "guest", host: "10.1.2.3", reach: leak.ReachPrivate, change: -1},
		`jdbc:mysql://svc:{}@db.acme.io/shop`:                                     {kind: "MySQL password", user: "svc", host: "db.acme.io", reach: leak.ReachPublic, details: details{"Driver": "jdbc"}},
		`ldap://cn=admin,dc=acme,dc=io:{}@ldap.acme.io`:                           {kind: "LDAP password", user: "cn=admin,dc=acme,dc=io", host: "ldap.acme.io", reach: leak.ReachPublic, change: 1},
		`url = https://oauth2:{}@gitlab.com/acme/app.git`:                         {kind: "token in the URL of a git remote", user: "oauth2", host: "gitlab.com", reach: leak.ReachPublic, issuer: "GitLab", account: "acme/app"},
		`git clone https://{}@git.acme.io/infra/app.git`:                          {kind: "token in the URL of a git remote", host: "git.acme.io", reach: leak.ReachPublic, account: "infra/app"},
		`git+https://{}:x-oauth-basic@github.com/acme/lib`:                        {kind: "token in the URL of a git remote", host: "github.com", reach: leak.ReachPublic, issuer: "GitHub", account: "acme/lib", details: details{"Driver": "git"}},
		`export HTTPS_PROXY=http://jo:{}@proxy.acme.io:3128`:                      {kind: "proxy password", user: "jo", host: "proxy.acme.io:3128", reach: leak.ReachPublic},
		`--extra-index-url https://ci:{}@pypi.acme.io/simple/`:                    {kind: "password of a Python package index", user: "ci", host: "pypi.acme.io", reach: leak.ReachPublic},
		`ftp://anonymous:{}@[2001:db8::1]:2121/pub`:                               {kind: "FTP password", user: "anonymous", host: "[2001:db8::1]:2121", reach: leak.ReachPublic},
		`postgres://app:{}@${DB_HOST}:5432/prod`:                                  {kind: "PostgreSQL password", user: "app", details: details{"Host": "not known here: ${DB_HOST}:5432"}},
		`smtps://bob@acme.io:{}@smtp.acme.io:465`:                                 {kind: "SMTP password", user: "bob@acme.io", host: "smtp.acme.io:465", reach: leak.ReachPublic},
		`foo://bob:{}@box.acme.io`:                                                {kind: "password in a URL", user: "bob", host: "box.acme.io", reach: leak.ReachPublic, details: details{"Scheme": "foo"}},
		`<url>http://jo%40acme.io:{}@ci.acme.io:8080/job</url>`:                   {kind: "HTTP password", user: "jo@acme.io", host: "ci.acme.io:8080", reach: leak.ReachPublic},
	} {
		t.Run(text, func(t *testing.T) {
			got := Read(inLine(text))
			require.NotNil(t, got)
			assert.Equal(t, "url", got.Family)
			assert.Equal(t, want.kind, got.Kind)
			assert.Equal(t, want.user, got.Subject)
			assert.Equal(t, want.host, got.Host)
			assert.Equal(t, want.reach, got.Reach)
			assert.Equal(t, want.issuer, got.Issuer)
			assert.Equal(t, want.account, got.Account)
			if want.change != 0 {
				assert.Equal(t, want.change, change(got))
			}
			for name, value := range want.details {
				assert.Equal(t, value, detailOf(got, name))
			}
			assert.NotContains(t, said(got), hunter)
		})
	}
}

func TestAWholeURLAsSecret(t *testing.T) {
	got := Read(&Input{Secret: "postgres://app:" + hunter + "@db.acme.io/prod", Lines: "DATABASE_URL=postgres://app:" + hunter + "@db.acme.io/prod"})
	require.NotNil(t, got)
	assert.Equal(t, "PostgreSQL password", got.Kind)
	assert.Equal(t, "db.acme.io", got.Host)
	assert.Equal(t, "app", got.Subject)
	assert.NotContains(t, said(got), hunter)
}

func TestPasswordsBesideAHostAreNotTold(t *testing.T) {
	for _, text := range []string{
		"DB_URL=https://bob:s3cr3t-of-others@db.acme.io/x\nDB_PASSWORD={}",
		"jdbc:mysql://bob:s3cr3t-of-others@db.acme.io/shop?user=app&password={}",
		"Server=https://bob:s3cr3t-of-others@db.acme.io;Password={}",
	} {
		in := inLine(text)
		in.Rule, in.Near = "generic-password", in.Lines
		got := Read(in)
		require.NotNil(t, got, text)
		assert.Equal(t, "db.acme.io", got.Host, text)
		assert.NotContains(t, said(got), "s3cr3t")
	}
}

func TestATokenAsUserIsNotTold(t *testing.T) {
	token := "gho_" + strings.Repeat("a1B2", 9)
	got := Read(&Input{Secret: "x-oauth-basic", Lines: "https://" + token + ":x-oauth-basic@git.acme.io/acme/app"})
	require.NotNil(t, got)
	assert.NotContains(t, said(got), token)
}

func TestPlainProtocolsInPublicAreSaid(t *testing.T) {
	assert.Contains(t, risksOf(Read(inLine(`redis://:{}@cache.acme.io:6379`))), "in clear")
	assert.NotContains(t, risksOf(Read(inLine(`rediss://:{}@cache.acme.io:6379`))), "in clear")
	assert.NotContains(t, risksOf(Read(inLine(`redis://:{}@localhost:6379`))), "in clear")
}
