package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// The secret-token URI scheme marks what follows as a secret that must not be in a
// repository (RFC 8959, section 1).
var _ = later(func() {
	register(Family{Name: "secret-token", Tell: func(in *Input, t *leak.Token) bool {
		if !in.Is("secret-token-uri") && !strings.HasPrefix(in.Secret, "secret-token:") {
			return false
		}
		t.Kind = "secret-token URI (RFC 8959)"
		risk(t, 0, "its issuer has marked it as a secret that belongs into no repository")
		return true
	}})
})
