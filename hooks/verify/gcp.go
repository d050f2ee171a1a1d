package verify

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/leaksieve/leaksieve/hooks/outbound"
	"github.com/leaksieve/leaksieve/rules/request"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// The key signs a request for an access token, which is read no further than that it
// is there: it is kept nowhere, its one scope shows an e-mail address, and it ends
// within the hour, so that nothing is revoked. The token_uri of the file is not looked at.
var _ = register(Issuer{
	Name: "google", Title: "Google Cloud", Bases: []string{googleOAuth},
	Rules: []string{"gcp-service-account-key"},
	Docs:  "https://developers.google.com/identity/protocols/oauth2/service-account#httprest",
	Tells: "that it lives",
	Asks:  "POST /token, with a JWT that the key signs",
	Ask:   askServiceAccount,
})

const googleOAuth = "https://oauth2.googleapis.com"

// grantAnswer judges by https://developers.google.com/identity/protocols/oauth2/service-account#jwt-error-codes.
var grantAnswer = request.Must(request.Request{
	URL:    "/token",
	Active: []string{"status 200 and json access_token"},
	Ended: []string{
		"status 400 401 and json error = deleted_client",
		"status 400 401 and json error = disabled_client",
		"status 400 and json error = invalid_grant and json error_description ~ 'account not found'",
	},
	Inactive: []string{"status 400 and json error = invalid_grant and json error_description = 'Invalid JWT Signature.'"},
})

func askServiceAccount(ctx context.Context, c *outbound.Conn, cred *leak.Credential) (leak.Verdict, error) {
	email := cred.Part("gcp-service-account-email").Reveal()
	if email == "" {
		return leak.Verdict{}, errors.New("it takes the e-mail address of the account, which was not found beside it")
	}
	assertion, err := ServiceAccountJWT(cred.Secret.Reveal(), email, cred.Part("gcp-private-key-id").Reveal(), "https://www.googleapis.com/auth/userinfo.email", c.Now())
	if err != nil {
		return leak.Verdict{}, err
	}
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {assertion}}
	got, err := c.Do(ctx, outbound.Request{
		Method: "POST", Path: "/token", Body: []byte(form.Encode()),
		Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"},
	})
	if err != nil {
		return leak.Verdict{}, err
	}
	return grantAnswer.Judge(request.Answer{Status: got.Status, Header: got.Header, Body: got.Body}, true), nil
}

// ServiceAccountJWT returns the assertion of RFC 7523, as Google describes it, with which
// the key of a service account asks for a token with a scope. The id of the key may be
// "". An error says that the key cannot be read.
func ServiceAccountJWT(key, email, id, scope string, now time.Time) (string, error) {
	block, _ := pem.Decode([]byte(strings.ReplaceAll(key, `\n`, "\n")))
	if block == nil {
		return "", errors.New("the private key cannot be read")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	private, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		return "", errors.New("the private key cannot be read")
	}
	head := map[string]string{"alg": "RS256", "typ": "JWT"}
	if id != "" {
		head["kid"] = id
	}
	text := jwtPart(head) + "." + jwtPart(map[string]any{
		"iss": email, "scope": scope, "aud": googleOAuth + "/token",
		"iat": now.Unix(), "exp": now.Add(10 * time.Minute).Unix(),
	})
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, sum[:])
	if err != nil {
		return "", errors.New("the private key cannot sign")
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func jwtPart(v any) string {
	b, _ := json.Marshal(v) // texts and numbers always can be
	return base64.RawURLEncoding.EncodeToString(b)
}
