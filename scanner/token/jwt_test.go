package token

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Claims and headers are those of the examples of RFC 7519, 7515, 7516, 9068, 9449,
// 8705 and of OpenID Connect Core 1.0.
func TestJWT(t *testing.T) {
	enc := base64.RawURLEncoding.EncodeToString
	check(t,
		tells{"RFC 7519, section 3.1", Input{Secret: jwt(`{"typ":"JWT","alg":"HS256"}`, `{"iss":"joe","exp":1300819380,"http://example.com/is_root":true}`)}, `
			family: jwt
			issuer: joe
			kind: JSON Web Token
			expires: 2011-03-22T18:43:00Z
			detail: Algorithm=HS256
			no risk
			no never expires`},
		tells{"RFC 9068, section 2.2", Input{Secret: jwt(`{"typ":"at+JWT","alg":"RS256","kid":"RjEwOwOA"}`,
			`{"iss":"https://authorization-server.example.com/","sub":"5ba552d67","aud":"https://rs.example.com/","exp":1639528912,"iat":1618354090,
			"jti":"j1","client_id":"s6BhdRkqt3","scope":"openid profile reademail"}`)}, `
			kind: OAuth access token (RFC 9068)
			issuer: https://authorization-server.example.com/
			subject: 5ba552d67
			audience: https://rs.example.com/
			scopes: openid, profile, reademail
			issued: 2021-04-13T22:48:10Z
			expires: 2021-12-15T00:41:52Z
			detail: Client=s6BhdRkqt3
			detail: Token id=j1
			detail: Key id=RjEwOwOA
			risk: +0 it was given a life of 245 days`},
		tells{"no exp", claims(`{"sub":"a","roles":["admin"],"permissions":["read:all"],"groups":["ops","dev"]}`), `
			kind: access token (JWT)
			scopes: admin, read:all
			detail: Groups=ops, dev
			never expires
			risk: +1 it has no exp claim: it never expires, and works until its key is changed`},
		tells{"exp in milliseconds", claims(`{"sub":"a","exp":1700000000000}`), `
			never expires
			no expires
			risk: +1 its exp claim lies centuries ahead: it never expires`},
		tells{"exp that is no number", claims(`{"sub":"a","exp":"tomorrow","iat":-5}`), `
			no expires
			no issued
			no never expires`},
		tells{"alg none", Input{Secret: enc([]byte(`{"alg":"none"}`)) + "." + enc([]byte(`{"sub":"a","exp":1700000000}`)) + "."}, `
			detail: Algorithm=none
			risk: +1 alg is none: it is not signed, and who accepts it accepts what anybody makes up`},
		tells{"ID token", claims(`{"iss":"https://server.example.com","sub":"24400320","aud":"s6BhdRkqt3","nonce":"n-0S6_WzA2Mj","exp":1311281970,"iat":1311280970}`), `
			kind: ID token (OpenID Connect)
			risk: -1 an ID token tells one client who somebody is; it opens no API`},
		tells{"DPoP proof", Input{Secret: jwt(`{"typ":"dpop+jwt","alg":"ES256"}`, `{"jti":"-BwC3ESc6acc2lTc","htm":"POST","htu":"https://server.example.com/token","iat":1562262616,"exp":1562262700}`)}, `
			kind: DPoP proof (RFC 9449)
			risk: -1 a proof is for one request; it opens nothing without the token it belongs to`},
		tells{"JWE", Input{Secret: enc([]byte(`{"alg":"RSA-OAEP","enc":"A256GCM"}`)) + ".OKOa." + "48V1." + "5eym." + "XFBo"}, `
			kind: encrypted JSON Web Token (JWE)
			detail: Key encryption=RSA-OAEP
			detail: Content encryption=A256GCM
			no never expires`},
		tells{"issued by the machine itself", claims(`{"iss":"http://localhost:3000","exp":1700000000}`), "risk: -1 its issuer is the machine itself: it is a token of development"},
		tells{"bearer", Input{Secret: "Bearer " + claims(`{"sub":"a","exp":1700000000}`).Secret}, "subject: a"},
		tells{"no claims", Input{Secret: enc([]byte(`{"alg":"HS256"}`)) + "." + enc([]byte(`"text"`)) + ".x"}, "nothing"},
		tells{"no algorithm", Input{Secret: enc([]byte(`{"typ":"JWT"}`)) + "." + enc([]byte(`{}`)) + ".x"}, "nothing"},
		tells{"no token", Input{Secret: "eyJ.eyJ.x"}, "nothing"},
	)
}

// The thumbprint and the key are those of RFC 7638, section 3.1 and RFC 9449, section
// 6.1 (figure 15), the private half is made up.
func TestConfirmation(t *testing.T) {
	const (
		public = `"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA","crv":"P-256"`
		jkt    = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
		why    = "risk: -1 it is bound to a DPoP key (RFC 9449): whoever holds it must prove to hold that key too"
		beside = "risk: +0 it is bound to a key, but a private JWK stands beside it: whoever reads both can use it"
	)
	bound := claims(`{"sub":"a","exp":1700000000,"cnf":{"jkt":"` + jkt + `"}}`)
	with := func(lines string) Input {
		in := bound
		in.Match, in.Lines = in.Secret, "token "+in.Secret+" "+lines
		return in
	}
	private := `{` + public + `,"d":"` + drawn(43, alnum) + `"}`
	part := bound
	part.Parts = map[string]string{"jwk-private-key": private}
	check(t,
		tells{"DPoP", bound, "bound: dpop " + jkt + "\n" + why},
		tells{"its public key beside", with(`{` + public + `}`), why},
		tells{"its private key beside", with(private), beside + "\nbound: dpop " + jkt + "\nno risk: -1"},
		tells{"its private key as a part", part, beside},
		tells{"another private key beside", with(strings.Replace(private, "l8tF", "AAAA", 1)), why},
		tells{"mTLS, RFC 8705, section 3.1", claims(`{"sub":"a","exp":1700000000,"cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}}`), `
			bound: mtls bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2
			risk: -1 it is bound to a client certificate (RFC 8705): it works only over TLS with the key of that certificate`},
		tells{"key, RFC 7800, section 3.2", claims(`{"sub":"a","exp":1700000000,"cnf":{"jwk":{` + public + `}}}`), `
			bound: jwk ` + jkt + `
			risk: -1 it is bound to a key (RFC 7800): whoever presents it must prove to hold that key`},
		tells{"private key inside", claims(`{"sub":"a","exp":1700000000,"cnf":{"jwk":` + private + `}}`), beside},
		tells{"key id", claims(`{"sub":"a","exp":1700000000,"cnf":{"kid":"dfd1aa97"}}`), "bound: jwk dfd1aa97"},
		tells{"an empty one", claims(`{"sub":"a","exp":1700000000,"cnf":{}}`), "no bound"},
	)
}

func TestThumbprintOfRFC7638(t *testing.T) {
	o, ok := decodeObject([]byte(`{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}`))
	require.True(t, ok)
	assert.Equal(t, "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", thumbprint(o))
}
