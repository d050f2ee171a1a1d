package token

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNamedValues(t *testing.T) {
	for text, want := range map[string]struct{ kind, name, purpose, user, host string }{
		`DB_PASSWORD={}`:                                          {kind: "password", name: "DB_PASSWORD", purpose: "a database"},
		`{"username": "bob", "password": "{}"}`:                   {kind: "password", name: "password", user: "bob"},
		"DB_HOST=db.acme.io\nDB_USER=app\nDB_PASSWORD={}":         {kind: "password", name: "DB_PASSWORD", purpose: "a database", user: "app", host: "db.acme.io"},
		"SMTP_USER=mailer\nDB_PASSWORD={}":                        {kind: "password", name: "DB_PASSWORD", purpose: "a database"},
		`JWT_SECRET: "{}"`:                                        {kind: "key that signs JWTs", name: "JWT_SECRET"},
		`encryptionKey = '{}'`:                                    {kind: "encryption key", name: "encryptionKey"},
		`client_secret => "{}"`:                                   {kind: "OAuth client secret", name: "client_secret"},
		`ACME_API_KEY={}`:                                         {kind: "API key", name: "ACME_API_KEY"},
		`spring.mail.username=a@acme.io, spring.mail.password={}`: {kind: "password", name: "spring.mail.password", purpose: "mail", user: "a@acme.io"},
		`ansible_become_pass: {}`:                                 {kind: "password", name: "ansible_become_pass", purpose: "sudo"},
	} {
		t.Run(text, func(t *testing.T) {
			in := inLine(text)
			in.Rule, in.Near = "generic-secret", in.Lines
			got := Read(in)
			require.NotNil(t, got)
			assert.Equal(t, "named-value", got.Family)
			assert.Equal(t, want.kind, got.Kind)
			assert.Equal(t, want.name, detailOf(got, "Name"))
			assert.Equal(t, want.purpose, detailOf(got, "For"))
			assert.Equal(t, want.user, got.Subject)
			assert.Equal(t, want.host, got.Host)
			assert.NotContains(t, said(got), hunter)
		})
	}
	assert.Nil(t, Read(inLine(`ACME_KEY = "{}"`)), "a rule that knows more")
	assert.Equal(t, "password", Read(inLine(`ACME_PASSWORD = "{}"`)).Kind)
	in := inLine(`mysql -p{} shop`)
	in.Rule = "generic-password"
	assert.Equal(t, "password", Read(in).Kind)
}

func TestHTTPAuthentication(t *testing.T) {
	basic := base64.StdEncoding.EncodeToString([]byte("admin:" + hunter))
	got := Read(&Input{Secret: basic, Lines: `curl -H "Authorization: Basic ` + basic + `" https://api.acme.io/v1`})
	require.NotNil(t, got)
	assert.Equal(t, "http-basic", got.Family)
	assert.Equal(t, "admin", got.Subject)
	assert.Equal(t, "api.acme.io", got.Host)
	assert.NotContains(t, said(got), hunter)

	npm := Read(&Input{Secret: basic, Lines: `_auth=` + basic})
	require.NotNil(t, npm)
	assert.Equal(t, "admin", npm.Subject)

	token := "ghp_" + strings.Repeat("a1B2", 9)
	inner := base64.StdEncoding.EncodeToString([]byte("x-access-token:" + token))
	got = Read(&Input{Rule: "http-basic-auth", Secret: inner, Lines: "Basic " + inner})
	require.NotNil(t, got)
	assert.Equal(t, "github", got.Family)
	assert.Equal(t, "http-basic, as the password of x-access-token", detailOf(got, "Sent by"))
	assert.NotContains(t, said(got), token)

	bearer := Read(&Input{Secret: hunter, Lines: `-H "Authorization: Bearer ` + hunter + `" http://10.0.0.8:9200/_search`})
	require.NotNil(t, bearer)
	assert.Equal(t, "bearer token", bearer.Kind)
	assert.Equal(t, "10.0.0.8:9200", bearer.Host)
	assert.Equal(t, -1, change(bearer))
}
