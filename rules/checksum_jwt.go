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
	_ = registerChecksum("jwt-unsigned", unsignedJWT)
	_ = registerTemplate("jwt", func(r *rand.Rand, _ string) string {
		enc := base64.RawURLEncoding.EncodeToString
		claims := fmt.Sprintf(`{"sub":"%s","iat":1700000000}`, draw(r, digits, 10))
		return enc([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc([]byte(claims)) + "." + draw(r, base64URLDigits, 43)
	})
)

func validJWT(secret string) bool { return algorithmOf(secret) != "" }

// unsignedJWT reports whether a JWT says that it is not signed (RFC 7519, section 6).
// Libraries that took such a token took "None" and "NONE" as well.
func unsignedJWT(secret string) bool {
	return strings.HasSuffix(secret, ".") && strings.EqualFold(algorithmOf(secret), "none")
}

// algorithmOf returns what the header of a JWT names, "" if it is none.
func algorithmOf(secret string) string {
	parts := strings.Split(secret, ".")
	var head struct{ Alg string }
	var claims map[string]any
	if len(parts) != 3 || !decodeJSON(parts[0], &head) || !decodeJSON(parts[1], &claims) {
		return ""
	}
	return head.Alg
}

func decodeJSON(part string, into any) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	return err == nil && json.Unmarshal(b, into) == nil
}
