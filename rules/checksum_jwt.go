package rules

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"
)

// A JSON Web Token in compact form (RFC 7515, RFC 7519) begins with a JSON object
// that names an algorithm; its second part is a JSON object too.
var (
	_ = registerChecksum("jwt", validJWT)
	// GitHub's stateless tokens are "ghs_", the id of the App, "_" and a JWT:
	// docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app
	_ = registerChecksum("github-jwt", func(secret string) bool {
		return strings.Count(secret, "_") >= 2 && validJWT(strings.SplitN(secret, "_", 3)[2])
	})
	_ = registerTemplate("jwt", func(r *rand.Rand, _ string) string {
		enc := base64.RawURLEncoding.EncodeToString
		claims := fmt.Sprintf(`{"sub":"%s","iat":1700000000}`, draw(r, digits, 10))
		return enc([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc([]byte(claims)) + "." + draw(r, base64URLDigits, 43)
	})
)

func validJWT(secret string) bool {
	parts := strings.Split(secret, ".")
	if len(parts) != 3 {
		return false
	}
	var head struct{ Alg string }
	var claims map[string]any
	return decodeJSON(parts[0], &head) && head.Alg != "" && decodeJSON(parts[1], &claims)
}

func decodeJSON(part string, into any) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	return err == nil && json.Unmarshal(b, into) == nil
}
