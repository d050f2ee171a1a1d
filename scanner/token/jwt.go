package token

import (
	"net/url"
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// JSON Web Tokens in compact form: signed ones (JWS, RFC 7515) whose payload are
// claims (RFC 7519), and encrypted ones (JWE, RFC 7516), which show their header
// only. Who issued one says more of it: see jwtIssuers.
var _ = later(func() { register(Family{Name: "jwt", Last: true, Tell: tellJWT}) })

// signed is a JWS with claims. Its signature is none of anybody's business.
type signed struct {
	header, claims object
	issuer         string // the iss claim
}

// jwtIssuer tells of the tokens of one issuer what the claims in general do not, or
// returns false if a token is of another. Claims have been told before.
type jwtIssuer struct {
	name string // leak.Token.Family
	tell func(j *signed, t *leak.Token) bool
}

var jwtIssuers []jwtIssuer

// registerIssuer adds one of which at most one knows a token.
func registerIssuer(name string, tell func(j *signed, t *leak.Token) bool) {
	jwtIssuers = append(jwtIssuers, jwtIssuer{name, tell})
}

func tellJWT(in *Input, t *leak.Token) bool {
	secret := strings.TrimPrefix(in.Secret, "Bearer ")
	if len(secret) > maxDecoded || !strings.HasPrefix(secret, "e") { // {" , { , {\n
		return false
	}
	parts := strings.Split(secret, ".")
	if len(parts) != 3 && len(parts) != 5 {
		return false
	}
	header, ok := base64Object(parts[0])
	if !ok || header.text("alg") == "" {
		return false
	}
	if len(parts) == 5 {
		return tellJWE(header, t)
	}
	claims, ok := base64Object(parts[1])
	if !ok {
		return false
	}
	j := &signed{header: header, claims: claims, issuer: claims.text("iss")}
	tellClaims(j, t)
	if issuer := issuerHost(j); leak.ReachOf(issuer) == leak.ReachLoopback {
		risk(t, -1, "its issuer is the machine itself: it is a token of development")
	}
	for _, issuer := range jwtIssuers {
		if issuer.tell(j, t) {
			t.Family = issuer.name
			break
		}
	}
	tellLife(j, t)
	tellConfirmation(in, claims.object("cnf"), t)
	tellAlgorithm(j, t)
	return true
}

// tellJWE tells what the header of a JWE says (RFC 7516, section 4.1).
func tellJWE(header object, t *leak.Token) bool {
	if !header.has("enc") {
		return false
	}
	t.Kind = "encrypted JSON Web Token (JWE)"
	t.Issuer = header.text("iss")
	t.Audience = header.texts("aud")
	detail(t, "Key encryption", header.text("alg"))
	detail(t, "Content encryption", header.text("enc"))
	detail(t, "Key id", header.text("kid"))
	risk(t, 0, "its claims are encrypted: only who has the key knows what it grants and until when; it may be used unread all the same")
	return true
}

// tellAlgorithm says how a token is signed (RFC 7515, section 4.1.1).
func tellAlgorithm(j *signed, t *leak.Token) {
	alg := j.header.text("alg")
	detail(t, "Algorithm", alg)
	detail(t, "Key id", j.header.text("kid"))
	if strings.EqualFold(alg, "none") {
		risk(t, 1, "alg is none: it is not signed, and who accepts it accepts what anybody makes up")
	}
}

// issuerHost returns the host of an issuer that is a URL.
func issuerHost(j *signed) string {
	u, err := url.Parse(j.issuer)
	if err != nil {
		return ""
	}
	return u.Host
}
