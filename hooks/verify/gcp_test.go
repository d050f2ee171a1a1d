package verify

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/leaksieve/leaksieve/hooks/outbound/outboundtest"
	"github.com/leaksieve/leaksieve/scanner/leak"
)

// gcpKey is a key as it stands in the JSON file of a service account.
var gcpPrivate, gcpKey = func() (*rsa.PrivateKey, string) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	text := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	return key, strings.ReplaceAll(strings.TrimSpace(text), "\n", `\n`)
}()

const gcpEmail = "deploy@shop-1234.iam.gserviceaccount.com"

var gcpParts = map[string]string{"gcp-service-account-email": gcpEmail, "gcp-private-key-id": "0123456789abcdef", "gcp-project-id": "shop-1234"}

// gcpBody is what has to arrive: signatures of RS256 are the same every time.
var gcpBody = func() string {
	jwt, err := ServiceAccountJWT(gcpKey, gcpEmail, "0123456789abcdef", "https://www.googleapis.com/auth/userinfo.email", outboundtest.Now)
	if err != nil {
		panic(err)
	}
	return "assertion=" + jwt + "&grant_type=" + url.QueryEscape("urn:ietf:params:oauth:grant-type:jwt-bearer")
}()

func gcp(name string, status int, answer string, want leak.Verdict) documented {
	return documented{
		name: name, rule: "gcp-service-account-key", secret: gcpKey, parts: gcpParts,
		asks: "POST oauth2.googleapis.com/token", header: header{"Content-Type": "application/x-www-form-urlencoded"}, body: gcpBody,
		answer: outboundtest.Answer(status, answer), want: want,
	}
}

var _ = contract("google",
	gcp("lives", 200, `{"access_token": "ya29…", "scope": "https://www.googleapis.com/auth/userinfo.email", "token_type": "Bearer", "expires_in": 3600}`,
		leak.Verdict{State: leak.StateActive, Reason: "status 200 and json access_token"}),
	gcp("the key is deleted, disabled or expired", 400, `{"error": "invalid_grant", "error_description": "Invalid JWT Signature."}`,
		leak.Verdict{State: leak.StateInactive, Reason: "status 400 and json error = invalid_grant and json error_description = 'Invalid JWT Signature.'"}),
	gcp("the account is gone", 400, `{"error": "invalid_grant", "error_description": "Invalid grant: account not found"}`,
		leak.Verdict{State: leak.StateInactive, Reason: "status 400 and json error = invalid_grant and json error_description ~ 'account not found'"}),
	gcp("the key is switched off", 401, `{"error": "disabled_client", "error_description": "The OAuth client was disabled."}`,
		leak.Verdict{State: leak.StateInactive, Reason: "status 400 401 and json error = disabled_client"}),
	gcp("a clock that is wrong", 400, `{"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."}`,
		leak.Verdict{State: leak.StateUnknown, Reason: "an answer that is not as documented (status 400)"}),
	documented{
		name: "without the account, is not asked about", rule: "gcp-service-account-key", secret: gcpKey,
		answer: outboundtest.Answer(500, ``),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "it takes the e-mail address of the account, which was not found beside it"},
	},
	documented{
		name: "a key that is none", rule: "gcp-service-account-key", secret: `-----BEGIN PRIVATE KEY-----\n{{rand}}\n-----END PRIVATE KEY-----`, parts: gcpParts,
		answer: outboundtest.Answer(500, ``),
		want:   leak.Verdict{State: leak.StateUnknown, Reason: "the private key cannot be read"},
	},
)

func TestServiceAccountJWT(t *testing.T) {
	jwt, err := ServiceAccountJWT(gcpKey, gcpEmail, "", "https://www.googleapis.com/auth/userinfo.email", outboundtest.Now)
	require.NoError(t, err)
	parts := strings.Split(jwt, ".")
	require.Len(t, parts, 3)
	read := func(s string) (out map[string]any) {
		b, err := base64.RawURLEncoding.DecodeString(s)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(b, &out))
		return out
	}
	assert.Equal(t, map[string]any{"alg": "RS256", "typ": "JWT"}, read(parts[0]))
	claims := read(parts[1])
	assert.Equal(t, "https://oauth2.googleapis.com/token", claims["aud"])
	assert.Equal(t, gcpEmail, claims["iss"])
	assert.LessOrEqual(t, claims["exp"].(float64)-claims["iat"].(float64), 3600.0)
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	assert.NoError(t, rsa.VerifyPKCS1v15(&gcpPrivate.PublicKey, crypto.SHA256, sum[:], signature))
}
