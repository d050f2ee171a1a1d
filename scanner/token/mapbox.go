package token

import (
	"strings"

	"github.com/leaksieve/leaksieve/scanner/leak"
)

// Mapbox's tokens are a kind, JSON in base64url and a signature, between dots
// (docs.mapbox.com/api/accounts/tokens#token-format). The JSON names the user ("u"), that
// of a temporary token, which lives for an hour at most, also its scopes and its end
// (github.com/mapbox/parse-mapbox-token).
var _ = later(func() {
	registerKinds("mapbox", "Mapbox",
		kind{prefix: "sk.eyJ", min: 46, is: "secret token", never: true, more: mapbox,
			grants: "what its scopes say: uploading and changing maps and data, tokens of the account"},
		kind{prefix: "tk.eyJ", min: 46, is: "temporary token", lifetime: hour, more: mapbox,
			grants: "what its scopes say"},
		kind{prefix: "pk.eyJ", min: 46, is: "public token", never: true, more: mapbox,
			grants: "public maps at the account's cost", risks: lowers("it is made to be public; it may be limited to URLs")},
	)
})

func mapbox(in *Input, t *leak.Token) {
	parts := strings.Split(in.Secret, ".")
	if len(parts) != 3 {
		return
	}
	o, ok := base64Object(parts[1])
	if !ok {
		return
	}
	t.Account = o.text("u")
	t.Scopes = o.words("scopes")
	if exp := o.seconds("exp"); exp != nil && !t.NeverExpires {
		t.Expires = exp
	}
}
