package verify

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

func theServer() Introspection {
	return Introspection{
		Issuer: "https://login.example.com/", Endpoint: "https://login.example.com/oauth2/introspect?realm=shop",
		ClientID: "scanner:1", ClientSecret: leak.NewSecret("p@ss+word/of the client"),
	}
}

func theJWT(issuer string) *leak.Finding {
	claims := `{}`
	if issuer != "" {
		claims = `{"iss": "` + issuer + `", "sub": "` + filled("{{rand}}") + `"}`
	}
	part := base64.RawURLEncoding.EncodeToString
	return &leak.Finding{
		Rule: "jwt", Secret: leak.NewSecret(part([]byte(`{"alg": "RS256"}`)) + "." + part([]byte(claims)) + "." + filled("{{rand}}")),
		Token: &leak.Token{Family: "keycloak", Issuer: "Keycloak"}, // a name in place of the claim
	}
}

func TestIntrospection(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.Handler
		want   leak.Verdict
	}{
		{"active", outboundtest.Answer(200, `{"active": true, "client_id": "l238j323ds-23ij4", "username": "jdoe", "scope": "read write dolphin", "sub": "Z5O3upPC88QrAjx00dis", "aud": "https://protected.example.net/resource", "iss": "https://server.example.com/", "exp": 1780322400, "iat": 1419350238}`),
			leak.Verdict{State: leak.StateActive, Reason: "status 200 and json active = true", Owner: "jdoe", Account: "l238j323ds-23ij4", Scopes: []string{"dolphin", "read", "write"},
				Expires: day(2026, 6, 1, 14), Details: []leak.Detail{{Name: "issuer", Value: "https://server.example.com/"}}}},
		{"active, and no more", outboundtest.Answer(200, `{"active": true, "sub": "Z5O3"}`), leak.Verdict{State: leak.StateActive, Reason: "status 200 and json active = true", Owner: "Z5O3"}},
		{"inactive", outboundtest.Answer(200, `{"active": false}`), leak.Verdict{State: leak.StateInactive, Reason: "status 200 and json active = false"}},
		{"a client that is not known", outboundtest.Answer(401, `{"error": "invalid_client"}`), leak.Verdict{State: leak.StateUnknown, Reason: "the endpoint does not take the client id and secret of the settings (status 401)"}},
		{"a page", outboundtest.HTML(), leak.Verdict{State: leak.StateUnknown, Reason: "an HTML page (status 200)"}},
		{"active as text", outboundtest.Answer(200, `{"active": "yes"}`), leak.Verdict{State: leak.StateUnknown, Reason: "an answer that is not as documented (status 200)"}},
		{"the client's own secret", outboundtest.Answer(200, `{"active": true, "username": "p@ss+word/of the client"}`), leak.Verdict{State: leak.StateActive, Reason: "status 200 and json active = true", Owner: hidden}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := outboundtest.New(t, c.answer)
			f := theJWT("https://login.example.com/")
			require.NoError(t, Verify(t.Context(), s.Client(), Options{Introspections: []Introspection{theServer()}}, []*leak.Finding{f}))
			c.want.Issuer, c.want.Host = "OAuth introspection", "login.example.com"
			assert.Equal(t, c.want, *f.Verdict)
			require.Len(t, s.Requests(), 1)
			r := s.Requests()[0]
			assert.Equal(t, "POST login.example.com/oauth2/introspect?realm=shop", r.Method+" "+r.Host+r.Path)
			assert.Equal(t, url.Values{"token": {f.Secret.Reveal()}}.Encode(), string(r.Body))
			user, password, ok := (&http.Request{Header: r.Header}).BasicAuth()
			assert.True(t, ok)
			assert.Equal(t, [2]string{"scanner%3A1", "p%40ss%2Bword%2Fof+the+client"}, [2]string{user, password})
		})
	}
}

func TestIntrospectionIsForItsTokens(t *testing.T) {
	server := theServer()
	prefix := theServer()
	prefix.Issuer = "https://login.example.com/*"
	rules := theServer()
	rules.Issuer, rules.Rules = "", []string{"generic-secret"}
	opaque := &leak.Finding{Rule: "generic-secret", Secret: leak.NewSecret("x")}
	for _, c := range []struct {
		n    Introspection
		f    *leak.Finding
		want bool
	}{
		{server, theJWT("https://login.example.com/"), true},
		{server, theJWT("https://login.example.com/realms/shop"), false},
		{server, theJWT("https://evil.example.net/"), false},
		{server, theJWT(""), false},
		{server, opaque, false},
		{prefix, theJWT("https://login.example.com/realms/shop"), true},
		{prefix, theJWT("https://login.example.com.evil.example.net/"), false},
		{rules, opaque, true},
		{rules, theJWT("https://login.example.com/"), false},
		{Introspection{}, opaque, false},
	} {
		assert.Equal(t, c.want, c.n.covers(c.f), "%s %v, %s", c.n.Issuer, c.n.Rules, c.f.Rule)
	}
}

func TestIntrospectionCheck(t *testing.T) {
	server := theServer()
	assert.NoError(t, server.Check(false))
	for name, change := range map[string]func(*Introspection){
		"no endpoint":      func(n *Introspection) { n.Endpoint = "login" },
		"without TLS":      func(n *Introspection) { n.Endpoint = strings.Replace(n.Endpoint, "https", "http", 1) },
		"a user in it":     func(n *Introspection) { n.Endpoint = "https://ada@login.example.com/" },
		"for no token":     func(n *Introspection) { n.Issuer = "" },
		"without a client": func(n *Introspection) { n.ClientID = "" },
		"without a secret": func(n *Introspection) { n.ClientSecret = leak.Secret{} },
	} {
		n := theServer()
		change(&n)
		assert.Error(t, n.Check(false), name)
	}
}

func TestIssuerClaim(t *testing.T) {
	part := base64.RawURLEncoding.EncodeToString
	assert.Equal(t, "https://a.example", issuerClaim("e30."+part([]byte(`{"iss": "https://a.example"}`))+".x"))
	for _, token := range []string{"", "a.b.c", "e30." + part([]byte(`[]`)) + ".x", "e30." + part([]byte(`{"iss": 1}`)) + ".x", "e30." + part([]byte(`{"iss": "a"}`))} {
		assert.Empty(t, issuerClaim(token), token)
	}
}
